"""The pages on which researchers are assigned: the referral, the change of hands, and who has how much."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import system_user
from accounts.roles import Role
from accounts.staff import set_roles
from arabic.calendars import riyadh_today
from audit.writing import write
from intake.assigning.districts import add_district
from intake.assigning.suggesting import candidates
from intake.models import SupportRequest
from tests import factories as make
from tests.walks.page import Page

from .forms import nothing_is_saved, reason_beside, reasons_above, send, shown_form

pytestmark = pytest.mark.django_db
REASON = "الباحثة في إجازة طويلة من الأسبوع القادم."


@pytest.fixture
def executive():
    return make.make_user(Role.EXECUTIVE, username="executive")


@pytest.fixture
def near():
    return make.make_user(Role.RESEARCHER, full_name="هند الزهراني")


@pytest.fixture
def far():
    return make.make_user(Role.RESEARCHER, full_name="سامي الغامدي")


@pytest.fixture
def studied_by_near(near):
    return make.make_request("referred", researcher=near)


# The referral ---------------------------------------------------------------------------------------------------


def test_in_english_the_number_stays_behind_the_arabic_name(sign_in, executive, near):
    request = make.make_request("pledged")
    client = sign_in(make.make_user(Role.RECEPTION, username="reception"))
    client.cookies["language"] = "en"
    text = client.get(reverse("request_refer", args=[request.pk])).text
    assert f"\u200e{near.full_name}\u200e — no request under study" in text


def chosen(page: Page) -> list[str]:
    return page.form_with("how_told").controls["researcher"].values


def test_the_form_of_the_referral_lays_out_the_nearest_researcher_and_says_why(sign_in, executive, near, far):
    request = make.make_request("pledged", beneficiary=make.make_person(city="الطائف", district="النسيم"))
    add_district(far, city="الطائف", by=executive)
    add_district(near, city="الطائف", district="حي النسيم", by=executive)
    for _number in range(2):
        make.make_request("referred", researcher=near)
    client = sign_in(make.make_user(Role.RECEPTION, username="reception"))
    page = client.get(reverse("request_refer", args=[request.pk]))
    assert chosen(Page(page)) == [str(near.pk)]
    assert "المقترح: نطاق هند الزهراني يشمل الطائف، النسيم (طلبان قيد الدراسة)" in page.text
    assert "طلبان قيد الدراسة" in page.text
    assert "لا طلبات قيد الدراسة" in page.text
    # By hand all the same.
    answer = send(
        client, reverse("request_refer", args=[request.pk]), researcher=far.pk, how_told="phone", told="on"
    )
    assert answer.status_code == 303
    assert SupportRequest.objects.get(pk=request.pk).researcher == far


def test_without_anybody_near_the_one_with_least_to_study_is_laid_out(sign_in, near, far):
    make.make_request("referred", researcher=near)
    request = make.make_request("pledged")
    client = sign_in(make.make_user(Role.RECEPTION, username="reception"))
    assert chosen(Page(client.get(reverse("request_refer", args=[request.pk])))) == [str(far.pk)]


def test_who_does_not_study_here_any_more_is_not_offered(near, far):
    set_roles(near, [Role.RECEPTION], by=system_user())
    far.is_active = False
    write(far, by=system_user(), reason="Account closed")
    assert candidates() == []


# Pages ----------------------------------------------------------------------------------------------------------


def test_the_page_moves_the_study_once_and_refuses_beside_the_field(
    sign_in, executive, near, far, studied_by_near
):
    client, path = sign_in(executive), reverse("request_reassign", args=[studied_by_near.pk])
    offered = Page(client.get(path)).form_with("reason").controls["researcher"]
    assert offered.values == [str(far.pk)]
    assert reason_beside(send(client, path, reason="-"), "reason")
    # Opened before a colleague gave it to the same person.
    late = shown_form(client, path).as_shown() | {"researcher": far.pk, "reason": REASON}
    first = send(client, path, researcher=far.pk, reason=REASON)
    assert (first.status_code, first.url) == (303, reverse("request_detail", args=[studied_by_near.pk]))
    with nothing_is_saved():
        assert reasons_above(client.post(path, late))
    moved = client.get(first.url)
    assert far.full_name in moved.text
    assert moved.context["outcome"]["text"] == f"<bdi>{REASON}</bdi>"


def test_the_list_shows_load_age_and_what_is_late_and_leads_to_the_reassignment(
    sign_in, executive, near, far
):
    late = make.make_request("referred", referred_days_ago=9, researcher=near)
    make.make_request("referred", researcher=near)
    late.reply_due_on = riyadh_today() - make.timedelta(days=1)
    write(late, by=executive, reason="x")
    client = sign_in(executive)
    listed = client.get(reverse("researcher_list")).text
    for words in ("هند الزهراني", "طلبان قيد الدراسة", "9 أيام", "لا طلبات قيد الدراسة"):
        assert words in listed, words
    page = client.get(reverse("researcher_detail", args=[near.pk])).text
    assert reverse("request_reassign", args=[late.pk]) in page
    assert "تجاوز موعد الرد الموعود" in page


def test_who_is_no_researcher_has_no_such_page(sign_in, executive):
    clerk = make.make_user(Role.RECEPTION)
    assert sign_in(executive).get(reverse("researcher_detail", args=[clerk.pk])).status_code == 404


def test_pages_about_researchers_ask_no_more_for_many(sign_in, executive, near, studied_by_near):
    client, clerk = sign_in(executive), sign_in(studied_by_near.received_by, fresh=True)
    pledged = make.make_request("pledged")
    pages = (
        (client, reverse("researcher_list")),
        (client, reverse("researcher_detail", args=[near.pk])),
        (client, reverse("request_reassign", args=[studied_by_near.pk])),
        (clerk, reverse("request_refer", args=[pledged.pk])),
    )

    def asked(browser, path):
        for _time in range(2):
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(path).status_code == 200
        return len(captured)

    few = [asked(*page) for page in pages]
    for number in range(5):
        user = make.make_user(Role.RESEARCHER)
        for district in ("النسيم", "الشفا"):
            add_district(user, city="الطائف", district=f"{district} {number}", by=executive)
            add_district(near, city="جدة", district=f"{district} {number}", by=executive)
        make.make_request("referred", researcher=near)
    assert [asked(*page) for page in pages] == few
    assert few[0] <= few[1] <= 6, few
    assert max(few) <= 12, few
