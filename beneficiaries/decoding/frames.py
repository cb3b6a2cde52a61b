"""`python -m beneficiaries.decoding.frames`: HEIC or TIFF drawn anew: one page as an image, several as a PDF."""

import pillow_heif
from PIL import Image

from .binding import bound
from .pictures import (
    MOST_PIXELS_TOGETHER,
    QUALITY,
    TOO_MANY_PAGES,
    TOO_MANY_PIXELS,
    Unfit,
    jpeg_of,
    on_paper,
    png_of,
    refuse_size,
)
from .program import serve

# A dot of black and white costs an eighth of a dot of grey.
_WEIGHT = {"1": 1 / 8}


def drawn_anew(content, *, format: str, most_pages: int) -> tuple[str, bytes]:
    """The kind and the bytes of what is kept."""
    image = Image.open(content, formats=[format])
    pages = _pages_of(image, most_pages)
    _refuse_too_much(image, pages)
    if pages > 1:
        return "pdf", bound((on_paper(frame) for frame in _frames(image, pages)), QUALITY)
    image.load()
    image = on_paper(image)
    return ("png", png_of(image)) if image.mode == "1" else ("jpeg", jpeg_of(image))


def _pages_of(image: Image.Image, most: int) -> int:
    """How many frames there are, looking no further than one beyond the most."""
    pages = 1
    while pages <= most:
        try:
            image.seek(pages)
        except EOFError:
            image.seek(0)
            return pages
        pages += 1
    raise Unfit(TOO_MANY_PAGES)


def _refuse_too_much(image: Image.Image, pages: int) -> None:
    """Looks at the size of every page before the first one is unpacked."""
    together = 0.0
    for number in range(pages):
        image.seek(number)
        refuse_size(image)
        together += image.width * image.height * _WEIGHT.get(image.mode, 1)
    if together > MOST_PIXELS_TOGETHER:
        raise Unfit(TOO_MANY_PIXELS)
    image.seek(0)


def _frames(image: Image.Image, pages: int):
    for number in range(pages):
        image.seek(number)
        image.load()
        yield image.copy()


if __name__ == "__main__":
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.options.THUMBNAILS = False
    pillow_heif.options.AUX_IMAGES = False
    pillow_heif.options.DEPTH_IMAGES = False
    pillow_heif.register_heif_opener()
    serve(drawn_anew)
