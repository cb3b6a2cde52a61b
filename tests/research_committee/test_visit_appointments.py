"""Visits are arranged by the researcher in charge, and the person is told of each change and reminded once."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.roles import Role
from audit.refusals import NotPermitted, Refused
from audit.writing import write
from correspondence.models import Notice
from intake.models import SupportRequest
from intake.side_paths import return_request
from jobs.models import Job
from jobs.worker import run_next
from research_committee.models import VisitAppointment
from research_committee.visits.arranging import call_off_visit, miss_visit, move_visit, take_over_visit
from research_committee.visits.reminding import REMIND
from tests import factories as make

from .visiting import WHY, arrange, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_():
    return make.make_request("referred", referred_days_ago=2)


@pytest.fixture
def colleague():
    return make.make_user(Role.RESEARCHER, username="colleague")


def refused(act, *given, **named) -> str:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act(*given, **named)
    return str(refusal.value)


def told(support_request) -> list[str]:
    about = Notice.objects.filter(beneficiary=support_request.beneficiary_id, template__startswith="visit_")
    return list(about.order_by("pk").values_list("template", flat=True))


def hand_to(support_request, researcher) -> SupportRequest:
    now = SupportRequest.objects.get(pk=support_request.pk)
    now.researcher = researcher
    return write(now, by=make.system_user(), reason="Reassigned")


# Arranging ----------------------------------------------------------------------------------------------------------


def test_the_person_is_told_when_and_where_and_never_why(request_):
    arrange(request_, at(2, 16, 30))
    (notice,) = Notice.objects.filter(template="visit_arranged")
    assert request_.reference in notice.text
    assert "4:30 مساءً" in notice.text
    assert "في منزلكم" in notice.text
    for secret in (request_.service_type.label_ar, "بحث", "دعم", "جمعية", request_.beneficiary.first_name):
        assert secret not in notice.text


def test_who_reads_english_is_told_in_english(request_):
    person = request_.beneficiary
    person.preferred_language = "en"
    write(person, by=make.system_user(), reason="x")
    arrange(SupportRequest.objects.get(pk=request_.pk), at(2, 9), kind="office")
    (notice,) = Notice.objects.filter(template="visit_arranged")
    assert "at 9:00 am, at our office" in notice.text


def test_only_the_researcher_in_charge_arranges(request_, colleague):
    with pytest.raises(NotPermitted):
        arrange(request_, by=colleague)
    with pytest.raises(NotPermitted):
        arrange(request_, by=make.make_user(Role.RECEPTION, username="reception"))
    root = make.make_user(Role.RESEARCHER, Role.RECEPTION, username="both")
    root.is_superuser = True
    write(root, by=make.system_user(), reason="x")
    assert "الباحث" in refused(arrange, request_, by=root)
    assert not VisitAppointment.objects.exists()


def test_only_while_the_request_is_under_study(request_):
    for state in ("pledged", "received"):
        other = make.make_request(state, researcher=request_.researcher)
        assert refused(arrange, other, by=request_.researcher)
    back = return_request(request_, reason="ناقص مستند", by=request_.researcher)
    assert refused(arrange, back, by=request_.researcher)


def test_not_in_the_past_and_not_in_another_year(request_):
    assert "مضى" in refused(arrange, request_, timezone.now() - timedelta(minutes=1))
    assert "سنة" in refused(arrange, request_, at(500))


def test_two_visits_within_the_hour_are_said_and_done_only_on_purpose(request_):
    other = make.make_request("referred", researcher=request_.researcher)
    arrange(request_, at(2, 16))
    arrange(other, at(2, 17), by=request_.researcher)
    third = make.make_request("referred", researcher=request_.researcher)
    sentence = refused(arrange, third, at(2, 16, 59))
    assert request_.reference in sentence or other.reference in sentence
    arrange(third, at(2, 16, 59), even_so=True)
    # The same visit twice is no question of time.
    assert refused(arrange, third, at(2, 16, 59), even_so=True)
    assert VisitAppointment.objects.count() == 3


# Moved, called off, missed --------------------------------------------------------------------------------------------


def test_what_is_moved_or_called_off_has_its_reason_and_is_told(request_):
    appointment, by = arrange(request_), request_.researcher
    for placeholder in ("-", "لا يوجد"):
        assert refused(move_visit, appointment, starts_at=at(3), reason=placeholder, by=by)
        assert refused(call_off_visit, appointment, reason=placeholder, by=by)
    assert refused(move_visit, appointment, starts_at=appointment.starts_at, reason=WHY, by=by)
    moved = move_visit(appointment, starts_at=at(3), reason=WHY, by=by)
    assert (moved.state, moved.reason) == ("arranged", WHY)
    call_off_visit(moved, reason=WHY, by=by)
    assert told(request_) == ["visit_arranged", "visit_moved", "visit_called_off"]
    assert not [text for text in Notice.objects.values_list("text", flat=True) if WHY in text]


def test_what_became_of_an_appointment_is_not_changed(request_):
    by, appointment = request_.researcher, arrange(request_)
    gone = call_off_visit(appointment, reason=WHY, by=by)
    for act in (call_off_visit, miss_visit):
        assert "لم يعد" in refused(act, gone, reason=WHY, by=by)
    assert refused(move_visit, gone, starts_at=at(5), reason=WHY, by=by)


def test_nobody_is_missed_before_the_time_has_come(request_):
    appointment = arrange(request_, at(1))
    assert refused(miss_visit, appointment, reason="لم يفتح أحد الباب", by=request_.researcher)
    with time_machine.travel(appointment.starts_at + timedelta(minutes=20), tick=True):
        missed = miss_visit(appointment, reason="لم يفتح أحد الباب", by=request_.researcher)
    assert missed.state == "missed"
    assert told(request_) == ["visit_arranged"]


def test_a_change_that_somebody_else_made_meanwhile_is_not_overwritten(request_):
    appointment, by = arrange(request_), request_.researcher
    seen = appointment.version
    move_visit(appointment, starts_at=at(3), reason=WHY, by=by, seen_version=seen)
    assert refused(move_visit, appointment, starts_at=at(4), reason=WHY, by=by, seen_version=seen)
    assert VisitAppointment.objects.get().starts_at == at(3)


# Handed over ----------------------------------------------------------------------------------------------------------


def test_the_new_researcher_sees_and_takes_over_and_the_old_one_sees_nothing(request_, colleague):
    appointment, old = arrange(request_), request_.researcher
    hand_to(request_, colleague)
    assert not VisitAppointment.objects.visible_to(old).exists()
    assert VisitAppointment.objects.visible_to(colleague).get() == appointment
    with pytest.raises(NotPermitted):
        call_off_visit(appointment, reason=WHY, by=old)
    assert take_over_visit(appointment, by=colleague).researcher == colleague
    assert refused(take_over_visit, VisitAppointment.objects.get(), by=colleague)
    assert told(request_) == ["visit_arranged"]


def test_what_was_taken_over_may_be_close_to_an_own_visit(request_, colleague):
    arrange(make.make_request("referred", researcher=colleague), at(2, 16, 30))
    appointment = arrange(request_, at(2, 16))
    hand_to(request_, colleague)
    assert refused(take_over_visit, appointment, by=colleague)
    assert take_over_visit(appointment, even_so=True, by=colleague).researcher == colleague


def test_a_visit_of_a_request_that_went_back_can_still_be_called_off(request_):
    appointment, by = arrange(request_), request_.researcher
    return_request(request_, reason="ناقص مستند", by=by)
    assert refused(move_visit, appointment, starts_at=at(4), reason=WHY, by=by)
    assert call_off_visit(appointment, reason=WHY, by=by).state == "cancelled"
    assert told(request_)[-1] == "visit_called_off"


# The reminder ---------------------------------------------------------------------------------------------------------


def remind(moment) -> None:
    """Whatever is due at a moment is done."""
    with time_machine.travel(moment, tick=True):
        while run_next():
            pass


def test_the_person_is_reminded_a_day_before(request_):
    appointment = arrange(request_, at(3))
    remind(appointment.starts_at - timedelta(hours=25))
    assert told(request_) == ["visit_arranged"]
    remind(appointment.starts_at - timedelta(hours=24) + timedelta(minutes=1))
    assert told(request_) == ["visit_arranged", "visit_tomorrow"]
    remind(appointment.starts_at - timedelta(hours=1))
    assert told(request_) == ["visit_arranged", "visit_tomorrow"]


def test_nobody_is_reminded_of_a_time_that_no_longer_holds(request_):
    appointment, by = arrange(request_, at(3)), request_.researcher
    moved = move_visit(appointment, starts_at=at(5), reason=WHY, by=by)
    remind(at(3) - timedelta(hours=23))
    assert "visit_tomorrow" not in told(request_)
    # There and back again is one reminder.
    again = move_visit(moved, starts_at=at(3), reason=WHY, by=by)
    move_visit(again, starts_at=at(5), reason=WHY, by=by)
    remind(at(5) - timedelta(hours=23))
    assert told(request_).count("visit_tomorrow") == 1


@pytest.mark.parametrize("how", ["called off", "went back", "is over", "handed over"])
def test_nobody_is_reminded_of_what_does_not_stand(request_, how, colleague):
    appointment, by = arrange(request_, at(3)), request_.researcher
    when = appointment.starts_at - timedelta(hours=23)
    if how == "called off":
        call_off_visit(appointment, reason=WHY, by=by)
    if how == "went back":
        return_request(request_, reason="ناقص مستند", by=by)
    if how == "is over":
        when = appointment.starts_at + timedelta(hours=1)
    if how == "handed over":
        hand_to(request_, colleague)
    remind(when)
    # Whoever comes instead: the visit stands.
    assert ("visit_tomorrow" in told(request_)) == (how == "handed over")


def test_a_visit_within_a_day_needs_no_reminder(request_):
    arrange(request_, timezone.now() + timedelta(hours=5))
    assert not Job.objects.filter(name=REMIND).exists()


# In the database ------------------------------------------------------------------------------------------------------


def sql(statement: str, *params) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)


def test_the_database_itself_refuses_it(request_, colleague):
    appointment = arrange(request_)
    table = "research_committee_visitappointment"
    another = VisitAppointment(
        support_request=request_, researcher=colleague, study=request_.study, kind="field", starts_at=at(9)
    )
    with pytest.raises(IntegrityError, match="a_visit_is_arranged_by_the"), transaction.atomic():
        write(another, by=colleague, reason="x")
    with pytest.raises(IntegrityError, match="an_appointment_changes_while_it_stands"):
        sql(f"UPDATE {table} SET researcher_id = %s WHERE id = %s", colleague.pk, appointment.pk)
    with pytest.raises(IntegrityError, match="a_visit_that_was_held_is_written_down"):
        sql(f"UPDATE {table} SET state = 'held' WHERE id = %s", appointment.pk)
    with pytest.raises(IntegrityError):
        sql(f"UPDATE {table} SET state = 'missed' WHERE id = %s", appointment.pk)
    with pytest.raises(IntegrityError):
        sql(f"DELETE FROM {table} WHERE id = %s", appointment.pk)
    call_off_visit(appointment, reason=WHY, by=request_.researcher)
    with pytest.raises(IntegrityError, match="an_appointment_changes_while_it_stands"):
        sql(f"UPDATE {table} SET state = 'arranged' WHERE id = %s", appointment.pk)
