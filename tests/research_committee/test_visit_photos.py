"""Pictures of a visit: never without consent, without what the camera knows, and for nobody but the study's readers."""

import io
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.roles import Role
from audit.models import ReadLog
from audit.refusals import NotPermitted, Refused
from audit.verification import findings
from audit.writing import write
from beneficiaries.duplicates.merging import approve_merge, propose_merge
from beneficiaries.models import StoredFile
from beneficiaries.papers import open_paper, read_paper, receive_paper
from intake.models import SupportRequest
from intake.side_paths import return_request
from research_committee.models import VisitPhoto
from research_committee.models.visits import MOST_PHOTOS
from research_committee.sessions import add_item
from research_committee.visits.rules import reason_no_more_photos
from research_committee.voting import recuse
from tests import factories as make
from tests.duplicates import file_of
from tests.papers import SECRET, pdf, upload

from . import factories as committee
from .visiting import photo, snapshot, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    return visit(make.make_request("referred"))


def refused(act, *given, **named) -> Refused:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act(*given, **named)
    return refusal.value


def opened(user, name: str, *args):
    """What somebody finds at an address, looked at to its end."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(reverse(name, args=args))
    if response.streaming:
        response.getvalue()
    return response


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("consent_given", {"consent_given": "none"}),
        ("consent_given", {"consent_given": ""}),
        ("consent_by", {"consent_by": "-"}),
        ("consent_by", {"consent_by": "لا يوجد"}),
        ("caption", {"caption": "."}),
        ("picture", {"upload": upload(pdf(), "paper.pdf")}),
    ],
)
def test_no_picture_without_who_consented_and_what_it_shows(held, field, given):
    refusal = refused(photo, held, **given)
    assert refusal.by_field[0][0] == field
    if field == "consent_given":
        assert "بلا موافقة" in str(refusal)
    assert not VisitPhoto.objects.exists()


def test_the_database_keeps_no_picture_without_consent(held):
    photo(held)
    for change in ("consent_by = ''", "consent_given = 'none'", "caption = 'x'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE research_committee_visitphoto SET {change}")


def test_what_the_camera_wrote_is_gone(held):
    taken = snapshot()
    assert b"Exif" in taken.read()
    kept = photo(held, upload=taken).file
    with open_paper(kept) as content:
        data = content.read()
    assert SECRET.encode() not in data
    assert not Image.open(io.BytesIO(data)).getexif()
    assert kept.original_name == "visit"
    assert kept.beneficiary_id == held.support_request.beneficiary_id
    assert kept.thumbnail.width


def test_ten_pictures_are_enough(held):
    for _number in range(MOST_PHOTOS):
        photo(held)
    assert reason_no_more_photos(held)
    assert refused(photo, held)
    by, person = held.researcher, held.support_request.beneficiary
    one_more = receive_paper(read_paper(snapshot()), beneficiary=person, by=by, reason="x")
    row = {
        "visit": held,
        "file": one_more,
        "caption": "المطبخ",
        "consent_by": "الأم",
        "consent_given": "spoken",
    }
    with pytest.raises(IntegrityError, match="ten_pictures"), transaction.atomic():
        write_row(by, **row)


def write_row(by, **values):
    return write(VisitPhoto(**values), by=by, reason="x")


def test_a_picture_of_another_person_or_a_paper_is_no_picture_of_the_visit(held):
    by = held.researcher
    row = {"visit": held, "caption": "المطبخ", "consent_by": "الأم", "consent_given": "spoken"}
    strangers = receive_paper(read_paper(snapshot()), beneficiary=file_of(), by=by, reason="x")
    paper = read_paper(upload(pdf(), "a.pdf"))
    own = receive_paper(paper, beneficiary=held.support_request.beneficiary, by=by, reason="x")
    for file in (strangers, own):
        with pytest.raises(IntegrityError, match="photograph_of_that_persons"), transaction.atomic():
            write_row(by, file=file, **row)


def test_pictures_come_only_while_the_study_is_under_way(held):
    return_request(held.support_request, reason="ناقص مستند", by=held.researcher)
    assert refused(photo, held)
    with pytest.raises(NotPermitted):
        photo(held, by=make.make_user(Role.RESEARCHER))


# Who is given it ------------------------------------------------------------------------------------------------------


def test_readers_of_the_study_get_the_picture_and_leave_their_row(held):
    one = photo(held)
    for user in (held.researcher, make.make_user(Role.EXECUTIVE)):
        before = ReadLog.objects.count()
        response = opened(user, "photo_file", one.pk)
        assert response.status_code == 200
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Cache-Control"] == "no-store, private"
        row = ReadLog.objects.last()
        assert ReadLog.objects.count() == before + 1
        assert (row.action, row.about_request) == ("download", held.support_request_id)
        assert opened(user, "photo_thumbnail", one.pk).status_code == 200


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.DELIVERY, Role.RESEARCHER, Role.COMMITTEE])
def test_nobody_else_is_given_it_by_any_address(held, role):
    one, user = photo(held), make.make_user(role, branch=make.make_branch())
    request = held.support_request_id
    for name, args in (
        ("photo_file", [one.pk]),
        ("photo_thumbnail", [one.pk]),
        ("request_visits", [request]),
        ("request_file", [request, one.file_id]),
        ("request_thumbnail", [request, one.file_id]),
    ):
        assert opened(user, name, *args).status_code == 404, name


def test_the_pages_of_files_do_not_know_it_not_even_for_who_may_read_it(held):
    one = photo(held)
    for user in (held.researcher, make.make_user(Role.RECEPTION, username="reception")):
        for name in ("request_file", "request_thumbnail"):
            assert opened(user, name, held.support_request_id, one.file_id).status_code == 404
    assert StoredFile.objects.filter(pk=one.file_id).exists()


def test_who_is_recused_no_longer_sees_the_home():
    request = make.make_request("referred", referred_days_ago=20)
    seats, one = committee.make_committee(), photo(visit(request))
    committee.submit_report(request, by=request.researcher, **committee.study())
    item = add_item(
        committee.make_session(seats), SupportRequest.objects.get(pk=request.pk), by=seats.secretary
    )
    member = seats.members[0]
    addresses = ("photo_file", one.pk), ("request_visits", request.pk)
    assert [opened(member, *address).status_code for address in addresses] == [200, 200]
    recuse(item, member=member, reason="قرابة من الدرجة الأولى", by=member)
    assert [opened(member, *address).status_code for address in addresses] == [404, 404]


def test_pictures_go_along_when_the_files_of_a_person_are_merged(held):
    one, clerk = photo(held), make.make_user(Role.RECEPTION, username="reception")
    kept = file_of()
    merge = propose_merge(kept, held.support_request.beneficiary, taken_over=[], because="شخص واحد", by=clerk)
    approve_merge(merge, by=make.make_user(Role.EXECUTIVE))
    now = VisitPhoto.objects.get(pk=one.pk)
    assert now.file.beneficiary == kept == now.visit.support_request.beneficiary
    assert opened(held.researcher, "photo_file", one.pk).status_code == 200
    assert list(findings()) == []


def test_a_picture_in_full_keeps_the_name_of_nobody(held):
    paper = replace(read_paper(snapshot("صورة بيت سارة.jpg")))
    assert photo(held, picture=paper).file.original_name == "visit"
