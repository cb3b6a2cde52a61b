"""Everything that lies in one session's folder, each part read once: what rules judge and pages show."""

from collections import defaultdict
from functools import cached_property

from accounts.models import besides_name
from intake.case_file import under_its_policy
from intake.models import DataVerification, HandlingStep

from .counting import Ballot, Tally, count
from .models import AgendaItem, CommitteeMember, CommitteeSession, Decision, Recusal, SecondReading, Vote
from .outcomes import STEPS_THAT_EXCLUDE, Outcome, Position


class SessionFile:
    """One session with its members, attendance and agenda, in a constant number of queries."""

    def __init__(self, session: CommitteeSession, items: list[AgendaItem] | None = None):
        self.session = session
        if items is not None:
            self.items = items

    @cached_property
    def items(self) -> list[AgendaItem]:
        items = list(self.session.items.select_related("support_request").order_by("position"))
        for item in items:
            under_its_policy(item.support_request)
        return items

    @cached_property
    def members(self) -> list[CommitteeMember]:
        """The committee as it was on the day of the session, the chair first."""
        return list(CommitteeMember.objects.on(self.session.held_on))

    @cached_property
    def positions(self) -> dict[int, str]:
        """The position of each member, by user."""
        return {member.user_id: member.position for member in self.members}

    @cached_property
    def chair_id(self) -> int | None:
        return next((user for user, position in self.positions.items() if position == Position.CHAIR), None)

    @cached_property
    def attending(self) -> set[int]:
        return set(self.session.attendances.values_list("member_id", flat=True))

    @cached_property
    def recusals(self) -> dict[int, list[Recusal]]:
        """The declared recusals by item."""
        return _by_item(Recusal.objects.filter(item__in=self.items), "member", "declared_by")

    @cached_property
    def read_twice(self) -> set[int]:
        """The items whose study a second researcher has read."""
        requests = [item.support_request_id for item in self.items]
        readings = SecondReading.objects.filter(report__support_request__in=requests)
        read = set(readings.values_list("report__support_request_id", "report__study"))
        return {item.pk for item in self.items if (item.support_request_id, item.study) in read}

    @cached_property
    def votes(self) -> dict[int, list[Vote]]:
        return _by_item(Vote.objects.filter(item__in=self.items), "member")

    @cached_property
    def decisions(self) -> dict[int, Decision]:
        rows = Decision.objects.filter(item__in=self.items).select_related("recorded_by")
        return {decision.item_id: decision for decision in rows}

    @cached_property
    def handlers(self) -> dict[int, set[int]]:
        """Who received, verified, witnessed the pledge of, referred or studied each request."""
        requests = {item.support_request_id for item in self.items}
        handlers = defaultdict(set)
        steps = HandlingStep.objects.filter(support_request__in=requests, step__in=STEPS_THAT_EXCLUDE)
        took = steps.order_by().values_list("support_request_id", "by_id", "by_id")
        # SECURITY: also who looked at a document before a colleague looked again.
        checks = DataVerification.objects.filter(support_request__in=requests).values("pk")
        looked = DataVerification.history.filter(id__in=checks).order_by()
        people = ("support_request_id", "checked_by_id", "original_seen_by_id")
        for request, *users in took.union(looked.values_list(*people)):
            handlers[request].update(users)
        return handlers

    def recused(self, item: AgendaItem) -> set[int]:
        """The members without a part in this item: declared, or because they handled its request."""
        declared = {recusal.member_id for recusal in self.recusals[item.pk]}
        return (declared | self.handlers[item.support_request_id]) & self.positions.keys()

    def standing_votes(self, item: AgendaItem) -> list[Vote]:
        """The votes that count: the vote of a member recused afterwards stays on record only."""
        recused = self.recused(item)
        return [vote for vote in self.votes[item.pk] if vote.member_id not in recused]

    def vote_of(self, item: AgendaItem, user) -> Vote | None:
        return next((vote for vote in self.votes[item.pk] if vote.member_id == user.pk), None)

    def tally(self, item: AgendaItem) -> Tally:
        """The count of one item as it stands."""
        version, recused, votes = (
            item.support_request.policy_version,
            self.recused(item),
            self.standing_votes(item),
        )
        chair_vote = next((vote.choice for vote in votes if vote.member_id == self.chair_id), "")
        return count(
            Ballot(
                members=len(self.positions),
                recused=len(recused),
                present=len((self.attending & self.positions.keys()) - recused),
                needed=version.quorum_of(len(self.positions) - len(recused)),
                votes={outcome: sum(vote.choice == outcome for vote in votes) for outcome in Outcome},
                chair_decides_ties=version.chair_has_casting_vote,
                chair_vote=chair_vote,
            )
        )


class ItemFile:
    """One agenda item in its session's folder: what the committee's rules judge."""

    def __init__(self, item: AgendaItem, session_file: SessionFile | None = None):
        self.item = item
        self.session_file = session_file or SessionFile(item.session, [item])

    @property
    def session(self) -> CommitteeSession:
        return self.session_file.session

    @property
    def request(self):
        return self.item.support_request

    @cached_property
    def recused(self) -> set[int]:
        return self.session_file.recused(self.item)

    @cached_property
    def tally(self) -> Tally:
        return self.session_file.tally(self.item)

    def has_handled(self, user) -> bool:
        return user.pk in self.session_file.handlers[self.item.support_request_id]

    def has_declared(self, user) -> bool:
        return any(recusal.member_id == user.pk for recusal in self.session_file.recusals[self.item.pk])

    def vote_of(self, user) -> Vote | None:
        return self.session_file.vote_of(self.item, user)


def _by_item(rows, *people: str) -> defaultdict[int, list]:
    grouped = defaultdict(list)
    for row in rows.select_related(*people).defer(*besides_name(*people)).order_by("pk"):
        grouped[row.item_id].append(row)
    return grouped
