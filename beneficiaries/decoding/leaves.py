"""`python -m beneficiaries.decoding.leaves`: how many pages a PDF has, and its first one as a small picture."""

import pypdfium2
import pypdfium2.raw as pdfium

from .pictures import DAMAGED, MOST_PIXELS, TOO_MANY_PAGES, TOO_MANY_PIXELS, Unfit, jpeg_of, on_paper
from .program import serve


def look(content, *, task: str, **asked) -> tuple[str, bytes]:
    """What is asked about a PDF; whatever pdfium cannot open, no reader should have to try."""
    try:
        document = pypdfium2.PdfDocument(content)
        return {"count": counted, "picture": first_page}[task](document, **asked)
    except pypdfium2.PdfiumError as error:
        raise Unfit(DAMAGED) from error


def counted(document, *, most_pages: int) -> tuple[str, bytes]:
    """The number of pages, each of which opens and holds no image beyond the limit."""
    pages = len(document)
    if not pages:
        raise Unfit(DAMAGED)
    if pages > most_pages:
        raise Unfit(TOO_MANY_PAGES)
    for number in range(pages):
        page = document[number]
        for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=5):
            width, height = image.get_px_size()
            if width * height > MOST_PIXELS:
                raise Unfit(TOO_MANY_PIXELS)
        page.close()
    return str(pages), b""


def first_page(document, *, side: int, quality: int) -> tuple[str, bytes]:
    page = document[0]
    longer = max(page.get_size())
    if longer <= 0:
        raise Unfit(DAMAGED)
    picture = page.render(scale=side / longer, may_draw_forms=False).to_pil()
    return "jpeg", jpeg_of(on_paper(picture), quality)


if __name__ == "__main__":
    serve(look)
