"""What is kept of a picture: its pixels, upright, drawn anew, with nothing written or hidden beside them."""

from io import BytesIO

from PIL import Image, ImageOps

MOST_PIXELS = 40_000_000
# All pages of one file together: thirty sheets of A4 at 300 dots per inch.
MOST_PIXELS_TOGETHER = 300_000_000
QUALITY = 90
# A photograph that becomes one page of several: A4 at a bit more than 200 dots per inch.
PAGE_SIDE, PAGE_QUALITY = 2400, 82
WEB_MODES = ("1", "L", "RGB")


class Unfit(Exception):
    """Why a file cannot be kept: one of the words below, which the portal turns into a sentence."""

    def __init__(self, why: str):
        self.why = why
        super().__init__(why)


DAMAGED, TOO_MANY_PIXELS, TOO_MANY_PAGES = "damaged", "too many pixels", "too many pages"


def opened(content: bytes, *formats: str, drawn_at_most: int = 0) -> Image.Image:
    """An image whose size was looked at before anything was unpacked."""
    image = Image.open(BytesIO(content), formats=list(formats))
    refuse_size(image)
    if drawn_at_most:
        # A JPEG is unpacked at a half or a quarter of its size where that is enough.
        image.draft(None, (drawn_at_most, drawn_at_most))
    image.load()
    return image


def refuse_size(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise Unfit(TOO_MANY_PIXELS)


def plain(image: Image.Image) -> Image.Image:
    """The pixels upright, in a mode that shows alike everywhere, with nothing beside them."""
    image = ImageOps.exif_transpose(image)
    if image.mode == "CMYK":
        image = image.convert("RGB")
    elif image.mode == "P" and "transparency" in image.info:
        image = image.convert("RGBA")
    # SECURITY: a comment, a place or a profile in here would be written into the new file.
    image.info = {}
    return image


def on_paper(image: Image.Image) -> Image.Image:
    """The picture as it would be printed: black and white, grey or in colours, on white."""
    image = plain(image)
    if image.mode in WEB_MODES:
        return image
    if image.mode.startswith(("I", "F")):
        return _in_256_greys(image)
    if image.mode in ("LA", "La", "PA", "RGBA", "RGBa"):
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        return paper
    return image.convert("RGB")


def _in_256_greys(image: Image.Image) -> Image.Image:
    """Deeper greys become 256 of them; converting alone would make everything white."""
    wide = image.convert("F")
    darkest, lightest = wide.getextrema()
    scale = 255 / (lightest - darkest) if lightest > darkest else 0
    return wide.point(lambda value: value * scale - darkest * scale).convert("L")


def jpeg_of(image: Image.Image, quality: int = QUALITY) -> bytes:
    drawn = BytesIO()
    image.save(drawn, "JPEG", quality=quality)
    return drawn.getvalue()


def png_of(image: Image.Image) -> bytes:
    drawn = BytesIO()
    image.save(drawn, "PNG")
    return drawn.getvalue()
