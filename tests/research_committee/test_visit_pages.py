"""A researcher's days on the phone: whom to visit, when and where, and nothing of it for anybody else."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from audit.models import ReadLog
from audit.writing import write
from beneficiaries.households.homes import open_household
from beneficiaries.people import change_person
from intake.models import SupportRequest
from intake.side_paths import return_request
from research_committee.visits.arranging import miss_visit
from research_committee.visits.days import ahead_of
from tests import factories as make
from tests.walks.page import Page

from .visiting import arrange, at, visit

pytestmark = pytest.mark.django_db
MY_VISITS, REQUEST_VISITS = 6, 14


@pytest.fixture
def researcher():
    return make.make_user(Role.RESEARCHER, username="researcher")


@pytest.fixture
def noon():
    """Whatever hour it is, today has an afternoon."""
    with time_machine.travel(at(0, 12), tick=True):
        yield


@pytest.fixture
def request_(noon, researcher):
    return make.make_request("referred", referred_days_ago=2, researcher=researcher)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def shown(user, when: str = "") -> str:
    return signed_in(user).get(reverse("visit_list"), {"when": when}).text


def test_the_day_says_whom_to_visit_when_and_where(request_, researcher):
    clerk, person = make.make_user(Role.RECEPTION, username="reception"), request_.beneficiary
    change_person(person, by=clerk, district="حي النسيم", short_address="TFAA2929")
    arrange(request_, at(0, 16, 30), note="المدخل الخلفي")
    page = shown(researcher)
    for said in (person.full_name, "4:30 مساءً", request_.reference, "المدخل الخلفي", "حي النسيم", "TFAA2929"):
        assert said in page
    assert f'href="tel:{person.phone.as_e164}"' in page
    assert reverse("appointment_record", args=[request_.visit_appointments.get().pk]) in page
    assert person.full_name not in shown(researcher, "tomorrow")
    assert person.full_name in shown(researcher, "week")


def test_the_map_learns_the_place_and_nothing_else(request_, researcher):
    clerk, person = make.make_user(Role.RECEPTION, username="reception"), request_.beneficiary
    open_household(
        person, by=clerk, city="الطائف", district="السلامة", short_address="TFAA1111", housing="rented"
    )
    arrange(request_, at(0, 16))
    (link,) = [
        element.attributes
        for element in Page(signed_in(researcher).get(reverse("visit_list"))).elements
        if "google" in (element.attributes.get("href") or "")
    ]
    assert "noreferrer" in link["rel"]
    (searched,) = parse_qs(urlsplit(link["href"]).query)["q"]
    assert searched == "TFAA1111, الطائف"
    change_person(person, by=clerk, latitude="21.270400", longitude="40.415800")
    assert "q=21.270400%2C40.415800" in shown(researcher)


def test_who_comes_to_the_office_is_not_looked_for_at_home(request_, researcher):
    arrange(request_, at(0, 16), kind="office")
    page = shown(researcher)
    assert "tel:" in page
    assert "google" not in page


def test_looking_at_a_day_is_in_the_access_log_of_each_person(request_, researcher):
    other = make.make_request("referred", researcher=researcher)
    arrange(request_, at(0, 16))
    arrange(other, at(1, 16))
    shown(researcher)
    seen = ReadLog.objects.filter(model="research_committee.visitappointment", action="view")
    assert list(seen.values_list("about_person", "about_request")) == [(request_.beneficiary_id, request_.pk)]
    shown(researcher, "week")
    assert seen.filter(about_person=other.beneficiary_id).exists()


def test_after_a_reassignment_only_the_new_researcher_knows_where_the_family_lives(request_, researcher):
    arrange(request_, at(0, 16))
    colleague = make.make_user(Role.RESEARCHER)
    now = SupportRequest.objects.get(pk=request_.pk)
    now.researcher = colleague
    write(now, by=make.system_user(), reason="Reassigned")
    name = request_.beneficiary.full_name
    assert name not in shown(researcher)
    page = shown(colleague)
    assert name in page
    assert researcher.full_name in page
    assert reverse("appointment_take_over", args=[request_.visit_appointments.get().pk]) in page
    assert signed_in(researcher).get(reverse("request_visits", args=[request_.pk])).status_code == 404


def test_a_visit_of_a_request_that_went_back_is_only_called_off(request_, researcher):
    appointment = arrange(request_, at(0, 16))
    return_request(request_, reason="ناقص مستند", by=researcher)
    page = shown(researcher)
    assert reverse("appointment_call_off", args=[appointment.pk]) in page
    assert reverse("appointment_record", args=[appointment.pk]) not in page
    assert "tel:" not in page


def test_what_was_never_recorded_does_not_get_lost(request_, researcher):
    appointment = arrange(request_, at(1, 9))
    with time_machine.travel(at(3, 12), tick=True):
        assert "لم تُسجَّل بعد" in shown(researcher)
        assert request_.reference in shown(researcher, "earlier")
        assert reverse("appointment_miss", args=[appointment.pk]) in shown(researcher, "earlier")
        miss_visit(appointment, reason="لم يفتح أحد الباب", by=researcher)
        assert request_.reference not in shown(researcher, "earlier")


def test_what_became_of_todays_visits_stays_on_the_page(request_, researcher):
    visit(request_, appointment=arrange(request_, at(0, 16)))
    page = shown(researcher)
    assert request_.reference in page
    assert "tel:" not in page


def test_my_work_counts_the_visits_of_today(request_, researcher):
    assert "زيارات اليوم" not in signed_in(researcher).get("/").text
    arrange(request_, at(0, 16))
    arrange(request_, at(1, 16))
    assert "لديك زيارة واحدة اليوم" in signed_in(researcher).get("/").text


@pytest.mark.parametrize("when", ["today", "x", "٣", "week'", "\u202e"])
def test_a_spoilt_choice_of_days_is_today(request_, researcher, when):
    assert signed_in(researcher).get(reverse("visit_list"), {"when": when}).status_code == 200


def test_the_pages_of_visits_ask_no_more_for_many_of_them(noon, researcher):
    client = signed_in(researcher)

    def asked(path) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    requests = [make.make_request("referred", researcher=researcher) for _number in range(3)]
    pages = [f"{reverse('visit_list')}?when=week", reverse("request_visits", args=[requests[0].pk])]
    figures = []
    for round_ in range(2):
        for request in requests[: 1 + 2 * round_]:
            arrange(request, at(1 + round_, 9) + timedelta(minutes=request.pk % 50), even_so=True)
            visit(request)
        figures.append([asked(page) for page in pages])
    assert figures[0] == figures[1]
    assert figures[0][0] <= MY_VISITS
    assert figures[0][1] <= REQUEST_VISITS


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="Of so few rows PostgreSQL rightly reads any way it likes."
)
def test_the_list_is_read_from_its_indexes(request_, researcher):
    own, in_hand = (part.values_list("pk").explain() for part in ahead_of(researcher, at(7)))
    assert "visits_ahead_of_researcher" in own
    assert "waiting_by_researcher" in in_hand
    assert "SCAN" not in own + in_hand


def test_after_a_visit_the_study_is_the_next_thing(sign_in, request_):
    client, page = sign_in(request_.researcher), reverse("request_visits", args=[request_.pk])
    assert reverse("report_submit", args=[request_.pk]) not in client.get(page).text
    visit(request_)
    assert client.get(page).context["acts"][0]["url"] == reverse("report_submit", args=[request_.pk])
    assert (
        reverse("report_submit", args=[request_.pk]) not in sign_in(make.make_user("auditor")).get(page).text
    )


def test_who_calls_a_visit_off_cannot_take_the_way_back_for_it(sign_in, request_):
    page = sign_in(request_.researcher).get(reverse("appointment_call_off", args=[arrange(request_).pk]))
    assert ">رجوع</a>" in page.text
    assert ">إلغاء</a>" not in page.text
