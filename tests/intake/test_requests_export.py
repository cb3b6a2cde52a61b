"""Taking the requests along: all of them or one's own work, as filtered."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from tests import factories as make
from tests.exports import book_of, rows_of_csv, take, taken_by

pytestmark = pytest.mark.django_db

PAGE = "requests_export"


def rows(client, **asked) -> list[dict]:
    _about, headings, *found = rows_of_csv(client, take(client, PAGE, file_format="csv", **asked))
    return [dict(zip(headings, row, strict=True)) for row in found]


@pytest.fixture
def clerk():
    return make.make_user(Role.RECEPTION, username="reception")


def test_all_requests_are_taken_along_the_newest_first(sign_in, clerk):
    received, verified = make.make_request("received"), make.make_request("verified")
    first, second = rows(sign_in(clerk))
    assert (first["رقم الطلب"], second["رقم الطلب"]) == (verified.reference, received.reference)
    assert second["المستفيد"] == received.beneficiary.full_name
    assert second["الخدمة"] == received.service_type.label_ar
    assert second["رقم الجوال"].startswith("055")
    assert taken_by(clerk).model == "intake.supportrequest"


def test_the_state_that_was_chosen_is_the_only_one(sign_in, clerk):
    make.make_request("received")
    verified = make.make_request("verified")
    assert [row["رقم الطلب"] for row in rows(sign_in(clerk), query="state=verified")] == [verified.reference]
    assert taken_by(clerk).details["filter"] == {"state": "verified"}
    assert len(rows(sign_in(clerk), query="state=nonsense")) == 2


def test_ones_own_work_is_what_waits_for_oneself(sign_in, clerk):
    received = make.make_request("received")
    make.make_request("referred", referred_days_ago=2)
    assert [row["رقم الطلب"] for row in rows(sign_in(clerk), query="mine=1")] == [received.reference]
    assert len(rows(sign_in(clerk))) == 2


def test_a_delegate_takes_along_the_own_queue_only_and_no_whole_number(sign_in, clerk):
    north = make.make_branch("north")
    own = make.make_request(beneficiary=make.make_person(branch=north))
    make.make_request(beneficiary=make.make_person(branch=make.make_branch("south")))
    make.make_request("pledged", beneficiary=make.make_person(branch=north))
    client = sign_in(make.make_user(Role.DELEGATE, branch=north))
    for query in ("", "mine=", "mine=0"):
        [row] = rows(client, query=query)
        assert row["رقم الطلب"] == own.reference
        assert row["رقم الجوال"].startswith("••••")


@pytest.mark.parametrize(
    "role", [Role.AUDITOR, Role.RESEARCHER, Role.COMMITTEE, Role.DELIVERY, Role.BOARD, Role.ADMINISTRATOR]
)
def test_nobody_else_takes_requests_along(sign_in, role):
    make.make_request()
    client = sign_in(make.make_user(role))
    assert client.get(reverse(PAGE)).status_code == 403
    assert reverse(PAGE) not in client.get("/").text


def test_each_list_leads_to_its_export_and_back_as_filtered(sign_in, clerk):
    make.make_request()
    client = sign_in(clerk)
    for shown, form in (
        (f"{reverse('request_list')}?state=received", f"{reverse(PAGE)}?state=received"),
        (reverse("request_list"), reverse(PAGE)),
        ("/?state=received", f"{reverse(PAGE)}?state=received&amp;mine=1"),
        ("/", f"{reverse(PAGE)}?mine=1"),
    ):
        assert f'href="{form}"' in client.get(shown).text
        assert f'href="{shown}"' in client.get(form.replace("&amp;", "&")).text


def test_days_and_moments_are_no_texts(sign_in, clerk):
    referred = make.make_request("referred", referred_days_ago=2)
    client = sign_in(clerk)
    sheet = book_of(client, take(client, PAGE)).worksheets[0]
    cells = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))
    assert cells["تاريخ الإحالة والإبلاغ"].value.date() == referred.told_on
    assert cells["في هذه الحالة منذ"].is_date
    assert cells["تاريخ القرار"].value is None
