"""Everything that lies in one session's folder, each part read once: what rules judge and pages show."""

from collections import defaultdict
from datetime import datetime

# Not that of functools: until Python 3.12 it computes under one lock of all instances, and whoever waits for a
# connection of the database inside of it stops everybody else.
from django.utils.functional import cached_property

from accounts.models import besides_name
from arabic.calendars import riyadh_today
from intake.case_file import under_its_policy

from .conflicts.finding import conflicts_of
from .conflicts.found import Finding
from .conflicts.handled import handlers_of
from .counting import Place, Tally, ballot_of, count
from .models import (
    AgendaItem,
    Attendance,
    CommitteeMember,
    CommitteeSession,
    ConflictRuling,
    Decision,
    Recusal,
    SecondReading,
    Vote,
)
from .outcomes import RUNNERS, Position


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
    def seats(self) -> list[CommitteeMember]:
        """The committee as it was on the day of the session, the chair first and the alternates last."""
        return list(CommitteeMember.objects.on(self.session.held_on))

    @cached_property
    def members(self) -> list[CommitteeMember]:
        """The places of the committee: everybody with a seat besides the alternates."""
        return [seat for seat in self.seats if seat.position != Position.ALTERNATE]

    @cached_property
    def alternates(self) -> list[CommitteeMember]:
        return [seat for seat in self.seats if seat.position == Position.ALTERNATE]

    @cached_property
    def positions(self) -> dict[int, str]:
        """The position of each member and alternate, by user."""
        return {seat.user_id: seat.position for seat in self.seats}

    @cached_property
    def chair_id(self) -> int | None:
        return next((user for user, position in self.positions.items() if position == Position.CHAIR), None)

    @cached_property
    def runners(self) -> set[int]:
        """Who runs the session: its chair and secretary; while it is only planned, those of today."""
        seats = self.seats
        if self.session.opened_by_id is None:
            seats = CommitteeMember.objects.on(riyadh_today())
        return {seat.user_id for seat in seats if seat.position in RUNNERS}

    @cached_property
    def attendances(self) -> list[Attendance]:
        """Every coming and leaving, in the order in which they were recorded."""
        people = ("member", "stands_in_for")
        rows = self.session.attendances.select_related(*people).defer(*besides_name(*people))
        return list(rows.order_by("pk"))

    @cached_property
    def intervals(self) -> defaultdict[int, list[Attendance]]:
        """When each person was there, by user."""
        grouped = defaultdict(list)
        for row in self.attendances:
            grouped[row.member_id].append(row)
        return grouped

    @cached_property
    def attended(self) -> set[int]:
        """Whoever was there at all."""
        return set(self.intervals)

    @cached_property
    def attending(self) -> set[int]:
        """Whoever is in the room now; of a closed session, whoever stayed to its close."""
        return self.there_at(self.session.closed_at)

    def there_at(self, moment: datetime | None) -> set[int]:
        """Whoever was in the room at a moment; None is now."""
        return {row.member_id for row in self.attendances if row.covers(moment)}

    @cached_property
    def sitting(self) -> dict[int, int]:
        """The alternates in the room now, by the member in whose place they sit."""
        return self.sitting_at(self.session.closed_at)

    def sitting_at(self, moment: datetime | None) -> dict[int, int]:
        rows = (row for row in self.attendances if row.stands_in_for_id and row.covers(moment))
        return {row.stands_in_for_id: row.member_id for row in rows}

    @cached_property
    def place_of(self) -> dict[int, int]:
        """In whose place everybody counts: a member in the own, an alternate in that of whom they stand in for."""
        stand_ins = {row.member_id: row.stands_in_for_id for row in self.attendances if row.stands_in_for_id}
        return {seat.user_id: seat.user_id for seat in self.members} | stand_ins

    @cached_property
    def recusals(self) -> dict[int, list[Recusal]]:
        """The declared recusals by item: its own, and those from earlier items of the same request."""
        by_request = defaultdict(list)
        requests = {item.support_request_id for item in self.items}
        people = ("member", "declared_by")
        rows = Recusal.objects.filter(item__support_request__in=requests).order_by("pk")
        rows = rows.select_related("item", *people).defer(*besides_name(*people))
        for row in rows:
            by_request[row.item.support_request_id].append(row)
        return defaultdict(
            list, {item.pk: _until(by_request[item.support_request_id], item) for item in self.items}
        )

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
        """Who had a hand in each request."""
        return handlers_of({item.support_request_id for item in self.items})

    @cached_property
    def findings(self) -> dict[int, list[Finding]]:
        """What may tie members to the people of each open item."""
        return conflicts_of(self)

    @cached_property
    def rulings(self) -> dict[int, list[ConflictRuling]]:
        """What was ruled on such findings, by item."""
        return _by_item(ConflictRuling.objects.filter(item__in=self.items), "member", "ruled_by")

    def unruled(self, item: AgendaItem) -> list[Finding]:
        """The findings of an item that nobody has ruled on, against members who have a part in it."""
        found = [
            finding
            for finding in self.findings.get(item.pk, ())
            if finding.member_id not in self.recused(item) and self._sits(finding.member_id)
        ]
        if not found:
            return []
        ruled = {(ruling.member_id, ruling.ground) for ruling in self.rulings[item.pk]}
        return [finding for finding in found if (finding.member_id, finding.ground) not in ruled]

    def _sits(self, user_id: int) -> bool:
        """Whether this member is counted: an alternate only while sitting in somebody's place."""
        return self.positions.get(user_id) != Position.ALTERNATE or user_id in self.attending

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

    def holders(self, item: AgendaItem) -> dict[int, int]:
        """Who holds each place for this item, by the member whose place it is; see counting.py."""
        sitting = self.sitting_at(item.closed_at)
        voters = {self.place_of.get(vote.member_id): vote.member_id for vote in self.standing_votes(item)}
        places = (seat.user_id for seat in self.members)
        return {place: voters.get(place) or sitting.get(place, place) for place in places}

    def present_on(self, item: AgendaItem) -> set[int]:
        """Who is present for this item: in the room, or with a standing vote on it; and not recused."""
        there, recused = self.there_at(item.closed_at), self.recused(item)
        there |= {vote.member_id for vote in self.standing_votes(item)}
        return (there & set(self.holders(item).values())) - recused

    def tally(self, item: AgendaItem) -> Tally:
        """The count of one item as it stands."""
        version, recused = item.support_request.policy_version, self.recused(item)
        there = self.there_at(item.closed_at)
        votes = {vote.member_id: vote.choice for vote in self.standing_votes(item)}
        places = [
            Place(
                in_the_room=holder in there,
                recused=holder in recused,
                vote=votes.get(holder, ""),
                is_chair=holder == self.chair_id,
            )
            for holder in self.holders(item).values()
        ]
        return count(
            ballot_of(places, quorum_of=version.quorum_of, chair_decides_ties=version.chair_has_casting_vote)
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

    @cached_property
    def unruled(self) -> list[Finding]:
        return self.session_file.unruled(self.item)

    def has_handled(self, user) -> bool:
        return user.pk in self.session_file.handlers[self.item.support_request_id]

    def has_declared(self, user) -> bool:
        return any(recusal.member_id == user.pk for recusal in self.session_file.recusals[self.item.pk])

    def vote_of(self, user) -> Vote | None:
        return self.session_file.vote_of(self.item, user)

    def vote_in_place_of(self, user) -> Vote | None:
        """The standing vote of somebody else in this person's place: an alternate's, or that of whom they replace."""
        file = self.session_file
        place = file.place_of.get(user.pk)
        votes = (vote for vote in file.standing_votes(self.item) if vote.member_id != user.pk)
        return next((vote for vote in votes if file.place_of.get(vote.member_id) == place), None)


def _until(recusals: list[Recusal], item: AgendaItem) -> list[Recusal]:
    """The recusals that hold for an item, each member's first: a later one changes nothing that was counted."""
    first = {}
    for recusal in recusals:
        if recusal.item_id <= item.pk:
            first.setdefault(recusal.member_id, recusal)
    return list(first.values())


def _by_item(rows, *people: str) -> defaultdict[int, list]:
    grouped = defaultdict(list)
    for row in rows.select_related(*people).defer(*besides_name(*people)).order_by("pk"):
        grouped[row.item_id].append(row)
    return grouped
