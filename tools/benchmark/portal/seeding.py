"""A portal's database with many people and requests, for measuring only; never one with real people."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone, translation

from accounts.models import User, system_user
from arabic.calendars import riyadh_today
from audit.writing import one_transaction
from config.demo.cases import make_cases
from config.demo.past import days_ago
from config.demo.people import identity_number
from config.demo.staff import make_staff
from intake.models import SupportRequest
from intake.steps import State
from policies.loading import load_pack
from policies.models import PolicyVersion
from research_committee.models import CommitteeSession
from research_committee.sessions import add_item, close_session, mark_attendance, open_session
from research_committee.voting import cast_vote

from .people import add_people
from .replay import ITEMS_OF_A_SESSION, Replay

COMMITTEE = ("committee1", "committee2", "committee3")
DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Share:
    """A story of the demonstration, by its place, and how many of a hundred people have lived it."""

    place: int
    people: int
    # Over how many days the copies were last moved.
    days: int


# What is still open, and what is over. Everybody has lived one story, since a file's papers are there once.
STORIES = (
    Share(0, 4, 40),
    Share(15, 4, 40),
    Share(3, 3, 40),
    Share(4, 3, 40),
    Share(5, 4, 6),
    Share(6, 4, 20),
    Share(7, 4, 20),
    Share(14, 26, 1000),
    Share(10, 24, 1000),
    Share(13, 24, 1000),
)
DECIDED = (10, 13)


def seed(people: int) -> None:
    """Staff, policy and sample cases of the demonstration, and then so many people with a request and more."""
    call_command("migrate", verbosity=0)
    with translation.override("ar"):
        load_pack("cra-taif", by=system_user())
        version = PolicyVersion.objects.in_force()
        with one_transaction():
            staff = make_staff("measured-2026")
            make_cases(version, staff)
        with transaction.atomic():
            keys = add_people(people)
        start = 0
        for share in STORIES:
            number = max(people * share.people // 100, 1)
            copy_story(share, number, keys[start], staff)
            start += number
        _one_open_session(staff)
    _tell_the_database()


def story_of(place: int) -> SupportRequest:
    """The first request of this person of the demonstration."""
    return SupportRequest.objects.filter(beneficiary__identity_number=identity_number(place)).earliest("pk")


def copy_story(share: Share, number: int, first_person: int, staff: dict[str, User]) -> range:
    """So many people more with this story of the demonstration; decided ones before sessions of their own."""
    story = story_of(share.place)
    seconds = max(share.days * DAY // number, 1)
    decided = share.place in DECIDED
    held = CommitteeSession.objects.filter(items__support_request=story).first() if decided else None
    sessions = _sessions(held, number, staff) if held else []
    with transaction.atomic():
        first = sessions[0].pk if sessions else 0
        made = Replay(story, number, first_person, first, seconds).write()
    _go_on_counting()
    for session in sessions:
        with _hours_from(held.closed_at, 1):
            close_session(session, by=staff["committee2"])
    return made


def _hours_from(moment: datetime, hours: int):
    there = timezone.localtime(moment)
    return days_ago((riyadh_today() - there.date()).days, there.hour + hours)


def _sessions(held: CommitteeSession, number: int, staff: dict[str, User]) -> list[CommitteeSession]:
    """Open sessions with the whole committee, enough for so many items; their keys follow one another.

    They begin an hour before the one of the story, whose votes and decisions are copied with their moments.
    """
    with _hours_from(held.opened_at, -1):
        return [
            mark_attendance(
                open_session(place="مقر الجمعية", by=staff["committee2"]),
                [staff[name] for name in COMMITTEE],
                by=staff["committee2"],
            )
            for _place in range(-(-number // ITEMS_OF_A_SESSION))
        ]


def _one_open_session(staff: dict[str, User]) -> None:
    """A session of thirty items, half of them voted on."""
    secretary = staff["committee2"]
    session = mark_attendance(
        open_session(place="مقر الجمعية", by=secretary), [staff[name] for name in COMMITTEE], by=secretary
    )
    free = SupportRequest.objects.filter(state=State.STUDIED, agenda_items=None).order_by("-pk")
    for place, request in enumerate(free[:ITEMS_OF_A_SESSION]):
        item = add_item(session, request, by=secretary)
        for member in COMMITTEE if place % 2 else ():
            cast_vote(item, choice="accept", by=staff[member])


def _go_on_counting() -> None:
    """The copies came with their keys, which PostgreSQL does not count."""
    statements = connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _tell_the_database() -> None:
    """What the planner should know of the new rows."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
