"""What waits for one member of the committee: a vote, a place on an agenda, or a decision to be recorded."""

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import riyadh_today
from intake.models import HandlingStep
from intake.steps import State

from .models import (
    AgendaItem,
    Attendance,
    CommitteeMember,
    Recusal,
    ResearchReport,
    SecondReading,
    StudyVisit,
    Vote,
)
from .outcomes import RUNNERS, STEPS_THAT_EXCLUDE, Position

TO_RECORD, TO_VOTE_ON = 0, 1


def items_waiting_for(user: User) -> dict[int, tuple[int, bool]]:
    """By request, the open item that waits for this member, and whether it is the vote that waits."""
    return items_among(rows_for_member(user))


def rows_for_member(user: User, *besides) -> list[tuple[int, int, int]]:
    """The items that wait for this member as (request, item, TO_…), and the rows of other questions beside them."""
    if not user.may("research_committee.vote"):
        return []
    found = [
        items.values_list("support_request_id", "pk", Value(kind, output_field=IntegerField()))
        for items, kind in ((_to_record(user), TO_RECORD), (_to_vote_on(user), TO_VOTE_ON))
    ]
    return list(found[0].union(found[1], *besides, all=True))


def items_among(rows: list[tuple]) -> dict[int, tuple[int, bool]]:
    """Where both wait, the vote comes first."""
    items = sorted((row for row in rows if row[2] in (TO_RECORD, TO_VOTE_ON)), key=lambda row: row[2])
    return {request: (item, kind == TO_VOTE_ON) for request, item, kind in items}


def waits_for_second_reader(user: User) -> Q:
    """Which requests wait for this researcher to read their study a second time."""
    waiting = ResearchReport.objects.waiting_for_second_reader(user)
    return Q(pk__in=waiting.values("support_request_id"))


def lead_to_readings(rows: list[dict], user: User) -> None:
    """Makes the queue's rows lead to the study that this person reads a second time."""
    studied = [row["id"] for row in rows if row["code"] == State.STUDIED]
    if not studied or not user.may("research_committee.read_second_time"):
        return
    waiting = ResearchReport.objects.waiting_for_second_reader(user).filter(support_request__in=studied)
    to_read = dict(waiting.values_list("support_request_id", "pk"))
    for row in rows:
        if row["id"] in to_read:
            row["url"] = reverse("report_read_second", args=[to_read[row["id"]]])
            row["step"] = _("waits for a second reading")


def waits_for_member(user: User, items: dict | None = None) -> Q:
    """Which requests wait for this member of the committee; for nobody without a seat.

    `items` is what `items_waiting_for` found, where the page needs it besides.
    """
    if not user.may("research_committee.vote"):
        return Q(pk__in=[])
    found = items_waiting_for(user) if items is None else items
    runs_today = CommitteeMember.objects.on(riyadh_today()).filter(user=user, position__in=RUNNERS)
    recused = Recusal.objects.filter(member=user).values("item__support_request_id")
    on_no_agenda = ~Q(pk__in=_open_items().values("support_request_id")) & Exists(runs_today)
    return Q(state=State.STUDIED) & (Q(pk__in=list(found)) | on_no_agenda & ~Q(pk__in=recused))


def lead_to_items(rows: list[dict], items: dict[int, tuple[int, bool]]) -> None:
    """Makes the queue's rows lead to the agenda item, where the vote is cast, and say what waits there."""
    for row in rows:
        if row["code"] != State.STUDIED:
            continue
        item, to_vote_on = items.get(row["id"], (None, False))
        if item is None:
            row["step"] = _("waits for a place on an agenda")
            continue
        row["url"] = reverse("item_detail", args=[item])
        row["step"] = _("waits for your vote") if to_vote_on else _("waits for the decision to be recorded")


def _open_items():
    return AgendaItem.objects.filter(closed_at__isnull=True)


def _seats(**who):
    """Who holds a place when an item is voted on: the seats of the session's day without those recused from it.

    A member whose place an alternate has taken does not hold it meanwhile, the alternate does.
    """
    day, session = OuterRef("session__held_on"), OuterRef(OuterRef("session"))
    request = OuterRef(OuterRef("support_request"))
    # A recusal holds for later items of the request too.
    declared = Recusal.objects.filter(item__support_request=request, member=OuterRef("user"))
    handled = HandlingStep.objects.filter(
        support_request=request, by=OuterRef("user"), step__in=STEPS_THAT_EXCLUDE
    )
    visited = StudyVisit.objects.filter(support_request=request, researcher=OuterRef("user"))
    read = SecondReading.objects.filter(report__support_request=request, reader=OuterRef("user"))
    sitting = Attendance.objects.filter(session=session, left_at__isnull=True, stands_in_for__isnull=False)
    seats = CommitteeMember.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), from_on__lte=day)
    holds = Q(~Q(position=Position.ALTERNATE), ~Exists(sitting.filter(stands_in_for=OuterRef("user"))))
    stands_in = Q(Exists(sitting.filter(member=OuterRef("user"))), position=Position.ALTERNATE)
    no_part = (declared, handled, visited, read)
    return seats.filter(holds | stands_in, *(~Exists(rows) for rows in no_part), **who)


def _to_vote_on(user: User):
    """Open items on which this member has not voted, of open sessions that the member is in."""
    attended = Attendance.objects.filter(session=OuterRef("session"))
    there = attended.filter(member=user, left_at__isnull=True)
    voted = Vote.objects.filter(item=OuterRef("pk"), member=user)
    return _open_items().filter(
        Exists(there) | ~Exists(attended),
        Exists(_seats(user=user)),
        ~Exists(voted),
        session__opened_by__isnull=False,
    )


def _to_record(user: User):
    """Open items with the votes of a quorum and a past reply period, for the chair and the secretary."""
    declared = Recusal.objects.filter(
        item__support_request=OuterRef("item__support_request"), member=OuterRef("member")
    )
    votes = Vote.objects.filter(~Exists(declared), item=OuterRef("pk"))
    version = "support_request__policy_version"
    return (
        _open_items()
        .filter(
            Exists(_seats(user=user, position__in=RUNNERS)),
            support_request__earliest_decision_on__lte=riyadh_today(),
        )
        .annotate(voted=_number(votes), seats=_number(_seats()))
        .filter(
            voted__gte=F(f"{version}__quorum_minimum"),
            voted__gt=F("seats") * F(f"{version}__quorum_percent") / 100,
        )
    )


def _number(rows):
    """How many rows a subquery finds."""
    return Subquery(
        rows.order_by().annotate(all=Value(1)).values("all").annotate(number=Count("pk")).values("number")
    )
