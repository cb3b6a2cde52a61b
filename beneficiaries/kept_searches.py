"""What was searched among people, kept for the way back from a person's page.

SECURITY: the words of a search are names and numbers of people. They stand in no address, cookie, log or browser
storage: only in the session on the server, under a random place that means nothing elsewhere, for a quarter of an hour
and never beyond the sign-out. A page opened from the menu is empty, so that the next visitor sees nobody's name.
"""

import re
import secrets
import time

KEY = "desk_searches"
KEPT_SECONDS = 15 * 60
MOST_KEPT = 8
_PLACE = re.compile(r"[A-Za-z0-9_-]{12}")


def new_place() -> str:
    """Where the next search will be kept; nothing is stored yet."""
    return secrets.token_urlsafe(9)


def place_from(text: str) -> str:
    """The place that an address or a form names, or a new one."""
    return text if _PLACE.fullmatch(text) else new_place()


def keep(session, place: str, words: str) -> None:
    """Keeps the words under this place; what is too old or too much goes."""
    kept = {where: row for where, row in _fresh(session).items() if where != place}
    newest = list(kept.items())[-(MOST_KEPT - 1) :]
    session[KEY] = dict([*newest, (place, [words, int(time.time())])])


def words_at(session, place: str) -> str | None:
    """What was searched there; None where nothing was, or too long ago."""
    return _fresh(session).get(place, [None, 0])[0]


def _fresh(session) -> dict:
    oldest = time.time() - KEPT_SECONDS
    return {where: row for where, row in session.get(KEY, {}).items() if row[1] > oldest}
