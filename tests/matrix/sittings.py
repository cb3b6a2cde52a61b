"""A session that is still to come, and who sits in the open one."""

from datetime import timedelta

from arabic.calendars import riyadh_today
from research_committee.models import Attendance
from research_committee.sessions import plan_session


def plan_ahead(world) -> None:
    day = riyadh_today() + timedelta(days=5)
    world.rows["planned"] = plan_session(held_on=day, place="المقر", by=world.users["secretary"])
    chair = Attendance.objects.filter(session=world.rows["session"], member=world.users["chair"])
    world.rows["attendance"] = chair.get()
