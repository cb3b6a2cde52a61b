"""Nobody votes twice, for another, after closing, absent or recused: the rule says it, and the database holds it.

Each case is set up by the portal's verbs; then the verb refuses with a sentence, and a raw INSERT or UPDATE that
passes every line of Python is refused by a guard or a constraint.
"""

from dataclasses import dataclass, field

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User, system_user
from accounts.roles import Role
from accounts.staff import set_roles
from audit.models.audited import UnattributedWrite
from audit.refusals import NotPermitted, Refused
from audit.writing import write
from intake.models import HandlingStep
from research_committee.conflicts.ruling import rule_on_conflict
from research_committee.models import AgendaItem, Vote
from research_committee.sessions import carry_over, mark_attendance
from research_committee.voting import cast_vote, recuse
from tests.factories import make_user

from .declared import declare
from .factories import Committee, decide, make_item, vote
from .refusals import superuser
from .test_committee_guards import execute, insert

pytestmark = pytest.mark.django_db
KIN = "قرابة من الدرجة الأولى"


@dataclass
class Try:
    """Who tries to vote on what, what the rule says, and what the database calls it."""

    item: AgendaItem
    voter: User
    says: str
    promise: str
    kind: type = Refused
    committee: Committee = field(default=None)


@pytest.fixture(autouse=True)
def _sentences_in_english(_arabic_is_the_language):
    with translation.override("en"):
        yield


# Both are true of them; which is said first is up to the database.
NO_PLACE = "only_who_attends_votes|only_members_of_the_committee_vote"


def absent() -> Try:
    item, committee = make_item()
    mark_attendance(item.session, [committee.chair, committee.secretary], by=committee.chair)
    return Try(item, committee.members[0], "Only those who attend", "only_who_attends_votes")


def stranger() -> Try:
    item, _committee = make_item()
    return Try(
        item, make_user(Role.COMMITTEE), "members of the committee on the day", "only_who_attends_votes"
    )


def recused() -> Try:
    item, committee = make_item()
    recuse(item, member=committee.members[0], reason=KIN, by=committee.members[0])
    return Try(item, committee.members[0], "You are recused", "the_recused_do_not_vote")


def recused_by_a_ruling() -> Try:
    item, committee = make_item()
    member = committee.members[0]
    declare(member, phone=str(item.support_request.beneficiary.phone))
    confirmed = {"ground": "phone", "confirmed": True, "reason": KIN}
    rule_on_conflict(item, member=member, by=committee.chair, **confirmed)
    return Try(item, member, "You are recused", "the_recused_do_not_vote")


def applicant() -> Try:
    item, committee = make_item()
    member = committee.members[0]
    declare(member, identity_number=item.support_request.beneficiary.identity_number)
    return Try(item, member, "when the chair has ruled", "nobody_votes_on_a_request_of_their_own_household")


def handler() -> Try:
    item, committee = make_item()
    member = committee.members[0]
    HandlingStep.objects.create(
        support_request=item.support_request,
        step="verify",
        from_state="received",
        to_state="verified",
        round=1,
        by=member,
        acting_as="reception",
        at=timezone.now(),
    )
    return Try(item, member, "does not vote on it", "who_handled_a_request_does_not_vote_on_it")


def after_closing() -> Try:
    item, committee = make_item()
    carry_over(item, reason="لم يكتمل النصاب اليوم", by=committee.chair)
    return Try(item, committee.chair, "This item is closed", "nobody_votes_on_a_closed_item")


def after_deciding() -> Try:
    item, committee = make_item()
    vote(item, {committee.chair: "reject", committee.secretary: "reject"})
    decide(item, committee.chair)
    return Try(item, committee.members[0], "This item is closed", "nobody_votes_on_a_closed_item")


def administrator() -> Try:
    item, _committee = make_item()
    return Try(item, make_user(Role.ADMINISTRATOR), "Your role does not", NO_PLACE, NotPermitted)


def root() -> Try:
    item, _committee = make_item()
    return Try(item, superuser(), "Your role does not", NO_PLACE, NotPermitted)


CASES = (
    *(absent, stranger, recused, recused_by_a_ruling, applicant, handler),
    *(after_closing, after_deciding, administrator, root),
)


@pytest.fixture(params=CASES, ids=lambda case: case.__name__)
def tried(request) -> Try:
    return request.param()


def test_the_rule_refuses_with_a_sentence(tried):
    before = Vote.objects.count()
    with pytest.raises(tried.kind) as refusal:
        cast_vote(tried.item, choice="accept", by=tried.voter)
    assert tried.says in str(refusal.value)
    assert Vote.objects.count() == before


def test_the_page_refuses(sign_in, tried):
    before = Vote.objects.count()
    client = sign_in(tried.voter, fresh=True)
    fields = {
        "idempotency_key": "8d0cf2ac-37cb-4a3f-8c6e-1f2f6e1d7a10",
        "choice": "accept",
        "seen_version": 0,
    }
    sent = client.post(reverse("item_vote", args=[tried.item.pk]), fields)
    assert sent.status_code in (403, 404, 409)
    assert Vote.objects.count() == before


def test_the_database_refuses_a_raw_insert(tried):
    row = {"item_id": tried.item.pk, "member_id": tried.voter.pk, "choice": "accept", "opinion": ""}
    with pytest.raises(IntegrityError, match=tried.promise):
        insert(Vote, **row)


def test_the_shell_is_refused_too(tried):
    fresh = Vote(item=tried.item, member=tried.voter, choice="accept")
    with pytest.raises(IntegrityError, match=tried.promise), transaction.atomic():
        write(fresh, by=tried.voter, reason="Voted")
    with pytest.raises(UnattributedWrite):
        Vote(item=tried.item, member=tried.voter, choice="accept").save()


# Twice, for another, and changing what was cast


def test_nobody_votes_twice():
    item, committee = make_item()
    vote(item, {committee.chair: "accept"})
    # The rule: a second vote changes the first one.
    assert cast_vote(item, choice="reject", by=committee.chair).version == 2
    assert Vote.objects.count() == 1
    with pytest.raises(IntegrityError):
        insert(Vote, item_id=item.pk, member_id=committee.chair.pk, choice="accept", opinion="")


def test_nobody_votes_for_another(sign_in):
    item, committee = make_item()
    # The rule: a vote has no other voter than who casts it; what else is sent is not read.
    fields = {
        "idempotency_key": "8d0cf2ac-37cb-4a3f-8c6e-1f2f6e1d7a11",
        "choice": "accept",
        "seen_version": 0,
    }
    client = sign_in(committee.chair, fresh=True)
    sent = client.post(reverse("item_vote", args=[item.pk]), {**fields, "member": committee.secretary.pk})
    assert sent.status_code == 303
    assert Vote.objects.get().member == committee.chair
    for column, value in (("member_id", committee.secretary.pk), ("item_id", item.pk + 1)):
        with pytest.raises(IntegrityError):
            execute(f"UPDATE research_committee_vote SET {column} = %s", value)


@pytest.mark.parametrize("ending", [after_closing, recused, absent])
def test_a_vote_does_not_change_where_none_is_cast(ending):
    item, committee = make_item()
    member = committee.members[0]
    vote(item, {committee.chair: "reject", committee.secretary: "reject", member: "accept"})
    if ending is recused:
        recuse(item, member=member, reason=KIN, by=member)
    elif ending is absent:
        execute("UPDATE research_committee_attendance SET left_at = came_at WHERE member_id = %s", member.pk)
    else:
        decide(item, committee.chair)
    with pytest.raises(Refused):
        cast_vote(item, choice="defer", by=member)
    with pytest.raises(IntegrityError):
        execute("UPDATE research_committee_vote SET choice = 'defer' WHERE member_id = %s", member.pk)


def test_the_administrator_has_no_vote_by_any_door(sign_in):
    item, committee = make_item()
    administrator = make_user(Role.ADMINISTRATOR)
    client = sign_in(administrator, fresh=True)
    for name in ("add", "changelist"):
        assert client.get(reverse(f"admin:research_committee_vote_{name}")).status_code == 403
    add = reverse("admin:research_committee_vote_add")
    fields = {"item": item.pk, "member": administrator.pk, "choice": "accept", "opinion": ""}
    assert client.post(add, fields).status_code == 403
    # A seat for oneself, or the role beside one's own: the two do not go together.
    seat = {"user": administrator.pk, "position": "member", "from_on": "2026-01-01", "until_on": ""}
    client.post(reverse("admin:research_committee_committeemember_add"), seat)
    assert not administrator.committee_seats.exists()
    with pytest.raises(Refused):
        set_roles(administrator, [Role.ADMINISTRATOR, Role.COMMITTEE], by=system_user())
    with pytest.raises(NotPermitted):
        cast_vote(item, choice="accept", by=administrator)
    with pytest.raises(IntegrityError):
        insert(Vote, item_id=item.pk, member_id=administrator.pk, choice="accept", opinion="")
    assert not Vote.objects.exists()
