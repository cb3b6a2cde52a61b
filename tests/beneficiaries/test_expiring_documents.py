"""The list of documents about to expire: whose they are, in which order, and who sees them."""

from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from arabic.calendars import riyadh_today
from audit.models import ReadLog
from beneficiaries.documents.expiring import PAGE
from beneficiaries.documents.recording import record_person_document
from beneficiaries.models import Beneficiary, PersonDocument
from tests import factories as make
from tests.exports import rows_of_csv, take
from tests.walks.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make.make_user("reception", username="reception")


@pytest.fixture(autouse=True)
def policy():
    return make.make_policy()


def expiring(clerk, days: int, name: str = "", person=None, branch=None) -> PersonDocument:
    person = person or make.make_person(by=clerk, branch=branch, first_name="هند")
    today = riyadh_today()
    return record_person_document(
        person,
        other_name=name or f"ورقة بعد {days}",
        verdict="matches",
        issued_on=today - timedelta(days=900),
        expires_on=today + timedelta(days=days),
        by=clerk,
    )


def names(client, within: str, **query) -> list[str]:
    response = client.get(reverse("documents_expiring"), {"within": within, **query})
    assert response.status_code == 200
    return [row["cells"][1]["text"] for row in response.context["rows"]]


@pytest.mark.parametrize(
    ("within", "days"),
    [
        ("30", [0, 30]),
        ("60", [0, 30, 31, 60]),
        ("90", [0, 30, 31, 60, 61, 90]),
        ("expired", [-1, -400]),
        ("", [0, 30]),
        ("all", [0, 30]),
    ],
)
def test_each_period_shows_its_documents_in_order(sign_in, clerk, within, days):
    for day in (90, 60, 30, 0, -400, -1, 31, 61, 91):
        expiring(clerk, day)
    assert names(sign_in(clerk), within) == [f"ورقة بعد {day}" for day in days]


def test_a_row_leads_to_the_person_and_says_how_long_it_holds(sign_in, clerk):
    kept = expiring(clerk, 12, "رخصة")
    client = sign_in(clerk)
    page = Page(client.get(reverse("documents_expiring")))
    assert reverse("person_detail", args=[kept.beneficiary_id]) in page.links
    assert kept.beneficiary.full_name in page.text
    assert "باقٍ 12 يومًا" in page.text or "12" in page.text
    assert ReadLog.objects.filter(user=clerk, action=ReadLog.Action.SEARCH).count() == 1


def test_only_what_is_current_and_of_an_open_file_is_listed(sign_in, clerk):
    older = expiring(clerk, 5, "عقد إيجار")
    expiring(clerk, 400, "عقد إيجار", person=older.beneficiary)
    closed = expiring(clerk, 6)
    QuerySet(Beneficiary).filter(pk=closed.beneficiary_id).update(standing="closed", standing_reason="انتقل")
    undated = make.make_person(by=clerk)
    record_person_document(undated, other_name="بلا تاريخ", verdict="matches", by=clerk)
    client = sign_in(clerk)
    assert names(client, "90") == []
    assert _("No document expires in this time.") in Page(client.get(reverse("documents_expiring"))).text
    assert names(client, "expired") == []


def test_a_delegate_sees_the_people_of_the_own_branch_only(sign_in, clerk):
    north, south = make.make_branch("north"), make.make_branch("south")
    expiring(clerk, 3, "شمال", branch=north)
    expiring(clerk, 4, "جنوب", branch=south)
    expiring(clerk, 5, "رئيس")
    assert names(sign_in(make.make_user("delegate", branch=north)), "30") == ["شمال"]
    assert names(sign_in(make.make_user("executive"), fresh=True), "30") == ["شمال", "جنوب", "رئيس"]
    for role in ("researcher", "board", "administrator"):
        client = sign_in(make.make_user(role), fresh=True)
        assert client.get(reverse("documents_expiring")).status_code == 403


@pytest.mark.parametrize(("within", "day"), [("30", 3), ("expired", -3)])
def test_pages_follow_each_other_without_a_gap_or_a_repetition(sign_in, clerk, within, day):
    kept = expiring(clerk, day, "0")
    # Many expire on one day: the mark tells them apart.
    make.copies(kept, PAGE + 7, other_name=str)
    client, seen, url = sign_in(clerk), [], f"{reverse('documents_expiring')}?within={within}"
    while url:
        context = client.get(url).context
        seen.append([row["cells"][1]["text"] for row in context["rows"]])
        url = context["next_url"]
    assert [len(page) for page in seen] == [PAGE, 8]
    assert sorted(int(name) for page in seen for name in page) == list(range(PAGE + 8))


@pytest.mark.parametrize("mark", ["x", "2026-13-01~1", "2026-01-01~", "~", "2026-01-01~" + "9" * 40, "٢~٢"])
def test_a_spoilt_mark_starts_over(sign_in, clerk, mark):
    expiring(clerk, 3, "أ")
    assert names(sign_in(clerk), "30", after=mark) == ["أ"]


def test_the_menu_leads_there(sign_in, clerk):
    assert reverse("documents_expiring") in Page(sign_in(clerk).get("/")).links


def test_the_list_is_taken_along_as_chosen_with_whom_to_tell(sign_in, clerk):
    soon, later = expiring(clerk, 10), expiring(clerk, 80)
    client = sign_in(clerk)
    chosen = {"file_format": "csv", "columns": ["person", "phone", "document"]}
    _whose, headings, *rows = rows_of_csv(
        client, take(client, "expiring_export", query="within=30", **chosen)
    )
    assert headings == [_("Person"), _("Phone"), _("Document")]
    assert [row[2] for row in rows] == [soon.other_name]
    assert rows[0][0] == soon.beneficiary.full_name
    rows = rows_of_csv(client, take(client, "expiring_export", query="within=90", **chosen))[2:]
    assert [row[2] for row in rows] == [later.other_name, soon.other_name]
