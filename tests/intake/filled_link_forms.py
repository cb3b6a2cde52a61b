"""Sending and closing a private link, as a careful person fills the forms in."""

from tests.matrix.world import World

from .filled import Filled


def _verified(world: World) -> list:
    return [world.requests["verified"]]


LINK_FORMS = [
    Filled(
        "reception",
        "pledge_link_issue",
        _verified,
        lambda world: {
            "signer_role": "agent",
            "signer_name": "هند خالد العتيبي",
            "signer_proof": "وكالة شرعية 44102",
        },
    ),
    Filled(
        "reception",
        "pledge_link_close",
        lambda world: [*_verified(world), world.rows["link"]],
        lambda world: {"because": "تغيّر رقم الجوال"},
    ),
]
