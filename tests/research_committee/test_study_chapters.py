"""A study at the door: its chapters fold away, and each says what is left to fill in."""

import uuid

import pytest
from django.urls import reverse

from research_committee.report_form.chapters import CHAPTERS
from research_committee.studying.differences import differences_of
from research_committee.studying.sheet import Found, Member, Sheet, StatedHome
from tests.factories import make_user
from tests.households import make_household

from .factories import sheet
from .typed import typed_study

pytestmark = pytest.mark.django_db


def address(request, name: str = "report_submit") -> str:
    return reverse(name, args=[request.pk])


def send(client, request, **fields):
    sent = {"idempotency_key": str(uuid.uuid4()), "seen_version": request.version, **typed_study(**fields)}
    return client.post(address(request), sent)


def chapters(response) -> dict[str, dict]:
    return {row["code"]: row for row in response.context["study"]["chapters"]}


def opened(response) -> list[str]:
    return [code for code, row in chapters(response).items() if row["open"]]


def test_every_question_of_a_study_stands_in_one_chapter(sign_in, request_of):
    form = sign_in(request_of.researcher).get(address(request_of)).context["form"]
    asked = [name for name in form.fields if not form[name].is_hidden]
    assert all(sum(chapter.has(name) for chapter in CHAPTERS) == 1 for name in asked)


def test_an_empty_study_says_what_is_left_and_opens_where_one_begins(sign_in, request_of):
    page = sign_in(request_of.researcher).get(address(request_of))
    found = chapters(page)
    # Presence; kind, tenure and condition of the home; a need and the findings; each part; recommendation and its words.
    left = {
        "household": 1,
        "budget": 0,
        "home": 3,
        "health": 0,
        "burdens": 0,
        "needs": 2,
        "score": 5,
        "advice": 2,
    }
    assert {code: row["left"] for code, row in found.items()} == left
    assert opened(page) == ["household"]
    assert found["score"]["chip"]["label"] == "بقيت 5 خانات"
    assert found["burdens"]["chip"]["label"] == "لم يُسجّل شيء"
    assert page.text.count('<details class="chapter"') == len(CHAPTERS)
    assert 'href="#in-advice"' in page.text


def test_a_chapter_with_an_error_is_open_and_the_others_are_not(sign_in, request_of):
    page = send(sign_in(request_of.researcher), request_of, debts_0_amount="كثير", findings="")
    assert page.status_code == 422
    assert opened(page) == ["burdens", "needs"]
    assert chapters(page)["burdens"]["chip"]["label"] == "خانة واحدة للتصحيح"
    assert chapters(page)["household"]["chip"]["label"] == "مكتمل"


def test_reasons_are_listed_in_the_order_of_the_page(sign_in, request_of):
    wrong = {"needs_0_amount": "كثير", "findings": "", "recommended_amount": "", "recommendation_text": ""}
    errors = send(sign_in(request_of.researcher), request_of, **wrong).context["form"]
    named = [name for name in errors.fields if name in errors.errors]
    assert named == ["needs_0_amount", "findings", "recommended_service", "recommendation_text"]


def test_more_rows_come_where_they_were_asked_for(sign_in, request_of):
    sent = {"idempotency_key": str(uuid.uuid4()), "seen_version": request_of.version, "more": "aid"}
    assert opened(sign_in(request_of.researcher).post(address(request_of), sent)) == ["burdens"]


def test_a_reopened_draft_opens_where_something_is_left(sign_in, request_of):
    client = sign_in(request_of.researcher)
    client.post(address(request_of, "report_autosave"), {"saving": "0", **typed_study(home_condition="")})
    page = client.get(address(request_of))
    assert opened(page) == ["home"]
    assert not page.context["form"].errors
    client.post(address(request_of, "report_autosave"), {"saving": "1", **typed_study()})
    page = client.get(address(request_of))
    assert opened(page) == []
    assert {row["chip"]["label"] for row in chapters(page).values()} == {"مكتمل"}


def test_what_is_left_is_told_anew_whenever_the_draft_is_saved(sign_in, request_of):
    household = make_household(make_user("reception"), request_of.beneficiary)
    member = household.members.get()
    sent = typed_study(findings="") | {f"member_{member.pk}_presence": "here"}
    places = (
        sign_in(request_of.researcher)
        .post(address(request_of, "report_autosave"), {"saving": "0", **sent})
        .json()["places"]
    )
    assert "بقيت خانة واحدة" in places["chapter-needs"]
    assert "مكتمل" in places["chapter-home"]
    assert "ماجد سعد الحارثي" in places["differences"]
    assert 'value="differences"' in places["differences"]


def test_the_way_to_the_visits_leads_from_the_study(sign_in, request_of):
    assert (
        address(request_of, "request_visits") in sign_in(request_of.researcher).get(address(request_of)).text
    )


# Nothing stated ------------------------------------------------------------------------------------------------------


def test_without_a_household_in_the_file_nobody_is_found_otherwise_than_stated(sign_in, request_of):
    page = send(sign_in(request_of.researcher), request_of, findings="")
    assert page.context["study"]["differences"] == []
    assert "لا أسرة في الملف بعد" in page.text
    assert 'value="differences"' not in page.text
    report = send(sign_in(request_of.researcher), request_of)
    assert report.status_code == 303
    shown = (
        sign_in(request_of.researcher).get(reverse("report_detail", args=[request_of.reports.get().pk])).text
    )
    assert "ماجد سعد الحارثي" in shown
    assert "غير مصرَّح به" not in shown


def test_with_a_household_whoever_was_not_stated_is_a_difference():
    one = Sheet(
        members=(Member("سارة", "head", "here"),),
        home=sheet().home,
        needs=(),
        found=(Found("ماجد", "spouse", 44),),
        stated=StatedHome(tenure="rented"),
    )
    assert any("ماجد" in row.about and row.matters for row in differences_of(one))


def test_who_is_not_at_the_address_is_a_difference_with_or_without_a_household(sign_in, request_of):
    page = send(sign_in(request_of.researcher), request_of, member_self_presence="away", findings="")
    assert [row.matters for row in page.context["study"]["differences"]] == [True]
