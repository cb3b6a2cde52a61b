"""Every address of the portal outside the administration, and what each person finds there: written by hand."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from .world import ACTORS, ANONYMOUS, World

TO_SIGN_IN = 302
EVERYBODY = " ".join(actor for actor in ACTORS if actor != ANONYMOUS)
COMMITTEE = "chair secretary member unseated"
RUNNERS = "chair secretary"
OUTSIDE = ("reception", "chair", ANONYMOUS)

# Whose sight a request is in, by what stands in the world under that name.
_OFFICE = "reception delegate executive auditor"
SIGHT = {
    "received": _OFFICE,
    "unclear": f"{_OFFICE} researcher other_researcher",
    "verified": _OFFICE,
    "pledged": _OFFICE,
    "withdrawn": _OFFICE,
    "referred": f"{_OFFICE} researcher",
    # The third member is recused from it, and so a stranger.
    "studied": f"{_OFFICE} researcher chair secretary unseated",
    "rejected": f"{_OFFICE} researcher {COMMITTEE}",
    "accepted": f"{_OFFICE} researcher {COMMITTEE}",
    "registered": f"{_OFFICE} researcher {COMMITTEE} delivery",
    "served": f"{_OFFICE} researcher {COMMITTEE} delivery",
}


# The pages that show two people side by side.
LOOKS_AT_TWO = {"duplicate_detail", "merge_propose", "merge_detail", "merge_approve"}
# The pages that show somebody's data. (Forms that name a request by its reference alone do not.)
LOOKS = {
    *(
        *LOOKS_AT_TWO,
        "duplicate_list",
        "notice_list",
        "notice_detail",
        "clarification_answer",
        "person_list",
        "export_file",
        "person_detail",
        "person_change",
        "request_detail",
        "request_papers",
        "request_data_sheet",
        "request_file",
        "request_letter_file",
        "request_thumbnail",
    ),
    *("household_detail", "household_history", "household_change", "household_open", "member_add"),
    *("member_add_person", "member_change", "member_leave", "member_move", "member_move_to", "head_change"),
    *("budget_line_add", "budget_line_end"),
    *("person_history", "request_history", "request_pledge", "report_detail", "item_detail", "item_vote"),
    *("request_document_waive", "request_documents_ask", "request_facts"),
    *("request_document", "request_refer", "request_register", "request_delivery", "request_deliver"),
    *("import_detail", "import_answers"),
    "appeal_record",
    *("report_submit", "report_return"),
    *("visit_list", "request_visits", "visit_add_photo", "photo_file", "photo_thumbnail"),
    *(
        "request_reuse",
        "document_add",
        "document_renew",
        "document_correct",
        "document_file",
        "document_thumbnail",
        "documents_expiring",
    ),
}


@dataclass(frozen=True)
class Address:
    """One page as the resolver names it, one thing to see there, and the status for each person."""

    key: str
    about: str
    path: Callable[[World], str]
    statuses: dict[str, int]
    # Each 200 is a look at a person or a request, and leaves exactly one row in the access log.
    is_a_look: bool = False
    # The addresses that are tried in one go.
    group: str = ""

    @property
    def tried_by(self) -> tuple[str, ...]:
        """Everybody; inside the administration, of those who do not enter it, some: they are turned away at its door."""
        if not self.key.startswith("admin") or self.key.endswith(("index", "changelist")):
            return ACTORS
        return tuple(actor for actor in ACTORS if self.statuses[actor] != TO_SIGN_IN or actor in OUTSIDE)

    @property
    def id(self) -> str:
        return f"{self.key}-{self.about}" if self.about else self.key


def only(allowed: str, otherwise: int, forbidden: str = "", anonymous: int = TO_SIGN_IN) -> dict[str, int]:
    """200 for those allowed, 403 for those who see the matter without the act, `otherwise` for all others."""
    statuses = dict.fromkeys(ACTORS, otherwise)
    statuses |= dict.fromkeys(forbidden.split(), 403) | dict.fromkeys(allowed.split(), 200)
    assert len(statuses) == len(ACTORS), f"no such person: {statuses.keys() - set(ACTORS)}"
    return statuses | {ANONYMOUS: anonymous}


def seen_by(sight: str, allowed: str) -> dict[str, int]:
    """For those with the act 200, for the others who see the matter 403, and for strangers 404."""
    return only(allowed, 404, forbidden=" ".join(set(sight.split()) - set(allowed.split())))


def page(name: str, statuses: dict[str, int], *args: str, about: str = "") -> Address:
    """`args` are names of rows of the world."""

    def path(world: World) -> str:
        return reverse(name, args=[_number(world, arg) for arg in args])

    return Address(name, about, path, statuses, name in LOOKS, name)


def _number(world: World, name: str) -> int:
    return (world.requests.get(name) or world.rows[name]).pk


def _act(name: str, state: str, allowed: str, *args: str) -> Address:
    """An act on the request that stands in this state."""
    return page(name, seen_by(SIGHT[state], allowed), state, *args, about=state)


_CLERKS = "reception delegate"
_TAKERS = "reception delegate other_delegate executive"
_FINDERS = "reception delegate other_delegate executive auditor"
_PERSON = "reception delegate executive auditor"
_FOREIGN_PERSON = "reception other_delegate executive auditor"
_READERS = "reception executive auditor researcher chair secretary unseated"
_SESSIONS = f"{COMMITTEE} auditor"
_LISTS = "reception executive auditor"
_LIST_ACTS = {
    "import_columns": "reception",
    "import_let_in": "executive",
    "import_undo": "executive",
    "import_drop": "reception",
}

OPEN = [
    page("home", only(EVERYBODY, 200)),
    page("healthz", only(EVERYBODY, 200, anonymous=200)),
    page("login", only("", 302, anonymous=200)),
    page("logout", only("", 405)),
    page("set_language", only("", 302)),
    page("policies:policy_detail", only(EVERYBODY, 200)),
    page("policies:policy_tools", only(EVERYBODY, 200)),
]
PEOPLE = [
    page("desk", only(_FINDERS, 403)),
    page("person_list", only(_FINDERS, 403)),
    page("people_export", only(_TAKERS, 403)),
    page("expiring_export", only(_TAKERS, 403)),
    page("export_detail", only("reception", 404), "export"),
    page("export_file", only("reception", 404), "export"),
    page("person_add", only(f"{_CLERKS} other_delegate", 403)),
    page("person_detail", only(_PERSON, 404), "person", about="own"),
    page("person_detail", only(_FOREIGN_PERSON, 404), "foreign_person", about="foreign"),
    page("person_history", only(_PERSON, 404), "person"),
    page("person_change", seen_by(_PERSON, _CLERKS), "person", about="own"),
    page(
        "person_change",
        seen_by(_FOREIGN_PERSON, "reception other_delegate"),
        "foreign_person",
        about="foreign",
    ),
    page("documents_expiring", only(_FINDERS, 403)),
    page("document_add", seen_by(_PERSON, _CLERKS), "person"),
    page("document_renew", seen_by(_PERSON, _CLERKS), "kept"),
    page("document_correct", seen_by(_PERSON, _CLERKS), "kept"),
    page("document_file", only(_PERSON, 404), "kept"),
    page("document_thumbnail", only(_PERSON, 404), "kept"),
    page("request_open", seen_by(_PERSON, _CLERKS), "person", about="own"),
    page(
        "request_open",
        seen_by(_FOREIGN_PERSON, "reception other_delegate"),
        "foreign_person",
        about="foreign",
    ),
    page("same_need_allow", seen_by(_PERSON, "executive"), "person", about="own"),
    page("import_list", only(_LISTS, 403)),
    page("import_add", only("reception", 403)),
    page("import_detail", only(_LISTS, 404), "list"),
    page("import_answers", only("reception", 404, forbidden="executive auditor"), "list"),
    *(
        page(name, only(actor, 404, forbidden=_LISTS.replace(actor, "")), "list")
        for name, actor in _LIST_ACTS.items()
    ),
    page("request_list", only("reception executive auditor", 403)),
    page("requests_export", only(_TAKERS, 403)),
]
_HOME, _FOREIGN_HOME = seen_by(_PERSON, _CLERKS), seen_by(_FOREIGN_PERSON, "reception other_delegate")
HOUSEHOLDS = [
    page("household_detail", only(_PERSON, 404), "household", about="own"),
    page("household_detail", only(_FOREIGN_PERSON, 404), "foreign_household", about="foreign"),
    page("household_history", only(_PERSON, 404), "household"),
    page("household_change", _HOME, "household", about="own"),
    page("household_change", _FOREIGN_HOME, "foreign_household", about="foreign"),
    page("household_open", _HOME, "guest"),
    page("member_add", _HOME, "household", about="own"),
    page("member_add", _FOREIGN_HOME, "foreign_household", about="foreign"),
    page("member_add_person", _HOME, "household", "guest"),
    page("budget_line_add", _HOME, "household"),
    page("budget_line_end", _HOME, "line"),
    *(
        page(name, _HOME, "member")
        for name in ("member_change", "member_leave", "member_move", "head_change")
    ),
    page(
        "member_move_to", only("reception", 404, forbidden="executive auditor"), "member", "foreign_household"
    ),
]
REQUESTS = [
    *(page("request_detail", only(sight, 404), state, about=state) for state, sight in SIGHT.items()),
    *(
        page("request_papers", only(SIGHT[state], 404), state, about=state)
        for state in ("received", "studied", "served")
    ),
    page("request_history", only(SIGHT["served"], 404), "served"),
    page("request_data_sheet", only(SIGHT["verified"], 404), "verified"),
    page("request_file", only(SIGHT["verified"], 404), "verified", "file", about="own"),
    page("request_file", only("", 404), "received", "file", about="of another person"),
    page("request_thumbnail", only(SIGHT["verified"], 404), "verified", "file", about="own"),
    page("request_thumbnail", only("", 404), "received", "file", about="of another person"),
    _act("request_document", "received", _CLERKS, "document"),
    _act("request_reuse", "received", _CLERKS),
    _act("request_verify", "received", _CLERKS),
    _act("request_pledge", "verified", _CLERKS),
    _act("request_pledge", "pledged", _CLERKS),
    _act("request_refer", "pledged", "reception"),
    _act("request_register", "accepted", "reception"),
    _act("request_delivery", "registered", "delivery"),
    _act("request_delivery", "accepted", ""),
    _act("request_deliver", "registered", "delivery"),
    _act("request_deliver", "accepted", ""),
    _act("request_clarify", "received", _CLERKS),
    _act("clarification_answer", "unclear", "researcher other_researcher executive", "clarification"),
    page("clarification_answer", only("", 404), "received", "clarification", about="of another request"),
    _act("request_return", "verified", "reception"),
    _act("request_return", "referred", "reception researcher"),
    _act("request_return", "studied", "reception researcher chair secretary unseated"),
    _act("request_withdraw", "received", "reception"),
    _act("report_submit", "referred", "researcher"),
    _act("report_submit", "received", ""),
    page("report_detail", only(_READERS, 404), "report"),
]
SESSIONS = [
    page("session_list", only(_SESSIONS, 403)),
    page("sessions_export", only(_SESSIONS, 403)),
    page("session_open", only(RUNNERS, 403)),
    page("session_detail", only(_SESSIONS, 404), "session"),
    *(
        page(name, seen_by(_SESSIONS, RUNNERS), "session")
        for name in ("session_attend", "session_add_item", "session_close")
    ),
    # The third member is recused from it, and so a stranger to all but its line on the agenda.
    page("item_detail", only("chair secretary unseated auditor", 404), "item"),
    page("item_vote", seen_by("auditor", "chair secretary unseated"), "item"),
    page("item_recuse", seen_by(_SESSIONS, COMMITTEE), "item"),
    page("item_decide", seen_by("unseated auditor", RUNNERS), "item"),
    page("item_carry_over", seen_by(_SESSIONS, RUNNERS), "item"),
]
