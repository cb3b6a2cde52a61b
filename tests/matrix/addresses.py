"""Every address of the portal, and what each person finds there: written by hand, never derived from the code."""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern

from .world import ACTORS, ANONYMOUS, World

TO_SIGN_IN = 302
EVERYBODY = " ".join(actor for actor in ACTORS if actor != ANONYMOUS)
COMMITTEE = "chair secretary member unseated"
RUNNERS = "chair secretary"
# Who enters the administration at all; everybody else is sent to its sign-in page.
ENTRANTS = "board auditor administrator superuser"

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


@dataclass(frozen=True)
class Address:
    """One page as the resolver names it, one thing to see there, and the status for each person."""

    key: str
    about: str
    path: Callable[[World], str]
    statuses: dict[str, int]

    @property
    def id(self) -> str:
        return f"{self.key}-{self.about}" if self.about else self.key

    @property
    def group(self) -> str:
        """The addresses that are tried in one go: those of one name, or of one kind of record."""
        record = next((label for label in RECORDS if _is_of(self.key, label)), None)
        return f"admin:{record}" if record else self.key


def only(allowed: str, otherwise: int, forbidden: str = "", anonymous: int = TO_SIGN_IN) -> dict[str, int]:
    """200 for those allowed, 403 for those who see the matter without the act, `otherwise` for all others."""
    statuses = dict.fromkeys(ACTORS, otherwise)
    statuses |= dict.fromkeys(forbidden.split(), 403) | dict.fromkeys(allowed.split(), 200)
    assert len(statuses) == len(ACTORS), f"no such person: {statuses.keys() - set(ACTORS)}"
    return statuses | {ANONYMOUS: anonymous}


def seen_by(sight: str, allowed: str) -> dict[str, int]:
    """For those with the act 200, for the others who see the matter 403, and for strangers 404."""
    return only(allowed, 404, forbidden=" ".join(set(sight.split()) - set(allowed.split())))


def _page(name: str, statuses: dict[str, int], *args, about: str = "") -> Address:
    """`args` are numbers, or names of rows of the world."""

    def path(world: World) -> str:
        return reverse(name, args=[_number(world, arg) for arg in args])

    return Address(name, about, path, statuses)


def _number(world: World, name: str) -> int:
    return (world.requests.get(name) or world.rows[name]).pk


def _act(name: str, state: str, allowed: str, *args: str) -> Address:
    """An act on the request that stands in this state."""
    return _page(name, seen_by(SIGHT[state], allowed), state, *args, about=state)


_CLERKS = "reception delegate"
_FINDERS = "reception delegate other_delegate executive auditor"
_PERSON = "reception delegate executive auditor"
_FOREIGN_PERSON = "reception other_delegate executive auditor"
_READERS = "reception executive auditor researcher chair secretary unseated"
_SESSIONS = f"{COMMITTEE} auditor"

OPEN = [
    _page("home", only(EVERYBODY, 200)),
    _page("healthz", only(EVERYBODY, 200, anonymous=200)),
    _page("login", only("", 302, anonymous=200)),
    _page("logout", only("", 405)),
    _page("set_language", only("", 302)),
    _page("policies:policy_detail", only(EVERYBODY, 200)),
    _page("policies:policy_tools", only(EVERYBODY, 200)),
]
PEOPLE = [
    _page("desk", only(_FINDERS, 403)),
    _page("person_add", only(f"{_CLERKS} other_delegate", 403)),
    _page("person_detail", only(_PERSON, 404), "person", about="own"),
    _page("person_detail", only(_FOREIGN_PERSON, 404), "foreign_person", about="foreign"),
    _page("person_change", seen_by(_PERSON, _CLERKS), "person", about="own"),
    _page(
        "person_change",
        seen_by(_FOREIGN_PERSON, "reception other_delegate"),
        "foreign_person",
        about="foreign",
    ),
    _page("request_open", seen_by(_PERSON, _CLERKS), "person", about="own"),
    _page(
        "request_open",
        seen_by(_FOREIGN_PERSON, "reception other_delegate"),
        "foreign_person",
        about="foreign",
    ),
    _page("same_need_allow", seen_by(_PERSON, "executive"), "person", about="own"),
    _page("request_list", only("reception executive auditor", 403)),
]
REQUESTS = [
    *(_page("request_detail", only(sight, 404), state, about=state) for state, sight in SIGHT.items()),
    *(_page("request_papers", only(sight, 404), state, about=state) for state, sight in SIGHT.items()),
    _page("request_data_sheet", only(SIGHT["verified"], 404), "verified"),
    _page("request_file", only(SIGHT["verified"], 404), "verified", "file", about="own"),
    _page("request_file", only("", 404), "received", "file", about="of another person"),
    _act("request_document", "received", _CLERKS, "document"),
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
    _page("clarification_answer", only("", 404), "received", "clarification", about="of another request"),
    _act("request_return", "verified", "reception"),
    _act("request_return", "referred", "reception researcher"),
    _act("request_return", "studied", "reception researcher chair secretary unseated"),
    _act("request_withdraw", "received", "reception"),
    _act("report_submit", "referred", "researcher"),
    _act("report_submit", "received", ""),
    _page("report_detail", only(_READERS, 404), "report"),
]
SESSIONS = [
    _page("session_list", only(_SESSIONS, 403)),
    _page("session_open", only(RUNNERS, 403)),
    _page("session_detail", only(_SESSIONS, 404), "session"),
    *(
        _page(name, seen_by(_SESSIONS, RUNNERS), "session")
        for name in ("session_attend", "session_add_item", "session_close")
    ),
    _page("item_detail", only(_SESSIONS, 404), "item"),
    _page("item_vote", seen_by(_SESSIONS, COMMITTEE), "item"),
    _page("item_recuse", seen_by(_SESSIONS, COMMITTEE), "item"),
    _page("item_decide", seen_by(_SESSIONS, RUNNERS), "item"),
    _page("item_carry_over", seen_by(_SESSIONS, RUNNERS), "item"),
]


# The administration ---------------------------------------------------------------------------------------------


def _entrants(
    allowed: str, otherwise: int = 403, outside: int = TO_SIGN_IN, anonymous: int = TO_SIGN_IN
) -> dict:
    """200 for those allowed, `otherwise` for the other entrants, `outside` for everybody else."""
    return only(allowed, outside, anonymous=anonymous) | {
        actor: 200 if actor in allowed.split() else otherwise for actor in ENTRANTS.split()
    }


_STAFF = ("auditor administrator superuser", "administrator superuser")
_OFFICES = ("auditor administrator", "administrator")
_AUDITED = ("auditor", "")
# Who reads and who changes each kind of record in the administration; nobody deletes there.
RECORDS = {
    "accounts.user": _STAFF,
    "accounts.branch": _OFFICES,
    "policies.association": ("board auditor administrator", "administrator"),
    "policies.policyversion": ("board auditor administrator", "administrator"),
    "research_committee.committeemember": _OFFICES,
    **dict.fromkeys(
        (
            *("audit.auditentry", "audit.readlog", "beneficiaries.beneficiary", "beneficiaries.storedfile"),
            *(
                "intake.supportrequest",
                "intake.handlingstep",
                "intake.accuracypledge",
                "intake.clarification",
            ),
            *("intake.contact", "intake.dataverification", "intake.grantedservice", "intake.inquiry"),
            *("intake.referral", "intake.registration", "intake.servicedelivery", "intake.sameneedpermit"),
            *("research_committee.researchreport", "research_committee.committeesession"),
            *("research_committee.agendaitem", "research_committee.recusal", "research_committee.vote"),
            "research_committee.decision",
        ),
        _AUDITED,
    ),
}
# Each 200 here is a look at a person or a request, and leaves one row in the access log; nothing else does.
LOOKS = {
    *("person_detail", "request_detail", "request_papers", "request_data_sheet", "request_file", "report_detail"),
    "item_detail",
}
# There is one association, so none is added; the trails keep no history of themselves.
NOT_ADDED = {"policies.association"}
TRAILS = {"audit.auditentry", "audit.readlog", "intake.handlingstep"}


def _first(label: str) -> int:
    return apps.get_model(label)._base_manager.order_by("pk").values_list("pk", flat=True)[0]


def _record_pages(label: str, readers: str, changers: str) -> list[Address]:
    name = label.replace(".", "_")

    def row(act: str, statuses: dict, *args) -> Address:
        key = f"admin:{name}_{act}"
        return Address(
            key,
            "",
            lambda world: reverse(key, args=[_first(label), *args] if act not in LISTS else []),
            statuses,
        )

    adders = "" if label in NOT_ADDED else changers
    rows = [
        row("changelist", _entrants(readers)),
        row("add", _entrants(adders)),
        row("change", _entrants(readers)),
        row("delete", _entrants("")),
        row("history", _entrants(readers)),
        Address(
            f"admin/{label.replace('.', '/')}/<path:object_id>/",
            "",
            lambda world: f"/admin/{label.replace('.', '/')}/{_first(label)}/",
            _entrants("", 302),
        ),
    ]
    if label not in TRAILS:
        rows.append(_history_row(label, name, readers))
    return rows


LISTS = ("changelist", "add")


def _history_row(label: str, name: str, readers: str) -> Address:
    key = f"admin:{name}_simple_history"

    def path(world: World) -> str:
        pk = _first(label)
        history = apps.get_model(label).history.filter(id=pk).values_list("pk", flat=True)[0]
        return reverse(key, args=[pk, history])

    return Address(key, "", path, _entrants(readers))


def _version_act(act: str, row: str, allowed: str) -> Address:
    return _page(f"admin:policies_policyversion_{act}", _entrants(allowed), row, about=row)


ADMINISTRATION = [
    _page("admin:index", _entrants(ENTRANTS)),
    _page("admin:login", _entrants("", 302, outside=403)),
    _page("admin:logout", _entrants("", 405)),
    _page("admin:password_change", _entrants(ENTRANTS)),
    _page("admin:password_change_done", _entrants(ENTRANTS)),
    _page("admin:autocomplete", _entrants("")),
    _page("admin:jsi18n", _entrants(ENTRANTS)),
    Address(
        "admin:view_on_site",
        "",
        lambda world: reverse("admin:view_on_site", args=[_content_type(), world.rows["person"].pk]),
        _entrants("", 404),
    ),
    Address(
        "admin:app_list",
        "",
        lambda world: reverse("admin:app_list", args=["accounts"]),
        _entrants("auditor administrator superuser", 404),
    ),
    Address("admin/(?P<url>.*)$", "", lambda world: "/admin/nothing-here/", _entrants("", 404)),
    *(
        _version_act(act, row, allowed)
        for act, allowed in {
            "approve": "board",
            "submit": "administrator",
            "take_back": "administrator",
            "withdraw": "administrator",
            "copy": "administrator",
        }.items()
        for row in ("version", "draft")
    ),
    _page("admin:policies_policyversion_minutes", _entrants("", 404), "version"),
    *(
        row
        for label, (readers, changers) in RECORDS.items()
        for row in _record_pages(label, readers, changers)
    ),
]


def _is_of(key: str, label: str) -> bool:
    room, model = label.split(".")
    acts = ("changelist", "add", "change", "delete", "history", "simple_history")
    return key in {f"admin:{room}_{model}_{act}" for act in acts} or key == f"admin/{room}/{model}/<path:object_id>/"


ADDRESSES = [*OPEN, *PEOPLE, *REQUESTS, *SESSIONS, *ADMINISTRATION]


def groups() -> dict[str, list[Address]]:
    """All addresses by their group."""
    grouped: dict[str, list[Address]] = {}
    for address in ADDRESSES:
        grouped.setdefault(address.group, []).append(address)
    return grouped


def _content_type() -> int:
    return ContentType.objects.get_by_natural_key("beneficiaries", "beneficiary").pk


def in_the_resolver(patterns=None, namespace: str = "", route: str = ""):
    """The key of every address that the portal answers: its name, or its route where it has none."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}" if pattern.name else here
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from in_the_resolver(pattern.url_patterns, inner, here)
