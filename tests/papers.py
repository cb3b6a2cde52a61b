"""Files as scanners and phones send them, with what they like to hide."""

import io

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, TiffImagePlugin

from intake.case_file import CaseFile
from intake.documents import record_document
from tests.factories import document_facts

# Where a photograph was taken, as phones write it: 21°16'12"N 40°25'01"E, near Taif.
LATITUDE, LONGITUDE = (21.0, 16.0, 12.0), (40.0, 25.0, 1.0)
SECRET = "SECRET place"


def upload(content: bytes, name: str = "paper.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def pdf(pages: int = 1, *, extra: bytes = b"", size: tuple[int, int] = (200, 280), image=None) -> bytes:
    """A PDF as a program writes it, with a table of its objects; `extra` goes into the catalogue."""
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % extra,
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, kids),
    ]
    drawing = b"<< /Length 31 >>\nstream\n0.1 0.4 0.3 rg 20 20 90 200 re f\nendstream"
    for _number in range(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R >>" % (*size, pages + 3)
        )
    return of_objects([*objects, drawing])


def of_objects(objects: list[bytes]) -> bytes:
    body, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + tail


def photograph(kind: str = "JPEG", size=(60, 30), mode: str = "RGB", colour=None, **saved) -> bytes:
    stream = io.BytesIO()
    image = Image.new(mode, size, **({"color": colour} if colour is not None else {}))
    image.save(stream, kind, **saved)
    return stream.getvalue()


def with_a_place(turned: int = 1) -> Image.Exif:
    """What a phone writes beside the pixels: where it was, and how it was held."""
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = SECRET, turned
    exif.get_ifd(0x8825).update({1: "N", 2: LATITUDE, 3: "E", 4: LONGITUDE})
    return exif


def heic(size=(64, 48), pages: int = 1, colour="navy", **saved) -> bytes:
    file = pillow_heif.from_pillow(Image.new("RGB", size, colour))
    for _number in range(pages - 1):
        file.add_from_pillow(Image.new("RGB", size, colour))
    stream = io.BytesIO()
    file.save(stream, quality=50, **saved)
    return stream.getvalue()


def tiff(*colours, size=(60, 30), mode: str = "RGB", compression: str = "tiff_lzw", **saved) -> bytes:
    first, *others = (Image.new(mode, size, colour) for colour in colours or ("white",))
    stream = io.BytesIO()
    first.save(stream, "TIFF", save_all=True, append_images=others, compression=compression, **saved)
    return stream.getvalue()


def tiff_with_a_place() -> bytes:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[270], tags[700] = SECRET, b"<x:xmpmeta>SECRET place</x:xmpmeta>"
    tags.tagtype[700] = 1
    exif = with_a_place()
    for tag, value in tags.items():
        exif[tag] = value
    return tiff(exif=exif)


def check_first_document(support_request, by, upload):
    """The first required document of a request, recorded with this copy."""
    document = CaseFile(support_request).required_documents[0]
    facts = document_facts(document) | {"upload": upload}
    return record_document(support_request, document=document, by=by, **facts)
