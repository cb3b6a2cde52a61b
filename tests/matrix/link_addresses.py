"""The pages of the private link to sign from afar, and who finds what there."""

from django.urls import reverse

from intake.remote_pledge.tokens import token_of
from intake.tracking.codes import tracking_code

from .addresses import SIGHT, Address, page, seen_by
from .world import ACTORS

_CLERKS = "reception delegate"
# Their addresses are secrets, which the browser passes on to nobody.
NAMED_TO_NOBODY = {"pledge_sign", "pledge_code_send", "pledge_code_check", "pledge_signed", "request_track"}


def _public(name: str, status: int) -> Address:
    def path(world) -> str:
        return reverse(name, args=[token_of(world.rows["link"])])

    return Address(name, "", path, dict.fromkeys(ACTORS, status), group=name)


def _issue(state: str) -> Address:
    def path(world) -> str:
        return reverse("pledge_link_issue", args=[world.requests[state].pk])

    statuses = seen_by(SIGHT[state], _CLERKS)
    return Address("pledge_link_issue", state, path, statuses, is_a_look=True, group="pledge_link_issue")


LINKS = [
    _issue("verified"),
    _issue("pledged"),
    page("pledge_link_close", seen_by(SIGHT["verified"], _CLERKS), "verified", "link"),
    # Whoever has the link, also without an account.
    _public("pledge_sign", 200),
    _public("pledge_code_send", 405),
    _public("pledge_code_check", 405),
    Address(
        "pledge_signed",
        "",
        lambda world: reverse("pledge_signed"),
        dict.fromkeys(ACTORS, 404),
        group="pledge_signed",
    ),
    Address(
        "request_track",
        "",
        lambda world: reverse("request_track", args=[tracking_code(world.requests["referred"].pk)]),
        dict.fromkeys(ACTORS, 200),
        group="request_track",
    ),
]
