"""The list of beneficiaries: whom it shows to whom, what may be chosen of it, and page after page."""

from datetime import date
from urllib.parse import unquote

import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from audit.models import ReadLog
from beneficiaries.around import put_in_category
from beneficiaries.listing.filters import FILTERS, Choice
from beneficiaries.listing.page import PAGE
from beneficiaries.standing import close_file
from tests import factories as make
from tests.walks.page import Page

pytestmark = pytest.mark.django_db

LIST = "/beneficiaries/people/"


@pytest.fixture
def clerk():
    return make.make_user(Role.RECEPTION, username="reception")


def names(response) -> list[str]:
    assert response.status_code == 200
    return [row["cells"][0]["text"].split()[0] for row in response.context["rows"]]


def shown(client, **chosen) -> list[str]:
    return names(client.get(LIST, chosen))


def test_the_newest_file_stands_first_with_its_numbers_masked(sign_in, clerk):
    make.make_person(first_name="أولى")
    newest = make.make_person(first_name="ثانية", city="جدة", district="الصفا", phone="+966551239876")
    response = sign_in(clerk).get(LIST)
    assert names(response) == ["ثانية", "أولى"]
    [row, _older] = response.context["rows"]
    assert row["url"] == reverse("person_detail", args=[newest.pk])
    assert newest.identity_number not in response.text
    assert newest.identity_number[-4:] in response.text
    assert "551239876" not in response.text.replace(" ", "")
    assert "جدة، الصفا" in response.text


def test_a_delegate_sees_the_own_branch_only_and_chooses_no_other(sign_in, clerk):
    north, south = make.make_branch("north"), make.make_branch("south")
    make.make_person(first_name="شمالية", branch=north)
    make.make_person(first_name="جنوبية", branch=south)
    client = sign_in(make.make_user(Role.DELEGATE, branch=north))
    assert shown(client) == ["شمالية"]
    assert shown(client, branch=south.pk) == ["شمالية"]
    assert "filter-branch" not in client.get(LIST).text
    assert shown(sign_in(clerk, fresh=True), branch=south.pk) == ["جنوبية"]
    assert shown(sign_in(clerk, fresh=True), branch="head") == []


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"city": " الطائف "}, "طائفية"),
        ({"city": "جدة", "district": "الصفا"}, "جدّاوي"),
        ({"gender": "male"}, "جدّاوي"),
        ({"document": "iqama"}, "جدّاوي"),
        ({"age_from": "٤٠"}, "طائفية"),
        ({"age_to": "39"}, "جدّاوي"),
        ({"age_from": "18", "age_to": "41"}, "جدّاوي طائفية"),
        ({"city": "أبها"}, ""),
    ],
)
def test_each_filter_leaves_those_who_were_meant(sign_in, clerk, chosen, expected):
    with time_machine.travel("2026-11-21T12:00:00+03:00", tick=True):
        make.make_person(first_name="طائفية", birth_date=date(1985, 4, 3))
        make.make_person(
            first_name="جدّاوي",
            city="جدة",
            district="الصفا",
            gender="male",
            birth_date=date(2000, 1, 1),
            identity_kind="iqama",
            identity_number=make.identity_number(77, "2"),
        )
        assert shown(sign_in(clerk), **chosen) == expected.split()


@pytest.mark.parametrize(
    ("today", "is_forty"),
    [("2026-04-02", False), ("2026-04-03", True), ("2027-04-02", True), ("2027-04-03", False)],
)
def test_somebody_is_forty_from_birthday_to_birthday(sign_in, clerk, today, is_forty):
    with time_machine.travel(f"{today}T12:00:00+03:00", tick=True):
        make.make_person(birth_date=date(1986, 4, 3))
        assert bool(shown(sign_in(clerk), age_from="40", age_to="40")) == is_forty


def test_ages_can_be_asked_for_on_the_last_day_of_february():
    with time_machine.travel("2028-02-29T12:00:00+03:00"):
        for one in FILTERS:
            if one.is_number:
                assert all(one.condition(str(years)) for years in range(121))


@pytest.mark.parametrize(
    "spoilt",
    [
        {"age_from": "²"},
        {"age_from": "-1"},
        {"age_to": "9" * 5000},
        {"branch": "1; DROP TABLE"},
        {"branch": "999999999999999999999"},
        {"gender": "other"},
        {"document": "NONE"},
        {"after": "²"},
        {"after": "9" * 30},
        {"city": "\u202e \u200b"},
    ],
)
def test_a_spoilt_address_shows_the_whole_list(sign_in, clerk, spoilt):
    make.make_person(first_name="سارة")
    assert shown(sign_in(clerk), **spoilt) == ["سارة"]


def test_everybody_stands_on_exactly_one_page_and_the_choice_stays(sign_in, clerk):
    like = make.make_person(city="جدة")
    make.copies(like, 2 * PAGE + 6, identity_number=lambda place: make.identity_number(700_000 + place))
    make.make_person(city="الطائف")
    client, address, pages = sign_in(clerk), f"{LIST}?city=جدة", []
    while address:
        response = client.get(address)
        pages.append([row["url"] for row in response.context["rows"]])
        address = response.context["next_url"]
        assert not address or "city=جدة" in unquote(address)
    assert [len(page) for page in pages] == [PAGE, PAGE, 7]
    assert len({url for page in pages for url in page}) == 2 * PAGE + 7
    assert unquote(response.context["previous_url"]) == f"{LIST}?city=جدة"


def test_an_empty_list_says_what_to_do(sign_in, clerk):
    client = sign_in(clerk)
    assert reverse("person_add") in client.get(LIST).text
    make.make_person()
    response = client.get(LIST, {"city": "أبها"})
    assert "لا أحد يطابق هذه المرشحات" in response.text
    auditor = sign_in(make.make_user(Role.AUDITOR), fresh=True)
    assert reverse("person_add") not in auditor.get(LIST).text


def test_each_look_at_the_list_stands_in_the_access_log(sign_in, clerk):
    client = sign_in(clerk)
    client.get(LIST)
    client.get(LIST, {"gender": "male"})
    assert ReadLog.objects.filter(user=clerk, action="search").count() == 2


@pytest.mark.parametrize(
    "role", [Role.RESEARCHER, Role.COMMITTEE, Role.DELIVERY, Role.BOARD, Role.ADMINISTRATOR]
)
def test_the_list_is_for_those_who_may_find_people(sign_in, role):
    client = sign_in(make.make_user(role))
    assert client.get(LIST).status_code == 403
    assert f'href="{LIST}"' not in client.get("/").text


def test_the_list_is_one_click_away_for_those_who_may_find_people(sign_in, clerk):
    assert f'href="{LIST}"' in sign_in(clerk).get("/").text


def test_the_choice_is_said_in_words(clerk):
    north = make.make_branch("north")
    choice = Choice({"city": "الطائف", "gender": "female", "branch": str(north.pk), "age_from": "٦٠"}, clerk)
    assert choice.in_words() == [
        ("المدينة", "الطائف"),
        ("المكتب الفرعي", north.name),
        ("الجنس", "أنثى"),
        ("العمر من", "60"),
    ]


def test_the_form_shows_what_was_chosen(sign_in, clerk):
    response = sign_in(clerk).get(LIST, {"city": "الطائف", "gender": "female"})
    [form] = [form for form in Page(response).forms if "city" in form.controls]
    assert form.controls["city"].values == ["الطائف"]
    assert form.as_shown()["gender"] == ["female"]


def test_people_are_chosen_by_category_family_state_and_state_of_the_file(sign_in, clerk):
    version = make.make_policy()
    category, other = version.categories.all()[:2]
    widow = make.make_person(by=clerk, marital_state="widowed")
    put_in_category(widow, category=category, by=clerk)
    closed = make.make_person(by=clerk)
    close_file(closed, reason="انتقل إلى مدينة أخرى", by=clerk)
    client = sign_in(clerk)
    assert shown(client, category=category.pk) == shown(client, marital_state="widowed") == [widow.first_name]
    assert shown(client, category=other.pk) == []
    assert shown(client, standing="closed") == [closed.first_name]
    assert len(shown(client, standing="merged")) == 2
