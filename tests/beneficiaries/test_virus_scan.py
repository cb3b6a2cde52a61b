"""With a virus scanner set up: what it finds is refused, and while it is away papers wait, closed, and none is lost."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import system_user
from accounts.roles import Role
from audit.models import ReadLog
from audit.refusals import Refused
from audit.verification import findings
from audit.writing import write
from beneficiaries import clamd as client_side
from beneficiaries.models import ScanState, StoredFile, Thumbnail, VirusScan
from beneficiaries.papers import PaperField, StaysClosed, paper_response, read_paper, receive_paper
from beneficiaries.virus_scan import reason_closed
from jobs.models import Job
from jobs.worker import run_next
from tests import factories as make
from tests.clamd import VIRUS, clamd
from tests.matrix.world import status_of
from tests.papers import check_first_document, pdf, photograph, upload

pytestmark = pytest.mark.django_db
NOBODY_LISTENS = "127.0.0.1:9"
INFECTED_PDF = pdf(extra=b"/Note (" + VIRUS + b")")
WAITS = "This file waits for the virus scan. It opens by itself once the scan has found it clean."
STAYS = "The virus scan found something harmful in this file. It stays closed; ask for another copy."


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(client_side, "CONNECT_SECONDS", 0.3)
    monkeypatch.setattr(client_side, "SCAN_SECONDS", 0.3)


def received(content: bytes) -> StoredFile:
    clerk = make.make_user(Role.RECEPTION, username="reception")
    return receive_paper(upload(content), beneficiary=make.make_person(by=clerk), by=clerk, reason="x")


def state_of(stored) -> str:
    return VirusScan.objects.get(file=stored).state


def work_until(moment) -> None:
    """A worker does all that is due at that moment."""
    with time_machine.travel(moment, tick=True):
        while run_next() is not None:
            pass


def test_without_a_scanner_nothing_is_asked_and_nothing_waits():
    stored = received(photograph())
    assert not VirusScan.objects.exists()
    assert reason_closed(stored) is None


def test_a_clean_paper_is_kept_with_what_the_scanner_said(settings, tmp_path):
    for path in ("", str(tmp_path / "clamd.sock")):
        with clamd(path=path) as server:
            settings.RIFADA_CLAMAV = server.place
            stored = received(photograph())
            with default_storage.open(stored.key) as kept:
                assert server.scanned == [kept.read()]
        assert state_of(stored) == ScanState.CLEAN
        assert reason_closed(stored) is None
        assert stored.thumbnail.width == 60


def test_a_large_paper_arrives_at_the_scanner_whole(settings):
    content = pdf(extra=b"/Note (" + b"x" * 900_000 + b")")
    with clamd() as server:
        settings.RIFADA_CLAMAV = server.place
        assert read_paper(upload(content)).scan == ScanState.CLEAN
    assert server.scanned == [content]


def test_a_virus_is_refused_beside_the_field_and_nothing_is_kept(settings):
    with clamd() as server:
        settings.RIFADA_CLAMAV = server.place
        with pytest.raises(Refused) as refusal:
            received(INFECTED_PDF)
        with pytest.raises(Exception, match="الفحص|الفيروسات"):
            PaperField().clean([upload(INFECTED_PDF)])
    assert str(refusal.value) == _("The virus scan found something harmful in this file. It was not kept.")
    assert not StoredFile.objects.exists()
    assert not default_storage.exists("") or default_storage.listdir("")[1] == []


@pytest.mark.parametrize("manner", ["down", "hangs up", "slow", "garbage", "too large", "endless"])
def test_when_the_scanner_has_a_bad_day_a_paper_waits_closed_and_opens_when_it_is_found_clean(
    settings, sign_in, manner
):
    clerk = make.make_user(Role.RECEPTION, username="reception")
    request = make.make_request("received", by=clerk)
    with clamd(manner) as server:
        settings.RIFADA_CLAMAV = NOBODY_LISTENS if manner == "down" else server.place
        check = check_first_document(request, clerk, upload(photograph()))
        stored = check.file
        assert state_of(stored) == ScanState.WAITING
        work_until(timezone.now() + timedelta(minutes=2))
        assert state_of(stored) == ScanState.WAITING

    client, url = sign_in(clerk), reverse("request_file", args=[request.pk, stored.pk])
    response = client.get(url)
    assert response.status_code == 409
    assert _(WAITS) in response.text
    assert not ReadLog.objects.filter(model="beneficiaries.storedfile").exists()
    assert not Thumbnail.objects.exists()
    with pytest.raises(StaysClosed):
        paper_response(stored)
    for name, pk in (("request_detail", request.pk), ("person_detail", request.beneficiary_id)):
        assert str(ScanState.WAITING.label) in client.get(reverse(name, args=[pk])).text

    with clamd() as server:
        settings.RIFADA_CLAMAV = server.place
        work_until(timezone.now() + timedelta(minutes=10))
    assert state_of(stored) == ScanState.CLEAN
    assert status_of(client.get(url)) == 200
    assert Thumbnail.objects.filter(file=stored).exists()
    assert list(findings()) == []


def test_a_scanner_that_stays_away_for_days_is_asked_later_and_later_and_no_paper_is_forgotten(settings):
    settings.RIFADA_CLAMAV = NOBODY_LISTENS
    stored, moment, pauses = received(photograph()), timezone.now(), []
    for _attempt in range(9):
        due = Job.objects.unfinished().get().not_before
        pauses.append((due - moment).total_seconds() / 60)
        moment = due + timedelta(seconds=1)
        work_until(moment)
    assert [round(pause) for pause in pauses] == [1, 2, 4, 8, 16, 30, 30, 30, 30]
    assert not Job.objects.filter(failed_at__isnull=False).exists()
    with clamd() as server:
        settings.RIFADA_CLAMAV = server.place
        work_until(moment + timedelta(hours=1))
    assert state_of(stored) == ScanState.CLEAN


def test_a_virus_that_is_found_later_keeps_the_paper_closed_for_good(settings, sign_in):
    settings.RIFADA_CLAMAV = NOBODY_LISTENS
    stored = received(INFECTED_PDF)
    with clamd() as server:
        settings.RIFADA_CLAMAV = server.place
        work_until(timezone.now() + timedelta(minutes=2))
    scan = VirusScan.objects.get(file=stored)
    assert (scan.state, scan.found) == (ScanState.INFECTED, "Test.Virus-1")
    with pytest.raises(StaysClosed) as closed:
        paper_response(stored)
    assert str(closed.value) == _(STAYS)
    assert not Job.objects.unfinished().exists()
    listed = sign_in(make.make_user(Role.AUDITOR)).get(
        "/admin/beneficiaries/virusscan/?state__exact=infected"
    )
    assert "Test.Virus-1" in listed.text


def test_what_the_scanner_said_is_never_taken_back():
    by, stored = system_user(), received(photograph())
    scan = VirusScan(file=stored, state="infected", found="X", scanned_at=timezone.now())
    write(scan, by=by, reason="x")
    scan.state, scan.found = ScanState.CLEAN, ""
    with pytest.raises(IntegrityError, match="not_taken_back"), transaction.atomic():
        write(scan, by=by, reason="x")
