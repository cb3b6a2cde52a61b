"""What phones and scanners send: photographs in their own format, sheets in one file, several pictures of one paper."""

import io

import pypdfium2
import pytest
from django import forms
from django.test import RequestFactory
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from PIL import Image

from audit.refusals import Refused
from beneficiaries.decoding.pictures import PAGE_SIDE
from beneficiaries.inspection import form_of, inspect
from beneficiaries.papers import PaperField, read_pages, read_paper
from tests.papers import (
    SECRET,
    heic,
    pdf,
    photograph,
    tiff,
    tiff_with_a_place,
    upload,
    with_a_place,
)

TOO_MANY_PIXELS = "This image has more than 40 million pixels. Scan it at a lower resolution."


def too_many_pages(most: int) -> str:
    return ngettext(
        "At most %(most)d page is accepted in one file. Bring the rest in another one.",
        "At most %(most)d pages are accepted in one file. Bring the rest in another one.",
        most,
    ) % {"most": most}


def refused(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        inspect(content)
    return str(caught.value)


def leaves(content: bytes) -> list[Image.Image]:
    """The pages of a PDF as a reader shows them."""
    with pypdfium2.PdfDocument(content) as document:
        return [page.render(scale=0.2).to_pil().convert("RGB") for page in document]


def colour_of(page: Image.Image) -> str:
    """Which of the three colours of light is the strongest in the middle of a page."""
    pixel = page.getpixel((page.width // 2, page.height // 2))
    return ("red", "green", "blue")[pixel.index(max(pixel))]


def test_a_photograph_in_a_phone_s_own_format_becomes_an_upright_jpeg_without_its_place():
    sent = heic((64, 48), exif=with_a_place(turned=6).tobytes())
    assert SECRET.encode() in sent
    paper = read_paper(upload(sent, "IMG_0412.HEIC"))
    kept = Image.open(io.BytesIO(paper.content))
    assert (paper.kind, kept.format, kept.size) == ("jpeg", "JPEG", (48, 64))
    assert not kept.getexif()
    assert SECRET.encode() not in paper.content


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_where_a_photograph_was_taken_is_not_kept(kind):
    sent = photograph(kind, exif=with_a_place(), icc_profile=b"SECRET profile")
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)[2] == (21.0, 16.0, 12.0)
    kept = read_paper(upload(sent)).content
    assert not Image.open(io.BytesIO(kept)).getexif()
    assert b"SECRET" not in kept


def test_a_scan_in_tiff_loses_what_is_written_beside_its_pixels():
    sent = tiff_with_a_place()
    assert b"SECRET" in sent
    kept = read_paper(upload(sent)).content
    assert b"SECRET" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


@pytest.mark.parametrize(
    ("mode", "colour", "compression", "kept"),
    [
        ("1", 1, "group4", "png"),
        ("L", 200, "tiff_lzw", "jpeg"),
        ("RGB", "red", "jpeg", "jpeg"),
        ("RGBA", (255, 0, 0, 0), "tiff_deflate", "jpeg"),
        ("CMYK", (0, 0, 0, 0), "raw", "jpeg"),
        ("I;16", 30000, "raw", "jpeg"),
    ],
)
def test_every_usual_kind_of_scan_is_kept_as_something_that_every_browser_shows(
    mode, colour, compression, kept
):
    assert inspect(tiff(colour, mode=mode, compression=compression))[0] == kept


def test_a_scan_of_deep_greys_keeps_its_shades():
    deep = Image.new("I;16", (80, 40), 2_000)
    deep.paste(60_000, (40, 0, 80, 40))
    stream = io.BytesIO()
    deep.save(stream, "TIFF")
    kept = Image.open(io.BytesIO(inspect(stream.getvalue())[1]))
    assert (kept.getpixel((10, 20)) < 10, kept.getpixel((70, 20)) > 245) == (True, True)


def test_several_sheets_in_one_scan_become_the_pages_of_a_pdf_in_their_order():
    kind, content = inspect(tiff("red", "green", "blue"))
    assert kind == "pdf"
    assert [colour_of(page) for page in leaves(content)] == ["red", "green", "blue"]
    # What the portal makes would pass its own inspection.
    assert inspect(content) == (kind, content)


def test_pages_beyond_the_limit_are_refused_before_they_are_unpacked(settings):
    settings.UPLOAD_MAX_PAGES = 2
    assert inspect(pdf(2)) == ("pdf", pdf(2))
    for content in (pdf(3), tiff("red", "green", "blue"), heic(pages=3)):
        assert refused(content) == too_many_pages(2)


def test_a_pdf_that_does_not_open_is_refused():
    for spoilt in (
        pdf().replace(b"/Kids [3 0 R]", b"/Kids [9 0 R]"),
        b"%PDF-1.7\n%%EOF",
        pdf(0),
    ):
        assert refused(spoilt) == _("This PDF is damaged or cut short. Save or scan it again.")


def test_a_pdf_with_an_image_beyond_the_limit_is_refused():
    huge = b"<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray "
    huge += b"/BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream"
    whole = pdf().replace(b"/Contents 4 0 R", b"/Contents 5 0 R /Resources << /XObject << /X 6 0 R >> >>")
    drawn = b"5 0 obj\n<< /Length 5 >>\nstream\n/X Do\nendstream\nendobj\n6 0 obj\n%s\nendobj\n" % huge
    assert refused(whole.replace(b"xref", drawn + b"xref", 1)) == _(TOO_MANY_PIXELS)


def test_a_film_or_a_picture_in_another_packing_is_no_photograph_of_a_paper():
    photo = heic()
    for brand in (b"avif", b"isom", b"hevc", b"qt  "):
        with pytest.raises(Refused):
            form_of(photo[:8] + brand + photo[12:16] + brand * 4 + photo[32:])


class ScanForm(forms.Form):
    note = forms.CharField(required=False)
    scan = PaperField(label="Scan")


def posted(*files, note="x") -> ScanForm:
    request = RequestFactory().post("/", {"scan": list(files), "note": note})
    return ScanForm(request.POST, request.FILES)


def test_several_photographs_become_the_pages_of_one_paper_in_their_order():
    form = posted(
        upload(photograph(colour="red"), "صفحة ١.jpg"),
        upload(heic(colour="green"), "2.heic"),
        upload(photograph("PNG", colour="blue"), "3.png"),
    )
    assert form.is_valid(), form.errors
    paper = form.cleaned_data["scan"]
    assert (paper.kind, paper.name) == ("pdf", "صفحة ١.pdf")
    assert [colour_of(page) for page in leaves(paper.content)] == ["red", "green", "blue"]
    assert inspect(paper.content) == ("pdf", paper.content)


def test_a_long_name_of_the_first_page_still_ends_as_what_the_paper_is():
    pages = [upload(photograph()) for _number in range(2)]
    pages[0]._name = "ن" * 200 + ".xyz"
    name = read_pages(pages).name
    assert (len(name), name[-4:]) == (150, ".pdf")


def test_one_photograph_stays_a_photograph_and_no_file_is_no_paper():
    form = posted(upload(photograph(), "a.jpg"))
    assert form.is_valid()
    assert form.cleaned_data["scan"].kind == "jpeg"
    assert posted().errors == {"scan": [_("Choose the file.")]}


def test_the_pages_of_a_paper_keep_no_place_and_no_more_pixels_than_a_page_needs():
    sent = [upload(photograph(size=(4000, 3000), exif=with_a_place(turned=6))) for _number in range(2)]
    content = read_pages(sent).content
    assert b"SECRET" not in content
    with pypdfium2.PdfDocument(content) as document:
        (image,) = document[0].get_objects()
        assert image.get_px_size() == (PAGE_SIDE * 3 // 4, PAGE_SIDE)


def test_a_pdf_among_photographs_is_refused_beside_the_field():
    sentence = _(
        "Only photographs can be put together as pages: choose one PDF or TIFF file alone, or several images."
    )
    for other in (pdf(), tiff()):
        assert posted(upload(photograph()), upload(other)).errors == {"scan": [sentence]}


def test_one_naughty_file_among_photographs_spoils_them_all():
    errors = posted(upload(photograph()), upload(b"\xff\xd8\xff broken")).errors
    assert errors == {"scan": [_("This image is damaged and cannot be read. Save or scan it again.")]}
    errors = posted(upload(photograph()), upload(b"<svg onload=alert(1)>", "a.png")).errors
    assert "SVG" not in str(errors)
    assert len(errors["scan"]) == 1


def test_photographs_have_a_limit_together(settings):
    settings.UPLOAD_MAX_BYTES_TOGETHER = 1024
    sentence = _("The files are too large: at most %(limit)s megabytes together are accepted.")
    assert posted(*(upload(photograph()) for _number in range(3))).errors == {
        "scan": [sentence % {"limit": "0.000976562"}]
    }
    settings.UPLOAD_MAX_BYTES_TOGETHER, settings.UPLOAD_MAX_PAGES = 1024 * 1024, 2
    assert posted(*(upload(photograph()) for _number in range(3))).errors == {"scan": [too_many_pages(2)]}


def test_the_field_asks_a_phone_for_pictures_and_says_what_is_accepted():
    shown = str(posted()["scan"])
    assert " multiple" in shown
    assert "image/heic" in shown
    assert "capture" not in shown
    assert "10 ميغابايت" in ScanForm()["scan"].help_text
    assert "40 ميغابايت" in ScanForm()["scan"].help_text
