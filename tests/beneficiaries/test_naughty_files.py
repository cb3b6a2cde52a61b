"""A corpus of naughty files against the form that receives papers: a sentence in Arabic and nothing left, or harmless."""

import io
import struct
import subprocess
import zipfile
import zlib

import pillow_heif
import pypdfium2
import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.roles import Role
from beneficiaries import apart
from beneficiaries.decoding.binding import bound
from beneficiaries.inspection import inspect
from beneficiaries.models import StoredFile, Thumbnail
from beneficiaries.papers import PaperField, paper_response, receive_paper
from tests import factories as make
from tests.intake.forms import ARABIC, nothing_is_saved, reason_beside, send
from tests.papers import heic, of_objects, pdf, photograph, tiff

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def archive(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name in names:
            file.writestr(name, b"MZ\x90\x00 a program")
    return stream.getvalue()


def in_objects(text: bytes) -> bytes:
    """A PDF whose catalogue's neighbour lies packed in an object stream."""
    data = zlib.compress(b"9 0 " + text)
    stream = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 280] >>"
    tree = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    return of_objects([b"<< /Type /Catalog /Pages 2 0 R >>", tree, page, stream % (len(data), data)])


def tiff_of(*entries: tuple[int, int, int, int], frames: int = 1) -> bytes:
    """A TIFF of nothing but directories, each leading to the next."""
    size = 2 + 12 * len(entries) + 4
    content = b"II*\x00" + struct.pack("<I", 8)
    for number in range(frames):
        following = 8 + (number + 1) * size if number + 1 < frames else 0
        content += struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *row) for row in entries)
        content += struct.pack("<I", following)
    return content


def grey(width: int, height: int) -> list[tuple[int, int, int, int]]:
    """The entries of a frame that claims this size, and whose only strip is the file's first byte."""
    return [
        *((256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1)),
        *((273, 4, 1, 0), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, 1)),
    ]


def tiff_that_bites_its_tail() -> bytes:
    """The second directory leads back to the first."""
    whole = bytearray(tiff_of(*grey(8, 8), frames=2))
    whole[-4:] = struct.pack("<I", 8)
    return bytes(whole)


def heic_that_claims(width: int, height: int) -> bytes:
    whole = bytearray(heic())
    place = whole.find(b"ispe")
    while place >= 0:
        whole[place + 8 : place + 16] = struct.pack(">II", width, height)
        place = whole.find(b"ispe", place + 4)
    return bytes(whole)


def jpeg_that_claims(width: int, height: int) -> bytes:
    whole = bytearray(photograph())
    place = whole.index(b"\xff\xc0")
    whole[place + 5 : place + 9] = struct.pack(">HH", height, width)
    return bytes(whole)


def png_that_is_a_bomb(side: int = 5_000) -> bytes:
    """Megabytes of one colour in a few kilobytes, of a size just within the limit."""
    return photograph("PNG", size=(side, side), mode="L", colour=0)


def heic_bomb() -> bytes:
    stream = io.BytesIO()
    pillow_heif.from_pillow(Image.new("L", (8_192, 8_192))).save(stream, quality=1)
    return stream.getvalue()


HTML = b"<!doctype html><script>alert(document.cookie)</script>"
SVG = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
ATTACHED = b"/Names << /EmbeddedFiles << /Names [(a.exe) 9 0 R] >> >>"
REFUSED = {
    "nothing": b"",
    "one byte": b"%",
    "an archive": archive("a.exe"),
    "a page of the web": HTML,
    "a drawing with a script": SVG,
    "a script": b"alert(1)//",
    "a program": b"\x7fELF" + bytes(64),
    "a sheet of calculation": archive("[Content_Types].xml", "xl/workbook.xml"),
    "a page of the web that begins like an image": b"\xff\xd8\xff\xe0" + HTML,
    "a drawing that begins like an image": b"\x89PNG\r\n\x1a\n" + SVG,
    "a gif that is a script": b"GIF89a/*" + photograph("GIF")[8:] + b"*/=1;alert(1)",
    "a film": b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + bytes(64),
    "a photograph cut short": photograph(size=(900, 900))[:900],
    "a photograph of a phone cut short": heic((200, 200))[:-60],
    "a scan cut short": tiff(compression="raw", size=(200, 200))[:4_000],
    "a jpeg that claims to be huge": jpeg_that_claims(65_000, 65_000),
    "a scan that claims to be huge": tiff_of(*grey(60_000, 60_000)),
    "a scan that claims more than numbers hold": tiff_of(*grey(2**32 - 1, 2**32 - 1)),
    "a scan whose pages are huge": tiff_of(*grey(7_000, 7_000), frames=2),
    "ten thousand pages in one scan": tiff_of(*grey(8, 8), frames=10_000),
    "thirty large pages in one scan": tiff_of(*grey(6_000, 6_000), frames=30),
    "a scan without a directory": b"II*\x00" + struct.pack("<I", 2**31),
    "a photograph of a phone that claims to be huge": heic_that_claims(60_000, 60_000),
    "a photograph of a phone that claims nothing": heic_that_claims(0, 0),
    "a photograph of a phone that unpacks to too much": heic_bomb(),
    "a hundred photographs of a phone in one file": heic((16, 16), pages=100),
    "a PDF with a script": pdf(extra=b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"),
    "a PDF that launches": pdf(extra=b"/OpenAction << /S /Launch /F (cmd.exe) >>"),
    "a PDF with a file in it": pdf(extra=ATTACHED),
    "a PDF with a script in an object stream": in_objects(b"<< /S /JavaScript /JS (x) >>"),
    "a PDF that launches in an object stream": in_objects(b"<< /S /Launch /F (cmd.exe) >>"),
    "a PDF with a file in an object stream": in_objects(b"<< /Type /EmbeddedFile >>"),
    "a PDF with a form of its own": pdf(extra=b"/AcroForm << /XFA 9 0 R >>"),
    "a PDF that opens another": pdf(extra=b"/OpenAction << /S /GoToR /F (//share/x.pdf) >>"),
    "a PDF with a password": pdf().replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 4 0 R"),
    "a PDF with an archive behind": pdf() + archive("a.exe") + bytes(4_000),
    "a PDF before which something stands": HTML + pdf(),
    "a PDF without pages": pdf(0),
    "a PDF of a thousand pages": pdf(1_000),
    "a PDF whose pages go round": of_objects(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"]
    ),
}


@pytest.fixture
def desk(sign_in):
    """A clerk before the form of a document."""
    clerk = make.make_user(Role.RECEPTION, username="reception")
    request = make.make_request("received", by=clerk)
    document = make.CaseFile(request).required_documents[0]
    return sign_in(clerk), reverse("request_document", args=[request.pk, document.pk])


@pytest.mark.slow
def test_every_naughty_file_is_refused_with_a_sentence_and_leaves_nothing(tmp_path):
    for name, content in REFUSED.items():
        with pytest.raises(ValidationError) as refusal:
            PaperField().clean([SimpleUploadedFile("هوية.pdf", content)])
        (sentence,) = refusal.value.messages
        assert ARABIC.search(sentence), name
        assert sentence.endswith("."), name
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["an archive", "a scan without a directory", "a PDF that launches"])
def test_a_form_with_a_naughty_file_comes_back_and_keeps_nothing_of_it(desk, tmp_path, name):
    client, path = desk
    with nothing_is_saved():
        response = send(client, path, number="4410", upload=SimpleUploadedFile("هوية.pdf", REFUSED[name]))
    assert reason_beside(response, "upload")
    assert list(tmp_path.iterdir()) == []


POLYGLOTS = {
    "a photograph with an archive behind it": photograph() + archive("a.exe"),
    "a photograph with a script behind it": photograph() + HTML,
    "a photograph with a script in a comment": photograph(comment=HTML),
    "a picture with a script behind it": photograph("PNG") + HTML,
    "a scan with a script behind it": tiff() + HTML,
    "a photograph of a phone with a script behind it": heic() + HTML,
}
NAMES = (
    "../../../etc/passwd",
    "..\\..\\windows\\system32\\x.exe",
    "a\x00.png",
    "\u202egnp.exe",
    "\u200f\u2066هوية\u2069.png",
    "ن" * 300 + ".png",
    "هوية.png...",
    "هوية.png.exe",
    "هوية.tar.gz",
    ".htaccess",
    "con.png",
    "\n\r\t",
    "<img src=x onerror=alert(1)>.png",
    "=cmd|' /C calc'!A0.png",
    "%2e%2e%2fx.png",
)


def test_what_hides_behind_an_image_is_not_kept():
    clerk, person = make.make_user(Role.RECEPTION, username="reception"), make.make_person()
    for name, content in POLYGLOTS.items():
        kept = make_received(person, clerk, content, "صورة.png")
        with default_storage.open(kept.key) as file:
            bytes_kept = file.read()
        assert b"<script" not in bytes_kept, name
        assert b"PK\x03\x04" not in bytes_kept, name
        assert kept.kind in ("jpeg", "png"), name


def test_no_name_leads_out_of_the_store_or_lies_about_what_the_file_is(tmp_path):
    clerk, person = make.make_user(Role.RECEPTION, username="reception"), make.make_person()
    turning = set(map(chr, [0, 10, 13, 0x200F, 0x202E, 0x2066, 0x2069]))
    for name in NAMES:
        kept = make_received(person, clerk, photograph("PNG"), name)
        assert kept.key.replace("-", "").replace("_", "").isalnum()
        assert not turning & set(kept.original_name), name
        assert 0 < len(kept.original_name) <= 150
        response = paper_response(kept)
        assert response["Content-Type"] == "image/png"
        shown = response["Content-Disposition"]
        assert shown.startswith("attachment")
        assert shown.rstrip('"').endswith(".png"), shown
        assert "/" not in shown.split("filename")[1]
        response.file_to_stream.close()
    keys = set(StoredFile.objects.values_list("key", flat=True)) | set(
        Thumbnail.objects.values_list("key", flat=True)
    )
    assert {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()} == {
        (tmp_path / "files" / key).relative_to(tmp_path) for key in keys
    }


def make_received(person, clerk, content: bytes, name: str) -> StoredFile:
    from_browser = SimpleUploadedFile("x", content)
    # Django already shortens what a browser calls a file; other ways in may not.
    from_browser._name = name
    return receive_paper(from_browser, beneficiary=person, by=clerk, reason="x")


def test_a_scan_that_bites_its_tail_ends_after_its_two_pages():
    kind, content = inspect(tiff_that_bites_its_tail())
    with pypdfium2.PdfDocument(content) as document:
        assert (kind, len(document)) == ("pdf", 2)


@pytest.mark.slow
def test_a_large_honest_image_is_still_drawn():
    clerk, person = make.make_user(Role.RECEPTION, username="reception"), make.make_person()
    for content in (png_that_is_a_bomb(), tiff(255, mode="L", size=(5_000, 5_000))):
        kept = make_received(person, clerk, content, "صورة")
        assert kept.thumbnail.width == kept.thumbnail.height == 240


@pytest.mark.parametrize("program", ["leaves", "frames"])
def test_a_decoder_that_dies_or_hangs_is_a_refusal_and_no_fault(monkeypatch, desk, program):
    client, path = desk
    content = pdf() if program == "leaves" else tiff()
    for way_out in ("import os; os.kill(os.getpid(), 11)", "import time; time.sleep(5)", "print('?')"):
        ran = subprocess.run
        monkeypatch.setattr(apart, "PATIENCE", 0.3)
        monkeypatch.setattr(
            apart.subprocess,
            "run",
            lambda command, way_out=way_out, ran=ran, **how: ran([command[0], "-c", way_out], **how),
        )
        with nothing_is_saved():
            reason_beside(send(client, path, number="1", upload=SimpleUploadedFile("a", content)), "upload")
        monkeypatch.undo()


def test_a_decoder_has_little_memory_and_no_way_to_write_files():
    limits = "from beneficiaries.decoding import program as p; import resource as r; p._stay_small();"
    command = [
        apart.sys.executable,
        "-c",
        f"{limits} print(r.getrlimit(r.RLIMIT_AS)[0], r.getrlimit(r.RLIMIT_FSIZE)[0])",
    ]
    said = subprocess.run(command, capture_output=True, check=True, text=True, cwd=settings.BASE_DIR)
    assert said.stdout.split() == [str(1536 * 1024 * 1024), "0"]


def test_pages_that_the_portal_bound_open_everywhere():
    pages = [Image.new(mode, (30, 40)) for mode in ("1", "L", "RGB")]
    with pypdfium2.PdfDocument(bound(pages)) as document:
        assert [round(page.get_height()) for page in document] == [842] * 3
