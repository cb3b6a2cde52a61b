"""A blank sheet as a scanner would send it, for the sample cases."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

WIDTH, HEIGHT, MARGIN, LINE = 620, 877, 60, 34


def scanned_sheet(name: str) -> SimpleUploadedFile:
    """An A4 page with ruled lines: it says nothing about anybody."""
    sheet = Image.new("RGB", (WIDTH, HEIGHT), "#fdfcf8")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((MARGIN, MARGIN, WIDTH - MARGIN, MARGIN + LINE), fill="#1f5b47")
    for y in range(MARGIN + 3 * LINE, HEIGHT - MARGIN, LINE):
        pen.line((MARGIN, y, WIDTH - MARGIN, y), fill="#d8d3c5")
    stream = io.BytesIO()
    sheet.save(stream, "PNG", optimize=True)
    return SimpleUploadedFile(name, stream.getvalue(), content_type="image/png")
