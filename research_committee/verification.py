"""Do the decisions still follow from their votes? Named when they do not."""

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from arabic.calendars import riyadh_day
from intake.models import SupportRequest
from intake.steps import DECIDED_STATES, State

from .counting import Ballot, count
from .minutes.verification import findings as minutes_findings
from .models import CommitteeMember, Decision, Vote
from .outcomes import Outcome, Position
from .scales.verifying import findings as findings_of_scales
from .studying.checking import findings_of_sheets


def findings():
    """One sentence for every decision that its votes do not give, and every decided request without one."""
    votes = {
        f"cast_{outcome.value}": Count("item__votes", filter=Q(item__votes__choice=outcome))
        for outcome in Outcome
    }
    chairs = list(CommitteeMember.objects.filter(position=Position.CHAIR))
    chair_votes = _chair_votes(chairs)
    decisions = Decision.objects.annotate(**votes).select_related(
        "item__session", "support_request__policy_version"
    )
    for decision in decisions.order_by("pk").iterator(chunk_size=500):
        yield from _findings_of(decision, chair_votes.get(decision.item_id, ""))
    yield from _requests_without_decision()
    yield from _recorded_on_another_day()
    yield from minutes_findings()
    yield from findings_of_scales()
    yield from findings_of_sheets()


def _recorded_on_another_day():
    """A decision is dated on the day on which it was written: nobody waits out the reply period on paper."""
    rows = Decision.history.filter(history_type="+").order_by("pk")
    for decision, day, written in rows.values_list("id", "decided_on", "history_date"):
        if day != riyadh_day(written):
            yield _("Decision %(id)s is dated %(day)s, but was recorded on %(written)s.") % {
                "id": decision,
                "day": day.isoformat(),
                "written": riyadh_day(written).isoformat(),
            }


def _chair_votes(chairs) -> dict[int, str]:
    """What the chair of the session's day voted, by item."""
    rows = Vote.objects.filter(item__decision__casting_vote_used=True)
    rows = rows.values_list("item_id", "member_id", "choice", "item__session__held_on")
    return {
        item: choice
        for item, member, choice, day in rows
        if any(chair.user_id == member and chair.sits_on(day) for chair in chairs)
    }


def _findings_of(decision: Decision, chair_vote: str):
    counted = {outcome: getattr(decision, f"{outcome.value}_votes") for outcome in Outcome}
    # A vote of a member recused afterwards is on record without being counted.
    if any(number > getattr(decision, f"cast_{outcome.value}") for outcome, number in counted.items()):
        yield _("Decision %(id)s counts votes that are not there.") % {"id": decision.pk}
    version = decision.support_request.policy_version
    result = count(
        Ballot(
            members=decision.members,
            recused=decision.recused,
            present=decision.present,
            needed=version.quorum_of(decision.members - decision.recused),
            votes=counted,
            chair_decides_ties=version.chair_has_casting_vote,
            chair_vote=chair_vote,
        )
    )
    if result.outcome != decision.outcome:
        yield _("Decision %(id)s says %(said)s, but its votes say: %(votes)s") % {
            "id": decision.pk,
            "said": decision.get_outcome_display(),
            "votes": result.sentence,
        }


def _requests_without_decision():
    """A decided request has a decision of the same day that says the same."""
    accepted = [state for state in DECIDED_STATES if state != State.REJECTED]
    decisions = Decision.objects.filter(support_request=OuterRef("pk"), decided_on=OuterRef("decided_on"))
    for states, outcome in ((accepted, Outcome.ACCEPT), ([State.REJECTED], Outcome.REJECT)):
        lacking = SupportRequest.objects.filter(~Exists(decisions.filter(outcome=outcome)), state__in=states)
        for reference in lacking.order_by("pk").values_list("reference", flat=True):
            yield _("Request %(reference)s is decided without a decision of the committee that says so.") % {
                "reference": reference
            }
