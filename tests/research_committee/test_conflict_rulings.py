"""What is found waits for a ruling: until then the member does not vote, and the item is not decided."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.refusals import NotPermitted
from audit.writing import write
from research_committee.conflicts.declaring import declare_relation
from research_committee.conflicts.ruling import rule_on_conflict
from research_committee.decisions import tally
from research_committee.models import AgendaItem, ConflictRuling, Decision, Recusal, Vote
from research_committee.pages.conflicts import conflict_rows
from research_committee.rules import CARRYING_OVER, DECIDING, checklist
from research_committee.session_file import ItemFile
from research_committee.sessions import add_item, carry_over, mark_attendance
from research_committee.voting import cast_vote, recuse
from tests.factories import make_user

from .declared import declare
from .factories import decide, make_committee, make_item, make_session, make_studied, vote
from .refusals import refused
from .test_committee_guards import decision_row, insert

pytestmark = pytest.mark.django_db
WHY = "أخوه من الأب كما أقر بنفسه"


@pytest.fixture(autouse=True)
def _sentences_in_english(_arabic_is_the_language):
    with translation.override("en"):
        yield


def tie(item, member):
    """The member declares the applicant's phone as the own one."""
    declare(member, phone=str(item.support_request.beneficiary.phone))


def rule(item, member, confirmed, by, ground="phone", reason=WHY):
    return rule_on_conflict(item, member=member, ground=ground, confirmed=confirmed, reason=reason, by=by)


def test_a_member_does_not_vote_while_something_waits_and_votes_after_it_is_dismissed():
    item, committee = make_item()
    member = committee.members[0]
    tie(item, member)
    refused("you vote when the chair has ruled", cast_vote, item, choice="accept", by=member)
    rule(item, member, False, committee.chair)
    assert cast_vote(item, choice="accept", by=member).choice == "accept"
    assert not Recusal.objects.exists()


def test_an_item_is_not_decided_while_something_waits_but_may_be_carried_over():
    item, committee = make_item()
    vote(item, dict.fromkeys(committee.everyone, "reject"))
    tie(item, committee.members[0])
    refused("decided once that is ruled on", decide, item, committee.chair)
    file = ItemFile(AgendaItem.objects.get(pk=item.pk))
    assert [row["open"] for row in checklist(DECIDING, file, committee.chair)].count(False) == 1
    assert all(row["open"] for row in checklist(CARRYING_OVER, file, committee.chair))
    assert carry_over(item, reason="لم يبت في التعارض بعد", by=committee.chair).closed_at


def test_a_confirmed_conflict_takes_out_a_vote_that_was_cast_before_and_keeps_it_on_record():
    item, committee = make_item()
    member = committee.members[0]
    vote(item, {committee.chair: "accept", committee.secretary: "reject", member: "reject"})
    tie(item, member)
    ruling = rule(item, member, True, committee.chair)
    recusal = Recusal.objects.get()
    assert (recusal.member, recusal.declared_by, ruling.confirmed) == (member, committee.chair, True)
    assert WHY not in recusal.reason
    assert Vote.objects.filter(item=item).count() == 3
    counted = tally(item)
    assert (counted.voted, counted.ballot.recused) == (2, 1)
    refused("You are recused", cast_vote, item, choice="accept", by=member)
    # Of one against one the chair's vote decides, as the policy says.
    assert decide(item, committee.secretary).reject_votes == 1


def test_a_dismissed_vote_counts_and_the_item_is_decided():
    item, committee = make_item()
    vote(item, dict.fromkeys(committee.everyone, "reject"))
    tie(item, committee.members[0])
    rule(item, committee.members[0], False, committee.chair, reason="رقم مكتب كان يشغله كلاهما")
    assert decide(item, committee.chair).reject_votes == 3


def test_who_rules():
    item, committee = make_item()
    member = committee.members[0]
    for user in committee.everyone:
        tie(item, user)
    by_member = {"kind": NotPermitted}
    refused("Only the chair or the secretary", rule, item, committee.chair, True, member, **by_member)
    refused(
        "Nobody rules on a tie of their own",
        rule,
        item,
        committee.chair,
        False,
        committee.chair,
        **by_member,
    )
    refused("The chair rules on this", rule, item, member, True, committee.secretary, **by_member)
    rule(item, committee.chair, True, committee.secretary)
    # The chair has no part any more, so the secretary rules on the others; on the secretary nobody can.
    refused("The chair rules on this", rule, item, member, True, committee.chair, **by_member)
    rule(item, member, False, committee.secretary)
    refused("The chair rules on this", rule, item, committee.secretary, False, committee.chair, **by_member)
    recuse(item, member=committee.secretary, reason="رقم واحد نشترك فيه", by=committee.secretary)
    assert ItemFile(AgendaItem.objects.get(pk=item.pk)).unruled == []


def test_the_secretary_rules_for_a_chair_who_is_not_there():
    committee = make_committee()
    session = make_session(committee, present=[committee.secretary, *committee.members])
    item = add_item(session, make_studied(), by=committee.secretary)
    tie(item, committee.members[0])
    assert rule(item, committee.members[0], False, committee.secretary).ruled_by == committee.secretary


def test_a_ruling_needs_a_reason_and_something_that_waits():
    item, committee = make_item()
    member = committee.members[0]
    refused("Nothing of this kind waits", rule, item, member, True, committee.chair)
    tie(item, member)
    for words in ("-", "لا يوجد", "."):
        refused("Write the reason in words", rule, item, member, False, committee.chair, reason=words)
    rule(item, member, False, committee.chair)
    refused("Nothing of this kind waits", rule, item, member, True, committee.chair)


def test_what_an_identity_number_proves_is_not_dismissed():
    item, committee = make_item()
    member = committee.members[0]
    declare(member, identity_number=item.support_request.beneficiary.identity_number)
    refused("is not dismissed", rule, item, member, False, committee.chair, ground="self")
    rule(item, member, True, committee.chair, ground="self")
    assert Recusal.objects.get().member == member


def test_a_recusal_holds_for_later_items_of_the_request_and_a_dismissal_does_not():
    item, committee = make_item()
    out, cleared = committee.members[0], committee.secretary
    tie(item, out)
    rule(item, out, True, committee.chair)
    declare_relation(name=item.support_request.beneficiary.full_name, relation="جار قديم", by=cleared)
    rule(item, cleared, False, committee.chair, ground="declared")
    carry_over(item, reason="لم يكتمل النصاب اليوم", by=committee.secretary)
    again = add_item(make_session(committee), item.support_request, by=committee.chair)
    refused("You are recused", cast_vote, again, choice="accept", by=out)
    refused("you vote when the chair has ruled", cast_vote, again, choice="accept", by=cleared)
    assert tally(again).ballot.recused == 1
    with pytest.raises(IntegrityError, match="the_recused_do_not_vote"):
        insert(Vote, item_id=again.pk, member_id=out.pk, choice="accept", opinion="")


def test_a_later_recusal_changes_nothing_that_was_counted():
    item, committee = make_item()
    vote(item, dict.fromkeys(committee.everyone, "defer"))
    decide(item, committee.chair)
    file = ItemFile(AgendaItem.objects.get(pk=item.pk))
    before = file.recused, len(file.session_file.standing_votes(file.item))
    other, _ = make_item(committee)
    recuse(other, member=committee.members[0], reason="بيننا قرابة", by=committee.members[0])
    file = ItemFile(AgendaItem.objects.get(pk=item.pk))
    assert (file.recused, len(file.session_file.standing_votes(file.item))) == before


# In the database


def ruling_row(item, member, by, **values):
    return {
        "item_id": item.pk,
        "member_id": member.pk,
        "ground": "phone",
        "confirmed": True,
        "reason": WHY,
        "ruled_by_id": by.pk,
        **values,
    }


def test_raw_sql_does_not_rule_for_whom_the_rules_refuse():
    item, committee = make_item()
    member, chair = committee.members[0], committee.chair
    stranger = make_user(Role.COMMITTEE)
    for row, promise in (
        (ruling_row(item, member, member), "nobody_rules_on_their_own|only_chair_or_secretary"),
        (ruling_row(item, chair, chair), "nobody_rules_on_their_own"),
        (ruling_row(item, chair, member), "only_chair_or_secretary_rule"),
        (ruling_row(item, member, stranger), "only_chair_or_secretary_rule"),
        (ruling_row(item, stranger, chair), "conflicts_are_of_members"),
        (ruling_row(item, member, chair, reason=""), "a_ruling_has_a_reason"),
        (ruling_row(item, member, chair, ground="self", confirmed=False), "is_not_dismissed"),
    ):
        with pytest.raises(IntegrityError, match=promise):
            insert(ConflictRuling, **row)
    insert(ConflictRuling, **ruling_row(item, member, chair))
    with pytest.raises(IntegrityError):
        insert(ConflictRuling, **ruling_row(item, member, chair))


def test_a_vote_is_put_out_only_with_a_confirmed_ruling():
    item, committee = make_item()
    member, chair = committee.members[0], committee.chair
    vote(item, {member: "accept"})
    recusal = {"item_id": item.pk, "member_id": member.pk, "reason": "x", "declared_by_id": chair.pk}
    with pytest.raises(IntegrityError, match="nobody_takes_anothers_vote_by_recusal"):
        insert(Recusal, **recusal)
    insert(ConflictRuling, **ruling_row(item, member, chair, confirmed=False))
    with pytest.raises(IntegrityError, match="nobody_takes_anothers_vote_by_recusal"):
        insert(Recusal, **recusal)
    insert(ConflictRuling, **ruling_row(item, member, chair, ground="iban"))
    insert(Recusal, **recusal)


def test_the_database_refuses_a_vote_on_the_own_household_and_a_decision_that_counts_one():
    item, committee = make_item()
    member = committee.members[0]
    vote(item, dict.fromkeys(committee.everyone, "reject"))
    declare(member, identity_number=item.support_request.beneficiary.identity_number)
    other, _ = make_item(
        committee, beneficiary=item.support_request.beneficiary, need="علاج", **_other_service(item)
    )
    with pytest.raises(IntegrityError, match="nobody_votes_on_a_request_of_their_own_household"):
        insert(Vote, item_id=other.pk, member_id=member.pk, choice="accept", opinion="")
    # All else is as a rejection has to be.
    decided_on = riyadh_today()
    until = decided_on + timedelta(days=item.support_request.policy_version.appeal_days)
    said = {"outcome": "reject", "reason_code": "needs_are_covered", "appeal_until": until}
    row = decision_row(item, committee, accept_votes=0, reject_votes=3, **said)
    with pytest.raises(IntegrityError, match="no_decision_counts_a_vote_of_the_own_household"):
        insert(Decision, **row)
    with pytest.raises(IntegrityError, match="nobody_votes_on_a_request"), transaction.atomic():
        write(Vote(item=other, member=member, choice="accept"), by=member, reason="Voted")


def _other_service(item) -> dict:
    return {"service_type": item.support_request.policy_version.service_types.last()}


# On the pages


def send(client, address, **fields):
    return client.post(address, {"idempotency_key": str(uuid.uuid4()), **fields})


def test_grounds_are_read_by_who_runs_the_session_and_by_the_member_alone():
    item, committee = make_item()
    member = committee.members[0]
    tie(item, member)
    file = ItemFile(AgendaItem.objects.get(pk=item.pk))
    told = {user: conflict_rows(file, user) for user in (committee.chair, committee.secretary, member)}
    assert all("phone" in rows[0]["sentence"] for rows in told.values())
    assert [bool(rows[0]["url"]) for rows in told.values()] == [True, False, False]
    phone = str(item.support_request.beneficiary.phone)[-7:]
    assert phone not in str(told)
    assert conflict_rows(file, make_user(Role.AUDITOR)) == []


def test_the_chair_rules_on_the_form(sign_in):
    item, committee = make_item()
    member = committee.members[0]
    tie(item, member)
    address = reverse("item_rule_on_conflict", args=[item.pk])
    client = sign_in(committee.chair)
    page = client.get(f"{address}?finding={member.pk}-phone")
    assert page.context["form"]["finding"].value() == f"{member.pk}-phone"
    assert item.support_request.beneficiary.family_name not in page.text
    answer = send(client, address, finding=f"{member.pk}-phone", confirmed="no", reason="-")
    assert answer.status_code == 409
    answer = send(client, address, finding=f"{member.pk}-phone", confirmed="yes", reason=WHY)
    assert answer.status_code == 303
    assert Recusal.objects.get().member == member
    assert send(client, address, finding=f"{member.pk}-phone", confirmed="yes", reason=WHY).status_code == 422
    assert client.get(address).context["closed"]


def test_who_sits_in_no_place_holds_nothing_up():
    item, committee = make_item()
    tie(item, committee.members[0])
    mark_attendance(item.session, [committee.chair, committee.secretary], by=committee.chair)
    # A member who is absent is counted in the quorum: the ruling says whether.
    assert ItemFile(AgendaItem.objects.get(pk=item.pk)).unruled
