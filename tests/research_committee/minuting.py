"""A closed session with one decided and one carried-over item, and minutes in every state."""

from dataclasses import dataclass

from audit.writing import write
from research_committee.minutes.acts import draw_up_minutes, lock_minutes, sign_minutes
from research_committee.models import AgendaItem, CommitteeSession, Minutes
from research_committee.sessions import add_item, carry_over, close_session

from .factories import Committee, decide, make_item, make_studied, vote

PASSWORD = "توقيع-المحضر-1448"


@dataclass
class Closed:
    session: CommitteeSession
    item: AgendaItem
    carried: AgendaItem
    committee: Committee


def closed_session(outcome: str = "reject", committee: Committee | None = None) -> Closed:
    item, committee = make_item(committee)
    second = add_item(item.session, make_studied(), by=committee.secretary)
    vote(item, dict.fromkeys(committee.everyone, outcome))
    decide(item, committee.chair)
    carry_over(second, reason="غاب الباحث الاجتماعي", by=committee.secretary)
    session = close_session(item.session, by=committee.secretary)
    return Closed(session, item, second, committee)


def drawn_up(closed: Closed | None = None) -> tuple[Minutes, Committee]:
    closed = closed or closed_session()
    return draw_up_minutes(closed.session, by=closed.committee.secretary), closed.committee


def sign(minutes: Minutes, *people) -> None:
    for member in people:
        sign_minutes(minutes, sha256=minutes.sha256, by=member)


def locked(closed: Closed | None = None) -> tuple[Minutes, Committee]:
    minutes, committee = drawn_up(closed)
    sign(minutes, *committee.everyone)
    return Minutes.objects.get(pk=minutes.pk), committee


def locked_without(member, minutes: Minutes, committee: Committee) -> Minutes:
    """Locked by the chair while one signature is missing."""
    sign(minutes, *(person for person in committee.everyone if person != member))
    return lock_minutes(minutes, reason="سافر خارج المملكة قبل التوقيع", by=committee.chair)


def with_password(user):
    """Lets somebody prove to be themselves."""
    user.set_password(PASSWORD)
    write(user, by=user, reason="Password set")
    return user
