"""A paper is what its bytes are: everything else is refused with a sentence, and nothing is left behind."""

import io
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from PIL import Image, PngImagePlugin

from audit.refusals import Refused
from beneficiaries.papers import read_paper

NOT_ACCEPTED = (
    "Only PDF, JPEG, PNG, HEIC and TIFF files are accepted; the content of this file is none of them."
)
ACTS = "This PDF holds scripts, automatic actions or attached files. Print or scan it anew."
CUT_SHORT = "This PDF is damaged or cut short. Save or scan it again."
UNCHECKABLE = "This PDF has parts that cannot be checked. Print it to a new PDF, or scan the paper."
LOCKED = "This PDF is locked with a password, so it cannot be checked. Save it without a password."
DAMAGED = "This image is damaged and cannot be read. Save or scan it again."
TOO_MANY_PIXELS = "This image has more than 40 million pixels. Scan it at a lower resolution."


def pdf(*objects: bytes, tail: bytes = b"trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n") -> bytes:
    body = b"".join(
        b"%d 0 obj\n%s\nendobj\n" % (number, text) for number, text in enumerate(objects, start=1)
    )
    return b"%PDF-1.7\n" + body + tail


def packed(text: bytes, *, dictionary: bytes = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode") -> bytes:
    data = zlib.compress(text)
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (dictionary, len(data), data)


def image(kind: str = "JPEG", size=(60, 30), mode: str = "RGB", **saved) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, size).save(stream, kind, **saved)
    return stream.getvalue()


def upload(content: bytes, name: str = "paper.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def png_that_claims(width: int, height: int) -> bytes:
    whole = bytearray(image("PNG", (1, 1), "L"))
    whole[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    whole[29:33] = zlib.crc32(whole[12:29]).to_bytes(4, "big")
    return bytes(whole)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
LEAF = (
    b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 280] >>",
)
NAUGHTY = {
    "empty": (b"", "The file is empty."),
    "text": (b"hello", NOT_ACCEPTED),
    "page of the web": (b"<html><script>alert(1)</script>", NOT_ACCEPTED),
    "drawing with script": (b"<svg onload='alert(1)'/>", NOT_ACCEPTED),
    "archive": (b"PK\x03\x04" + b"\0" * 60, NOT_ACCEPTED),
    "program": (b"MZ" + b"\0" * 60, NOT_ACCEPTED),
    "gif": (image("GIF"), NOT_ACCEPTED),
    "webp": (image("WEBP"), NOT_ACCEPTED),
    "pdf after something else": (b"\n" + pdf(CATALOG), NOT_ACCEPTED),
    "pdf cut short": (pdf(CATALOG, tail=b""), CUT_SHORT),
    "pdf with an archive behind": (pdf(CATALOG) + b"PK\x03\x04" + b"\0" * 5000, CUT_SHORT),
    "script": (pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"), ACTS),
    "script without its long name": (pdf(b"<< /JS (app.alert(1)) >>"), ACTS),
    "script with an escaped name": (pdf(b"<< /S /J#61va#53cript >>"), ACTS),
    "fetches a file from a share": (pdf(b"<< /S /GoToR /F (\\\\\\\\share\\\\x.pdf) >>"), ACTS),
    "acts by itself": (pdf(b"<< /AA << /O << /S /URI /URI (http://x) >> >> >>"), ACTS),
    "script on opening": (pdf(b"<< /Type /Catalog /OpenAction << /S /JavaScript /JS (x) >> >>"), ACTS),
    "program to launch": (pdf(b"<< /S /Launch /F (cmd.exe) >>"), ACTS),
    "attached file": (pdf(b"<< /Names << /EmbeddedFiles 4 0 R >> >>"), ACTS),
    "script in a packed object": (pdf(CATALOG, packed(b"9 0 << /S /JavaScript /JS (x) >>")), ACTS),
    "script in a packed object that hides what it is": (
        pdf(CATALOG, packed(b"9 0 << /JS (x) >>", dictionary=b"/Filter /FlateDecode")),
        ACTS,
    ),
    "script inside what looks like a stream": (
        pdf(b"<< /Length 9 >>\nstream\n4 0 obj << /S /JavaScript >> endobj\nendstream"),
        ACTS,
    ),
    "packed objects in another packing": (
        pdf(b"<< /Type /ObjStm /Filter /ASCIIHexDecode >>\nstream\n3120\nendstream"),
        UNCHECKABLE,
    ),
    "packed objects without end": (pdf(CATALOG, packed(b"9 0 " + b" " * (9 * 1024 * 1024))), UNCHECKABLE),
    "locked": (pdf(CATALOG, tail=b"trailer << /Encrypt 5 0 R >>\n%%EOF"), LOCKED),
    "image cut short": (image(size=(900, 900))[:700], DAMAGED),
    "only the signature of an image": (b"\xff\xd8\xff", DAMAGED),
    "only the signature of a png": (b"\x89PNG\r\n\x1a\n", DAMAGED),
    "image with too many pixels": (png_that_claims(9000, 9000), TOO_MANY_PIXELS),
    "decompression bomb": (png_that_claims(60_000, 60_000), TOO_MANY_PIXELS),
}


@pytest.mark.parametrize("name", NAUGHTY)
def test_a_naughty_file_is_refused_with_its_sentence(name):
    content, sentence = NAUGHTY[name]
    with pytest.raises(Refused) as caught:
        read_paper(upload(content))
    assert str(caught.value) == _(sentence)


@pytest.mark.parametrize(
    "content",
    [
        pdf(CATALOG, *LEAF),
        pdf(CATALOG, *LEAF, packed(b"9 0 << /Type /Page >>")),
        pdf(CATALOG, *LEAF, packed(b"1 0 0 1 50 50 cm BT (plain) Tj ET", dictionary=b"/Filter /FlateDecode")),
        pdf(CATALOG, *LEAF, b"<< /Length 6 >>\nstream\n\xff/JS \x00\nendstream"),
    ],
    ids=["plain", "packed objects", "page drawing", "chance letters in an image"],
)
def test_a_harmless_pdf_is_kept_byte_for_byte(content):
    assert read_paper(upload(content)).content == content


def test_a_file_over_the_limit_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = 1024
    with pytest.raises(Refused) as caught:
        read_paper(upload(pdf(CATALOG) + b" " * 2000))
    sentence = _("The file is too large: at most %(limit)s megabytes are accepted.")
    assert str(caught.value) == sentence % {"limit": "0.000976562"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_an_image_loses_everything_but_its_pixels(kind):
    exif = Image.Exif()
    exif[0x010E] = "SECRET place"
    hidden = {"exif": exif}
    if kind == "JPEG":
        hidden["comment"] = b"SECRET comment"
    else:
        hidden["pnginfo"] = PngImagePlugin.PngInfo()
        hidden["pnginfo"].add_text("note", "SECRET text")
    content = image(kind, **hidden) + b"SECRET tail"
    kept = read_paper(upload(content)).content
    assert b"SECRET" in content
    assert b"SECRET" not in kept
    assert Image.open(io.BytesIO(kept)).size == (60, 30)


def test_a_photograph_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert Image.open(io.BytesIO(read_paper(upload(image(exif=exif))).content)).size == (30, 60)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "1"),
        ("PNG", "L"),
        ("PNG", "P"),
        ("PNG", "RGBA"),
        ("PNG", "I;16"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
    ],
)
def test_every_usual_kind_of_image_is_kept(kind, mode):
    assert read_paper(upload(image(kind, mode=mode))).kind == kind.lower()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("scan.pdf", "scan.pdf"),
        ("..\\..\\scan.pdf", "scan.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("صك \u200fالملكية.pdf", "صك الملكية.pdf"),
    ],
)
def test_the_name_of_a_paper_is_cleaned(sent, kept):
    assert read_paper(upload(image(), sent)).name == kept


def test_a_long_name_is_cut_before_its_ending():
    file = upload(image())
    file._name = "م" * 400 + ".pdf"
    name = read_paper(file).name
    assert len(name) == 150
    assert name.endswith(".pdf")
