"""A small picture of each paper stands beside its link: drawn by the portal, and open to whom the paper is open."""

import io

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.roles import Role
from audit.models import ReadLog
from beneficiaries.models import PersonDocument, Thumbnail
from beneficiaries.papers import receive_paper
from beneficiaries.thumbnails import SIDE
from jobs.models import Job
from jobs.worker import run_next
from tests import factories as make
from tests.matrix.world import status_of
from tests.papers import check_first_document, of_objects, pdf, photograph, upload
from tests.walks.page import Page

pytestmark = pytest.mark.django_db


def received(content: bytes):
    clerk = make.make_user(Role.RECEPTION, username="reception")
    return receive_paper(upload(content), beneficiary=make.make_person(), by=clerk, reason="x")


def picture_of(stored) -> Image.Image:
    with default_storage.open(Thumbnail.objects.get(file=stored).key) as kept:
        content = kept.read()
    assert len(content) < 20_000
    return Image.open(io.BytesIO(content), formats=["JPEG"])


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (photograph(size=(1200, 600), colour="red"), (SIDE, SIDE // 2)),
        (photograph("PNG", size=(600, 1200), mode="1", colour=1), (SIDE // 2, SIDE)),
        (photograph("PNG", size=(50, 40), mode="RGBA"), (50, 40)),
    ],
    ids=["photograph", "black and white", "small and transparent"],
)
def test_an_image_has_its_picture_at_once(content, size):
    stored = received(content)
    assert picture_of(stored).size == size == (stored.thumbnail.width, stored.thumbnail.height)
    assert not Job.objects.exists()


def test_a_pdf_has_its_picture_when_a_worker_has_drawn_it():
    stored = received(pdf(2, size=(600, 800)))
    assert not Thumbnail.objects.exists()
    run_next()
    assert Job.objects.get().done_at is not None
    assert picture_of(stored).size == (SIDE * 3 // 4, SIDE)


def test_a_pdf_that_cannot_be_drawn_stands_without_a_picture():
    spoilt = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1 9999999] >>",
    ]
    stored = received(of_objects(spoilt))
    run_next()
    assert Job.objects.get().done_at is not None
    assert Thumbnail.objects.filter(file=stored).count() <= 1


def pictures_on(client, url: str) -> list[dict]:
    page = Page(client.get(url))
    return [
        element.attributes
        for element in page.elements
        if element.tag == "img" and "papers__thumbnail" in element.classes
    ]


def test_the_request_and_the_person_show_the_picture_inside_the_link_to_the_paper(sign_in):
    clerk = make.make_user(Role.RECEPTION, username="reception")
    request = make.make_request("verified", by=clerk)
    client = sign_in(clerk)
    kept = PersonDocument.objects.current().filter(beneficiary=request.beneficiary).first()
    for url, picture in (
        (
            reverse("request_detail", args=[request.pk]),
            reverse("request_thumbnail", args=[request.pk, kept.file_id]),
        ),
        (
            reverse("person_detail", args=[request.beneficiary_id]),
            reverse("document_thumbnail", args=[kept.pk]),
        ),
    ):
        shown = {picture["src"]: picture for picture in pictures_on(client, url)}
        assert shown[picture]["loading"] == "lazy"
        assert (shown[picture]["width"], shown[picture]["height"]) == ("40", "40")
        assert shown[picture]["alt"] == ""
        response = client.get(picture)
        assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
        assert "Content-Disposition" not in response or response["Content-Disposition"].startswith("inline")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "no-store" in response["Cache-Control"]
        assert b"".join(response.streaming_content).startswith(b"\xff\xd8\xff")


def test_a_paper_without_a_picture_shows_its_link_alone(sign_in):
    clerk = make.make_user(Role.RECEPTION, username="reception")
    request = make.make_request("received", by=clerk)
    check = check_first_document(request, clerk, upload(pdf()))
    client, url = sign_in(clerk), reverse("request_detail", args=[request.pk])
    assert pictures_on(client, url) == []
    assert reverse("request_file", args=[request.pk, check.file_id]) in client.get(url).text
    picture = reverse("request_thumbnail", args=[request.pk, check.file_id])
    assert client.get(picture).status_code == 404


def test_pictures_belong_to_the_look_at_their_page_and_one_fetched_alone_leaves_its_own_row(sign_in):
    clerk = make.make_user(Role.RECEPTION, username="reception")
    request = make.make_request("verified", by=clerk)
    picture = reverse("request_thumbnail", args=[request.pk, request.verifications.first().file_id])
    client = sign_in(clerk)
    assert status_of(client.get(picture)) == 200
    row = ReadLog.objects.get(model="beneficiaries.storedfile")
    assert (row.user, row.action, row.about_person) == (clerk, "view", request.beneficiary_id)
    other = sign_in(make.make_user(Role.EXECUTIVE), fresh=True)
    other.get(reverse("request_detail", args=[request.pk]))
    before = ReadLog.objects.count()
    assert status_of(other.get(picture)) == 200
    assert ReadLog.objects.count() == before
    assert row.at <= timezone.now()


def test_a_stranger_finds_no_picture(sign_in):
    request = make.make_request("verified")
    picture = reverse("request_thumbnail", args=[request.pk, request.verifications.first().file_id])
    assert sign_in(make.make_user(Role.DELIVERY)).get(picture).status_code == 404
    assert ReadLog.objects.filter(model="beneficiaries.storedfile").count() == 0
