"""The forms about conflicts of interest as a careful member fills them in."""

from research_committee.models import Ground
from tests.factories import identity_number
from tests.matrix.world import World

from .filled import Filled, row


def _particulars(world: World) -> dict:
    return {
        "identity_number": identity_number(700_001),
        "family_name": "الغامدي",
        "city": "الباحة",
        "district": "الشفا",
        "phone": "0567000001",
        "iban": "",
    }


def _finding(world: World) -> str:
    return f"{world.users['member'].pk}-{Ground.DECLARED.value}"


CONFLICT_FORMS = [
    Filled("unseated", "declaration_change", data=_particulars),
    Filled(
        "unseated",
        "relation_add",
        data=lambda world: {"name": "هند سعيد القحطاني", "identity_number": "", "relation": "أختي"},
    ),
    Filled("member", "relation_end", row("relation")),
    Filled(
        "chair",
        "item_rule_on_conflict",
        row("tied_item"),
        lambda world: {
            "finding": _finding(world),
            "confirmed": "yes",
            "reason": "شريكان في محل منذ سنتين",
        },
    ),
]
