"""The next session of the committee, and the alternate who stands in for whoever is absent from it."""

from datetime import time, timedelta

from accounts.models import User, system_user
from arabic.calendars import riyadh_today
from intake.models import SupportRequest
from intake.steps import State
from research_committee.models import AgendaItem
from research_committee.outcomes import Position, SessionMode
from research_committee.seats import give_seat
from research_committee.sessions import add_item, plan_session

IN_DAYS, ITEMS = 6, 2
LINK = "https://meet.example.org/committee"


def plan_the_next_session(staff: dict[str, User]) -> None:
    """A session in some days, partly remote, with the requests on its agenda that wait the longest."""
    secretary, today = staff["committee2"], riyadh_today()
    give_seat(user=staff["committee4"], position=Position.ALTERNATE, from_on=today, by=system_user())
    session = plan_session(
        held_on=today + timedelta(days=IN_DAYS),
        starts_at=time(16, 30),
        place="مقر الجمعية",
        mode=SessionMode.BOTH,
        meeting_link=LINK,
        by=secretary,
    )
    on_an_agenda = AgendaItem.objects.filter(closed_at__isnull=True).values("support_request_id")
    waiting = SupportRequest.objects.filter(state=State.STUDIED).exclude(pk__in=on_an_agenda)
    for request in waiting.order_by("state_since", "pk")[:ITEMS]:
        add_item(session, request, by=secretary)
