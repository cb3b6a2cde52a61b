"""Conditions of the guards of sessions and of who sits in them, in SQL that SQLite and PostgreSQL both read."""

_SESSION = "SELECT 1 FROM research_committee_committeesession s WHERE s.id = "
_ITEMS = "SELECT 1 FROM research_committee_agendaitem i "


def closed(session: str) -> str:
    return f"EXISTS ({_SESSION}{session} AND s.closed_at IS NOT NULL)"


def not_open(session: str) -> str:
    """The session is only planned, was called off, or is closed."""
    return (
        f"EXISTS ({_SESSION}{session} "
        "AND (s.opened_by_id IS NULL OR s.cancelled_at IS NOT NULL OR s.closed_at IS NOT NULL))"
    )


def takes_no_items(session: str) -> str:
    return f"EXISTS ({_SESSION}{session} AND (s.cancelled_at IS NOT NULL OR s.closed_at IS NOT NULL))"


# The session of the new row's item is not open.
ITEM_NOT_OPEN = not_open(
    "(SELECT i.session_id FROM research_committee_agendaitem i WHERE i.id = NEW.item_id)"
)
HAS_OPEN_ITEMS = f"EXISTS ({_ITEMS}WHERE i.session_id = NEW.id AND i.closed_at IS NULL)"
SOMEBODY_IS_THERE = (
    "EXISTS (SELECT 1 FROM research_committee_attendance a WHERE a.session_id = NEW.id AND a.left_at IS NULL)"
)


def seated(user: str, position: str) -> str:
    """This person has a seat of such a position on the day of the new row's session."""
    return (
        "EXISTS (SELECT 1 FROM research_committee_committeemember m, "  # noqa: S608 (constants only)
        "research_committee_committeesession s "
        f"WHERE s.id = NEW.session_id AND m.user_id = {user} AND m.position {position} "
        "AND m.from_on <= s.held_on AND (m.until_on IS NULL OR m.until_on >= s.held_on))"
    )


# Whoever opens a session is its chair or secretary, and says when.
OPENED_BY_ANOTHER = (
    "(NEW.opened_at IS NULL OR NOT EXISTS (SELECT 1 FROM research_committee_committeemember m "
    "WHERE m.user_id = NEW.opened_by_id AND m.position IN ('chair', 'secretary') "
    "AND m.from_on <= NEW.held_on AND (m.until_on IS NULL OR m.until_on >= NEW.held_on)))"
)
SITS_ON_THE_COMMITTEE = seated("NEW.member_id", "<> ''")
_ALTERNATE = seated("NEW.member_id", "= 'alternate'")
_SUBSTITUTED = seated("NEW.stands_in_for_id", "<> 'alternate'")
# An alternate sits in the place of a member, and a member in the own.
SITS_IN_NO_PLACE = (
    f"(NEW.stands_in_for_id IS NULL AND {_ALTERNATE}) OR (NEW.stands_in_for_id IS NOT NULL "
    f"AND NOT ({_ALTERNATE} AND {_SUBSTITUTED}))"
)

_OTHERS = "SELECT 1 FROM research_committee_attendance o WHERE o.session_id = NEW.session_id"
# An alternate keeps the one place: with two of them it would be unknown in whose place they voted.
SITS_IN_TWO_PLACES = (
    f"EXISTS ({_OTHERS} AND o.member_id = NEW.member_id "
    "AND COALESCE(o.stands_in_for_id, 0) <> COALESCE(NEW.stands_in_for_id, 0))"
)
# Two people in one place at a time, or one person twice.
PLACE_IS_TAKEN = (
    f"EXISTS ({_OTHERS} AND COALESCE(o.stands_in_for_id, o.member_id) "
    "= COALESCE(NEW.stands_in_for_id, NEW.member_id) "
    "AND COALESCE(o.left_at, '9999-12-31') > COALESCE(NEW.came_at, '0001-01-01') "
    "AND COALESCE(NEW.left_at, '9999-12-31') > COALESCE(o.came_at, '0001-01-01')"
)


def _there(row: str) -> str:
    return (
        f"COALESCE({row}.came_at, '0001-01-01') <= i.closed_at "
        f"AND COALESCE({row}.left_at, '9999-12-31') >= i.closed_at"
    )


def _decided(row: str) -> str:
    return f"EXISTS ({_ITEMS}WHERE i.session_id = {row}.session_id AND i.result = 'decided' AND "


# SECURITY: who was counted as present when an item was decided is not changed afterwards.
WAS_THERE_AT_A_DECISION = f"{_decided('OLD')}{_there('OLD')})"
COMES_BEFORE_A_DECISION = (
    f"{_decided('NEW')}COALESCE(NEW.came_at, '0001-01-01') < i.closed_at "
    "AND COALESCE(NEW.left_at, '9999-12-31') >= i.closed_at)"
)
MOVES_ABOUT_A_DECISION = (
    f"{_decided('OLD')}(({_there('OLD')}) AND NOT ({_there('NEW')}) "
    f"OR ({_there('NEW')}) AND NOT ({_there('OLD')})))"
)


def place_has_voted(stands: str) -> str:
    """Somebody else has a standing vote on the item in the same place; `stands` says when v does."""
    place = (
        "SELECT 1 FROM research_committee_attendance p JOIN research_committee_agendaitem pi "
        "ON pi.session_id = p.session_id WHERE pi.id = NEW.item_id "
    )
    both = (
        f"{place}AND p.member_id = NEW.member_id AND EXISTS (SELECT 1 "  # noqa: S608
        "FROM research_committee_attendance q "
        "WHERE q.session_id = p.session_id AND q.member_id = v.member_id "
        "AND q.stands_in_for_id = p.stands_in_for_id)"
    )
    return (
        "EXISTS (SELECT 1 FROM research_committee_vote v "  # noqa: S608 (constants only)
        f"WHERE v.item_id = NEW.item_id AND v.member_id <> NEW.member_id AND {stands} AND ("
        f"EXISTS ({place}AND p.member_id = NEW.member_id AND p.stands_in_for_id = v.member_id) "
        f"OR EXISTS ({place}AND p.member_id = v.member_id AND p.stands_in_for_id = NEW.member_id) "
        f"OR EXISTS ({both})))"
    )
