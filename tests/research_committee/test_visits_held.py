"""Visits that were held: recorded once by whoever went there, and seen by those who read the study."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.refusals import NotPermitted, Refused
from audit.writing import write
from beneficiaries.standing import record_death
from intake.models import SupportRequest
from research_committee.models import StudyVisit, VisitAppointment
from research_committee.visits.arranging import call_off_visit
from research_committee.visits.held import visits_of
from research_committee.visits.rules import may_read_visits, reason_no_visit
from tests import factories as make

from .visiting import AT_HOME, SEEN, WHY, arrange, at, photo, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_():
    return make.make_request("referred", referred_days_ago=2)


def refused(act, *given, **named) -> Refused:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act(*given, **named)
    return refusal.value


def sql(statement: str, *params) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)


def test_a_visit_keeps_who_was_there_and_what_was_seen(request_):
    held = visit(request_)
    assert (held.at_home, held.seen, held.researcher) == (AT_HOME, SEEN, request_.researcher)
    held.seen = "شيء آخر تمامًا"
    assert refused(write, held, by=request_.researcher, reason="x")
    with pytest.raises(IntegrityError):
        sql("UPDATE research_committee_studyvisit SET seen = 'x'")
    with pytest.raises(IntegrityError):
        sql("DELETE FROM research_committee_studyvisit")


def test_a_visit_from_an_appointment_makes_it_held_and_no_second_one_comes_of_it(request_):
    appointment = arrange(request_, at(1))
    held = visit(request_, appointment=appointment)
    assert VisitAppointment.objects.get().state == "held"
    assert held.appointment == appointment
    assert refused(visit, request_, appointment=appointment)
    other = arrange(request_, at(2))
    call_off_visit(other, reason=WHY, by=request_.researcher)
    assert refused(visit, request_, appointment=other)
    assert StudyVisit.objects.count() == 1


def test_an_appointment_of_another_request_is_not_held_by_this_visit(request_):
    other = make.make_request("referred", researcher=request_.researcher)
    appointment = arrange(other, at(1))
    with pytest.raises(IntegrityError, match="a_visit_follows_its_own_appointment"), transaction.atomic():
        visit(request_, appointment=appointment)


@pytest.mark.parametrize(
    ("field", "value"),
    [("at_home", "-"), ("at_home", "لا يوجد"), ("seen", "."), ("seen", "لا شيء"), ("seen", "كما سبق")],
)
def test_placeholders_say_nothing_of_a_visit(request_, field, value):
    assert refused(visit, request_, **{field: value}).by_field[0][0] == field


def test_short_names_are_names(request_):
    assert visit(request_, at_home="ريم").at_home == "ريم"


def test_a_visit_is_neither_of_tomorrow_nor_before_the_referral(request_):
    today = riyadh_today()
    for day in (today + timedelta(days=1), today - timedelta(days=3)):
        assert refused(visit, request_, visited_on=day).by_field[0][0] == "visited_on"
    assert visit(request_, visited_on=today - timedelta(days=2))
    with pytest.raises(IntegrityError, match="a_visit_follows_the_referral"):
        sql(
            "INSERT INTO research_committee_studyvisit (version, support_request_id, study, researcher_id, kind, "
            "visited_on, at_home, seen) VALUES (1, %s, %s, %s, 'field', %s, 'x', 'y')",
            *(request_.pk, request_.study, request_.researcher_id, today - timedelta(days=9)),
        )


def test_only_the_researcher_in_charge_records_and_only_while_the_file_is_open(request_):
    clerk, colleague = make.make_user(Role.RECEPTION, username="reception"), make.make_user(Role.RESEARCHER)
    for by in (clerk, colleague):
        with pytest.raises(NotPermitted):
            visit(request_, by=by)
    row = StudyVisit(
        support_request=request_,
        study=request_.study,
        researcher=colleague,
        kind="field",
        visited_on=riyadh_today(),
        at_home=AT_HOME,
        seen=SEEN,
    )
    with pytest.raises(IntegrityError, match="a_visit_is_recorded_by_the_researcher"), transaction.atomic():
        write(row, by=colleague, reason="x")
    record_death(request_.beneficiary, deceased_on=riyadh_today(), proof="شهادة وفاة", by=clerk)
    assert refused(visit, SupportRequest.objects.get(pk=request_.pk))


def test_a_study_needs_a_visit_of_its_own(request_):
    assert "سجّل زيارة" in reason_no_visit(request_)
    visit(request_)
    assert reason_no_visit(request_) is None
    request_.study += 1
    assert reason_no_visit(request_)


def test_the_visits_of_a_study_take_the_same_number_of_questions_however_many(request_):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            for held in visits_of(request_, request_.study):
                assert held.researcher.full_name
                assert [one.thumbnail.width for one in held.photos.all()]
        return len(captured)

    photo(visit(request_))
    few = asked()
    for day in (1, 2):
        held = visit(request_, visited_on=riyadh_today() - timedelta(days=day))
        for _number in range(3):
            photo(held)
    assert few == asked() == 2
    days = [held.visited_on for held in visits_of(request_)]
    assert days == sorted(days)


def test_who_does_not_read_the_study_does_not_read_its_visits(request_):
    visit(request_)
    reads = {Role.RECEPTION: True, Role.EXECUTIVE: True, Role.AUDITOR: True, Role.RESEARCHER: False}
    reads |= {Role.DELEGATE: False, Role.DELIVERY: False, Role.BOARD: False, Role.ADMINISTRATOR: False}
    for role, sees in reads.items():
        user = make.make_user(role, branch=make.make_branch() if role == Role.DELEGATE else None)
        assert StudyVisit.objects.visible_to(user).exists() == sees, role
    assert StudyVisit.objects.visible_to(request_.researcher).exists()
    assert may_read_visits(request_.researcher, request_)
    assert not may_read_visits(make.make_user(Role.DELIVERY), request_)
