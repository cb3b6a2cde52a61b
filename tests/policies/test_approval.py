"""The board, and nobody else, puts a version in force; what it approved never changes."""

from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User, system_user
from accounts.staff import set_roles
from audit.models import AuditEntry
from audit.refusals import NotPermitted, Refused
from audit.writing import remove, write
from policies.approval import approve_version, submit_to_board, take_back_version, withdraw_version
from policies.drafting import copy_version
from policies.models import PolicyVersion, VersionLife

from .conftest import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def approve(draft, staff, approval_facts):
    """Approves the draft as the board, with some facts filled in differently."""

    def approved(version=draft, by=None, **changes):
        return approve_version(version, by=by or staff("board"), **{**approval_facts, **changes})

    return approved


def test_the_board_approves_a_draft_and_it_comes_into_force(approve):
    version = approve()
    assert version.life_on(date(2025, 6, 30)) == VersionLife.APPROVED
    assert version.life_on(date(2025, 7, 1)) == VersionLife.IN_FORCE
    assert PolicyVersion.objects.in_force() == version
    assert version.approved_hijri == "1447-01-01"
    assert version.approved_on == date(2025, 6, 26)
    assert version.printed_hijri == "1/1/1447هـ"
    assert version.approved_by.username == "board"
    assert version.content_digest == PolicyVersion.objects.get().compute_digest()


def test_an_approval_is_one_change_with_its_actor_in_the_history(approve):
    version = approve()
    newest = version.history.latest()
    assert newest.history_user.username == "board"
    assert newest.history_change_reason == "Approved by the board"
    assert AuditEntry.objects.filter(model="policies.policyversion").count() == 2


@pytest.mark.parametrize("role", ["administrator", "executive", "reception", "auditor"])
def test_no_other_role_approves(approve, staff, role):
    with pytest.raises(NotPermitted, match="Only a member of the board"):
        approve(by=staff(role))
    assert PolicyVersion.objects.in_force() is None


def test_a_superuser_without_the_role_does_not_approve(approve, db):
    superuser = User.objects.create_superuser("root", "a long password", full_name="root")
    with pytest.raises(NotPermitted, match="Only a member of the board"):
        approve(by=superuser)


def test_the_author_of_a_version_does_not_approve_it(approve, staff, draft):
    author = staff("administrator", username="author")
    written = copy_version(draft, by=author)
    set_roles(author, ["board"], by=system_user())
    author = User.objects.get(pk=author.pk)
    with pytest.raises(Refused, match="You wrote or changed this version"):
        approve(written, by=author)
    assert approve(written).is_approved


def test_whoever_changed_a_part_does_not_approve_it(approve, staff, draft):
    author = staff("administrator", username="author")
    channel = draft.channels.first()
    channel.label_en = "Meeting"
    write(channel, by=author, reason="Draft edited in the administration")
    set_roles(author, ["board"], by=system_user())
    with pytest.raises(Refused, match="You wrote or changed this version"):
        approve(by=User.objects.get(pk=author.pk))


@pytest.mark.parametrize(
    ("field", "printed", "sentence"),
    [
        ("printed_hijri", "30/5/1446", "Jumada I 1446 has 29 days; day 30 does not exist."),
        ("printed_hijri", "10/20/1446", "Month 20 does not exist"),
        ("printed_hijri", "14/10/2024", "is a Gregorian year"),
        ("printed_gregorian", "31/2/2025", "February 2025 has 28 days"),
        ("printed_gregorian", "14/80/2024", "Month 80 does not exist"),
        ("printed_gregorian", "soon", "Write the date as day/month/year"),
    ],
)
def test_an_impossible_date_is_refused_at_its_field(approve, field, printed, sentence):
    with pytest.raises(Refused, match=sentence) as refused:
        approve(**{field: printed})
    assert [name for name, _reason in refused.value.problems] == [field]
    assert PolicyVersion.objects.in_force() is None


def test_two_impossible_dates_are_both_refused(approve):
    with pytest.raises(Refused) as refused:
        approve(printed_hijri="10/20/1446", printed_gregorian="14/80/2024")
    assert [name for name, _reason in refused.value.problems] == ["printed_hijri", "printed_gregorian"]


def test_digits_of_any_script_are_read(approve):
    version = approve(printed_hijri="١/١/١٤٤٧هـ", printed_gregorian="۲۶/۶/۲۰۲۵")
    assert version.approved_on == date(2025, 6, 26)
    assert version.printed_hijri == "١/١/١٤٤٧هـ"


def test_dates_that_disagree_are_shown_with_both_conversions(approve):
    with pytest.raises(Refused) as refused:
        approve(printed_hijri="29/2/1441", printed_gregorian="18/9/2019")
    assert refused.value.problems == [
        (
            "as_printed_reason",
            "The two dates disagree: 29/2/1441 AH is 28/10/2019 CE, and 18/9/2019 CE is 19/1/1441 AH.",
        )
    ]


def test_dates_that_disagree_are_kept_as_printed_with_a_reason(approve):
    version = approve(
        printed_hijri="29/2/1441",
        printed_gregorian="18/9/2019",
        effective_on=date(2019, 10, 28),
        as_printed_reason="هكذا طُبع المحضر.",
    )
    assert version.approval_dates_disagree
    assert (version.approved_hijri, version.approved_on) == ("1441-02-29", date(2019, 9, 18))
    assert version.dates_remark_ar == "هكذا طُبع المحضر."


def test_another_title_in_the_approval_needs_a_remark(approve):
    with pytest.raises(Refused, match="The approved title is not the title of the document"):
        approve(approved_title="سياسة خدمة المستفيدين")
    version = approve(approved_title="سياسة خدمة المستفيدين", title_remark="سُمّيت كذلك في المحضر.")
    assert version.approved_title_ar == "سياسة خدمة المستفيدين"


def test_another_spelling_of_the_title_is_also_remarked(approve):
    with pytest.raises(Refused, match="is spelled differently"):
        approve(approved_title="سياسه تنظيم العلاقة مع المستفيدين")


def test_the_documents_own_title_needs_no_remark(approve):
    assert approve(approved_title="سياسة  تنظيم العلاقة مع المستفيدين ").is_approved


def test_an_approval_does_not_lie_in_the_future(approve):
    with pytest.raises(Refused, match="lies in the future"):
        approve(printed_hijri="1/1/1490", printed_gregorian="26/2/2067", effective_on=date(2067, 3, 1))


def test_a_version_is_not_in_force_before_its_approval(approve):
    with pytest.raises(Refused, match="cannot be in force before its approval") as refused:
        approve(effective_on=date(2025, 6, 25))
    assert refused.value.problems[0][0] == "effective_on"


def test_a_version_is_approved_once(approve):
    approve()
    with pytest.raises(Refused, match="already approved"):
        approve()


def test_an_older_version_is_not_approved_after_a_newer_one(approve, draft, staff):
    newer = copy_version(draft, by=staff("administrator"))
    approve(newer)
    with pytest.raises(Refused, match="Version 2, which is newer, is already approved"):
        approve(draft)


def test_a_version_does_not_come_into_force_before_the_one_it_supersedes(approve, draft, staff):
    approve(draft)
    newer = copy_version(draft, by=staff("administrator"))
    with pytest.raises(Refused, match="Version 1 is in force from"):
        approve(newer, effective_on=date(2025, 6, 30))


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("channels", "names no channel"),
        ("service_types", "names no service type"),
        ("steps", "does not describe all seven steps"),
    ],
)
def test_a_version_that_cannot_carry_a_request_is_not_approved(approve, draft, staff, part, sentence):
    for row in getattr(draft, part).all():
        remove(row, by=staff("administrator"), reason="Draft edited in the administration")
    with pytest.raises(Refused, match=sentence):
        approve()


@pytest.mark.parametrize("changed", ["version", "part"])
def test_the_board_approves_only_what_it_read(approve, draft, staff, changed):
    seen = draft.content_now()
    if changed == "version":
        draft.appeal_days = 20
        write(draft, by=staff("administrator"), reason="Draft edited in the administration")
    else:
        channel = draft.channels.first()
        channel.label_en = "Meeting"
        write(channel, by=staff("administrator"), reason="Draft edited in the administration")
    with pytest.raises(Refused, match="was changed after you opened it"):
        approve(seen_content=seen)
    with pytest.raises(Refused, match="was changed after you opened it"):
        submit_to_board(draft, by=staff("administrator"), seen_content=seen)
    assert approve(seen_content=draft.content_now()).is_approved


def test_a_draft_goes_before_the_board_and_back(draft, staff):
    administrator = staff("administrator")
    laid = submit_to_board(draft, by=administrator)
    assert laid.life_on() == VersionLife.BEFORE_THE_BOARD
    laid.appeal_days = 20
    with refused("is before the board"):
        write(laid, by=administrator, reason="Draft edited in the administration")
    channel = draft.channels.first()
    channel.label_en = "Meeting"
    with refused("is before the board"):
        write(channel, by=administrator, reason="Draft edited in the administration")
    assert take_back_version(draft, by=administrator).life_on() == VersionLife.DRAFT


def test_a_version_before_the_board_is_approved(approve, draft, staff):
    laid = submit_to_board(draft, by=staff("administrator"))
    assert approve().submitted_to_board_at == laid.submitted_to_board_at


def test_a_withdrawn_version_is_never_approved(approve, draft, staff):
    withdrawn = withdraw_version(draft, reason="أُعدّت نسخة أوضح.", by=staff("administrator"))
    assert withdrawn.life_on() == VersionLife.WITHDRAWN
    with pytest.raises(Refused, match="was withdrawn"):
        approve()


def test_an_approved_version_is_not_withdrawn(approve, draft, staff):
    approve()
    with pytest.raises(Refused, match="already approved"):
        withdraw_version(draft, reason="خطأ", by=staff("administrator"))


@pytest.mark.parametrize("verb", [submit_to_board, take_back_version, copy_version])
@pytest.mark.parametrize("role", ["board", "reception"])
def test_only_the_administrator_moves_drafts(draft, staff, verb, role):
    with pytest.raises(NotPermitted):
        verb(draft, by=staff(role))


def scan(content, name="minutes.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_the_scan_of_the_minutes_is_kept_with_its_digest(approve):
    version = approve(scan=scan(b"%PDF-1.7 minutes"))
    assert version.minutes.name.endswith(".pdf")
    assert len(version.minutes_sha256) == 64
    with default_storage.open(version.minutes.name) as stored:
        assert stored.read() == b"%PDF-1.7 minutes"


@pytest.mark.parametrize(
    "content", [b"MZ\x90", b" %PDF-1.7", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n broken"]
)
def test_a_scan_of_another_kind_is_refused(approve, content):
    with pytest.raises(Refused, match="must be a PDF, JPEG or PNG"):
        approve(scan=scan(content))
    assert PolicyVersion.objects.in_force() is None


def test_a_scan_that_is_too_large_is_refused(approve, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    with pytest.raises(Refused, match="larger than 1 MB"):
        approve(scan=scan(b"%PDF-" + b"0" * 1024 * 1024))


def test_a_refused_approval_leaves_no_file(approve, monkeypatch):
    def fail(*args, **kwargs):
        raise Refused("No.")

    monkeypatch.setattr("policies.approval._freeze", fail)
    with pytest.raises(Refused):
        approve(scan=scan(b"%PDF-1.7 minutes"))
    assert default_storage.listdir("minutes")[1] == []
