"""Districts of researchers, the researcher that a referral suggests, and a study that changes hands."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import system_user
from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.models import AuditEntry
from audit.refusals import NotPermitted, Refused, Stale
from audit.writing import write
from beneficiaries.households.homes import open_household
from intake.assigning.districts import add_district, end_district
from intake.assigning.offering import OffersResearchers
from intake.assigning.places import Place, place_of
from intake.assigning.reassigning import reassign_researcher
from intake.assigning.suggesting import candidates
from intake.models import HandlingStep, SupportRequest
from intake.steps import Step
from tests import factories as make
from tests.research_committee import factories as committee

from .forms import nothing_is_saved

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


def execute(statement: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


# Districts ------------------------------------------------------------------------------------------------------


def test_a_district_is_given_once_however_it_is_spelled_and_again_after_it_ended(executive, near):
    row = add_district(near, city="الطائف", district="حي النسيم", by=executive)
    with pytest.raises(Refused):
        add_district(near, city="الطايف", district="النسيم", by=executive)
    ended = end_district(row, by=executive, seen_version=row.version)
    assert ended.ended_on == riyadh_today()
    assert candidates()[0].places == frozenset()
    add_district(near, city="الطايف", district="النسيم", by=executive)
    assert near.research_districts.count() == 2


def test_a_district_that_ended_is_not_ended_again_nor_by_who_saw_it_before(executive, near):
    row = add_district(near, city="الطائف", by=executive)
    end_district(row, by=executive)
    with pytest.raises(Stale):
        end_district(row, by=executive, seen_version=row.version)
    with pytest.raises(Refused):
        end_district(row, by=executive)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EXECUTIVE])
def test_only_the_executive_director_gives_districts_and_studies(role, near, studied_by_near, far):
    user = make.make_user(role)
    for act in (
        lambda: add_district(near, city="الطائف", by=user),
        lambda: reassign_researcher(studied_by_near, researcher=far, reason=REASON, by=user),
    ):
        with pytest.raises(NotPermitted):
            act()


@pytest.mark.parametrize(
    "place", [{"city": ""}, {"city": "…"}, {"city": "12"}, {"city": "الطائف", "district": "-"}]
)
def test_a_place_without_a_name_is_refused(executive, near, place):
    with pytest.raises(Refused):
        add_district(near, by=executive, **place)


def test_nobody_but_a_researcher_who_works_here_is_given_a_district(executive, near):
    clerk = make.make_user(Role.RECEPTION)
    with pytest.raises(Refused):
        add_district(clerk, city="الطائف", by=executive)
    row = add_district(near, city="الطائف", by=executive)
    like = {"city": "جدة", "district": "", "place_key": "جده/", "version": 1}
    names, marks = ", ".join(like), ", ".join(["%s"] * len(like))
    insert = f"INSERT INTO intake_researcherdistrict (researcher_id, {names}) VALUES (%s, {marks})"
    with pytest.raises(IntegrityError):
        execute(insert, clerk.pk, *like.values())
    with pytest.raises(IntegrityError):
        execute("UPDATE intake_researcherdistrict SET researcher_id = %s WHERE id = %s", clerk.pk, row.pk)
    with pytest.raises(IntegrityError):
        execute("DELETE FROM intake_researcherdistrict WHERE id = %s", row.pk)
    end_district(row, by=executive)
    with pytest.raises(IntegrityError):
        execute("UPDATE intake_researcherdistrict SET ended_on = NULL WHERE id = %s", row.pk)


def test_the_place_of_a_person_is_that_of_the_household_before_the_own(executive):
    person = make.make_person(city="جدة", district="الروضة")
    assert place_of(person) == Place("جدة", "الروضة")
    clerk = make.make_user(Role.RECEPTION, username="reception")
    open_household(person, by=clerk, city="الطائف", district="حي النسيم", housing="rented")
    assert place_of(person) == Place("الطائف", "حي النسيم")


# Another researcher ---------------------------------------------------------------------------------------------


def test_a_study_changes_hands_with_its_reason_and_keeps_its_clock(executive, near, far, studied_by_near):
    before = studied_by_near.earliest_decision_on, studied_by_near.study, studied_by_near.state_since
    moved = reassign_researcher(studied_by_near, researcher=far, reason=REASON, by=executive)
    assert (moved.earliest_decision_on, moved.study, moved.state_since) == before
    assert moved.researcher == far
    step = HandlingStep.objects.latest("pk")
    assert (step.step, step.from_state, step.to_state, step.note) == (
        Step.ASSIGN,
        "referred",
        "referred",
        REASON,
    )
    assert AuditEntry.objects.latest("pk").note == REASON
    assert moved.referrals.get().researcher == near


def test_it_stands_in_the_new_researchers_work_and_no_more_in_the_old_ones(
    executive, near, far, studied_by_near
):
    requests = SupportRequest.objects
    reassign_researcher(studied_by_near, researcher=far, reason=REASON, by=executive)
    assert list(requests.waiting_for(far)) == [studied_by_near]
    assert not requests.waiting_for(near).exists()
    assert not requests.visible_to(near).exists()


def test_the_former_researchers_report_stays_theirs(executive, far):
    studied = committee.make_studied()
    author = studied.reports.get().researcher
    with pytest.raises(Refused):
        reassign_researcher(studied, researcher=far, reason=REASON, by=executive)
    assert studied.reports.get().researcher == author


def refusal(act) -> Refused:
    with pytest.raises(Refused) as raised:
        act()
    return raised.value


def test_it_is_refused_to_the_same_person_to_strangers_and_without_a_reason(
    executive, near, far, studied_by_near
):
    def to(researcher, reason=REASON):
        with nothing_is_saved():
            return refusal(
                lambda: reassign_researcher(
                    studied_by_near, researcher=researcher, reason=reason, by=executive
                )
            )

    assert to(near).field == "researcher"
    assert to(make.make_user(Role.COMMITTEE)).field == "researcher"
    for nothing in ("", "-", "لا يوجد", "بدون سبب", "..."):
        assert to(far, nothing).field == "reason"
    far.is_active = False
    write(far, by=system_user(), reason="Account closed")
    assert to(far).field == "researcher"


def test_whoever_received_the_request_does_not_study_it(executive, near):
    both = make.make_user(Role.RECEPTION, Role.RESEARCHER, username="both")
    pledged, clerk = make.make_request("pledged", by=both), make.make_user(Role.RECEPTION)
    with pytest.raises(Refused, match="من استقبل الطلب"):
        make.refer(pledged, clerk, {"researcher": both})
    referred = make.refer(pledged, clerk, {"researcher": near})
    with pytest.raises(Refused, match="من استقبل الطلب"):
        reassign_researcher(referred, researcher=both, reason=REASON, by=executive)
    with pytest.raises(IntegrityError, match="who_received_a_request_does_not_study_it"):
        execute("UPDATE intake_supportrequest SET researcher_id = %s WHERE id = %s", both.pk, referred.pk)
    view = OffersResearchers()
    view.step, view.object = Step.ASSIGN, referred
    assert {one.pk for one in view.offered()} == {one.pk for one in candidates()} - {both.pk, near.pk}


def test_it_is_refused_before_the_referral(executive, far):
    pledged = make.make_request("pledged")
    assert refusal(lambda: reassign_researcher(pledged, researcher=far, reason=REASON, by=executive))


def test_raw_sql_gives_no_study_to_a_stranger_nor_a_finished_one_to_anybody(near, far, studied_by_near):
    update = "UPDATE intake_supportrequest SET researcher_id = %s WHERE id = %s"
    with pytest.raises(IntegrityError):
        execute(update, make.make_user(Role.DELIVERY).pk, studied_by_near.pk)
    studied = committee.make_studied()
    with pytest.raises(IntegrityError):
        execute(update, far.pk, studied.pk)
    step = {
        "support_request_id": studied_by_near.pk,
        "step": "assign",
        "from_state": "referred",
        "to_state": "referred",
        "round": 1,
        "by_id": near.pk,
        "acting_as": "executive",
        "at": timezone.now(),
        "note": "",
    }
    names, marks = ", ".join(f'"{name}"' for name in step), ", ".join(["%s"] * len(step))
    with pytest.raises(IntegrityError):
        execute(f"INSERT INTO intake_handlingstep ({names}) VALUES ({marks})", *step.values())
