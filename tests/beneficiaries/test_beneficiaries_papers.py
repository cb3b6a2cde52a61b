"""A received paper stays as it was, leaves nothing behind when undone, and is only ever a download."""

import hashlib
from contextlib import suppress

import pytest
from django import forms
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import RequestFactory
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from audit.refusals import Refused
from audit.writing import one_transaction, write
from beneficiaries.models import StoredFile, Thumbnail
from beneficiaries.papers import PaperField, open_paper, paper_response, receive_paper
from beneficiaries.verification import findings
from tests import papers
from tests.factories import make_person, make_user, paper

PDF = papers.pdf()


def stored_names() -> list[str]:
    return default_storage.listdir("")[1] if default_storage.exists("") else []


@pytest.mark.django_db
def test_a_received_paper_is_stored_under_a_random_name_with_its_digest():
    person, clerk = make_person(), make_user("reception")
    stored = receive_paper(paper("بطاقة.png"), beneficiary=person, by=clerk, reason="Document received")
    with open_paper(stored) as file:
        content = file.read()
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert stored.size == len(content)
    assert (stored.original_name, stored.kind) == ("بطاقة.png", "png")
    assert set(stored_names()) == {stored.key, stored.thumbnail.key}
    assert stored.history.get().history_user == clerk


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_a_paper_stays_after_the_commit_and_goes_with_a_rollback():
    person, clerk = make_person(), make_user("reception")
    kept = receive_paper(paper(), beneficiary=person, by=clerk, reason="Document received")
    with suppress(Refused), one_transaction():
        receive_paper(paper(colour="black"), beneficiary=person, by=clerk, reason="Document received")
        raise Refused("A later rule says no.")
    assert set(stored_names()) == {kept.key, kept.thumbnail.key}
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db
def test_no_file_is_left_when_the_row_cannot_be_written(monkeypatch):
    def disk_full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    person, clerk = make_person(), make_user("reception")
    monkeypatch.setattr("beneficiaries.papers.write", disk_full)
    with pytest.raises(OSError, match="No space"), transaction.atomic():
        receive_paper(paper(), beneficiary=person, by=clerk, reason="Document received")
    assert stored_names() == []


@pytest.mark.django_db
def test_a_stored_paper_is_never_changed():
    stored = receive_paper(
        paper(), beneficiary=make_person(), by=make_user("reception"), reason="Document received"
    )
    stored.original_name = "other.png"
    with pytest.raises(Refused):
        write(stored, by=make_user("reception"), reason="Changed")


@pytest.mark.django_db
def test_a_paper_is_only_ever_a_download():
    stored = receive_paper(
        paper("صورة.html"), beneficiary=make_person(), by=make_user("reception"), reason="Document received"
    )
    assert Thumbnail.objects.get().file == stored
    response = paper_response(stored)
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["Content-Disposition"].endswith(".html.png")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in response["Cache-Control"]
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")
    response.close()


@pytest.mark.django_db
def test_a_changed_or_lost_paper_is_named_by_the_verification():
    person, clerk = make_person(), make_user("reception")
    changed, lost, whole = [
        receive_paper(paper(), beneficiary=person, by=clerk, reason="Document received")
        for _number in range(3)
    ]
    with open(default_storage.path(changed.key), "ab") as file:
        file.write(b"x")
    default_storage.delete(lost.key)
    changed_one = gettext("File %(id)s is not the one that was received.") % {"id": changed.pk}
    lost_one = gettext("File %(id)s is no longer there.") % {"id": lost.pk}
    assert list(findings()) == [changed_one, lost_one]
    assert whole.pk not in (changed.pk, lost.pk)


class ScanForm(forms.Form):
    note = forms.CharField()
    scan = PaperField(label="Scan")


def posted(content: bytes, **data) -> ScanForm:
    request = RequestFactory().post("/", {"scan": SimpleUploadedFile("scan.pdf", content), **data})
    return ScanForm(request.POST, request.FILES)


def test_a_form_gives_the_inspected_paper():
    form = posted(PDF, note="x")
    assert form.is_valid()
    assert form.cleaned_data["scan"].kind == "pdf"


def test_a_form_says_the_same_sentence_beside_the_field():
    assert posted(b"hello", note="x").errors == {
        "scan": [
            _(
                "Only PDF, JPEG, PNG, HEIC and TIFF files are accepted; the content of this file is none of them."
            )
        ]
    }
    assert posted(b"", note="x").errors == {"scan": [_("The file is empty.")]}


def test_a_form_that_comes_back_says_that_the_file_must_be_chosen_again():
    form = posted(PDF, note="")
    assert not form.is_valid()
    assert (
        _("The form came back, so the browser let go of the file. Choose it again.") in form["scan"].help_text
    )
