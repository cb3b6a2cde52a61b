"""Pages drawn anew, bound into one PDF that holds them and nothing else."""

import zlib
from collections.abc import Iterable

from PIL import Image

from .pictures import PAGE_QUALITY, jpeg_of

# The longer side of a sheet of A4, in points.
LONG_SIDE = 842


def bound(pages: Iterable[Image.Image], quality: int = PAGE_QUALITY) -> bytes:
    """A PDF with one page for each picture (modes 1, L, RGB), in their order; each is let go before the next."""
    # The catalogue is object 1 and the tree of pages object 2; each page then has three of its own.
    bodies, kids = [b"", b""], []
    for page in pages:
        first = len(bodies) + 1
        kids.append(b"%d 0 R" % first)
        bodies += _page(page, first, quality)
    bodies[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    bodies[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return _file(bodies)


def _page(image: Image.Image, first: int, quality: int) -> list[bytes]:
    """The page, what is drawn on it, and the picture."""
    scale = LONG_SIDE / max(image.size)
    width, height = (max(round(side * scale), 1) for side in image.size)
    drawing = b"%d 0 0 %d 0 0 cm /Page Do" % (width, height)
    return [
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R "
        b"/Resources << /XObject << /Page %d 0 R >> >> >>" % (width, height, first + 1, first + 2),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        _picture(image, quality),
    ]


def _picture(image: Image.Image, quality: int) -> bytes:
    if image.mode == "1":
        # Black and white stays sharp and small; as a JPEG it would be neither.
        colours, depth, packing, data = b"DeviceGray", 1, b"FlateDecode", zlib.compress(image.tobytes())
    else:
        colours, depth, packing = b"DeviceGray" if image.mode == "L" else b"DeviceRGB", 8, b"DCTDecode"
        data = jpeg_of(image, quality)
    return (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /%s /BitsPerComponent %d "
        b"/Filter /%s /Length %d >>\nstream\n%s\nendstream"
        % (*image.size, colours, depth, packing, len(data), data)
    )


def _file(bodies: list[bytes]) -> bytes:
    pieces, position, places = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"], 15, []
    for number, body in enumerate(bodies, start=1):
        places.append(position)
        pieces.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        position += len(pieces[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    pieces.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table))
    pieces.append(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, position))
    return b"".join(pieces)
