"""The forms about a household as a careful person fills them in."""

from tests.matrix.world import World

from .filled import Filled, row

ADDRESS = {
    "city": "الطائف",
    "district": "حي الريان",
    "short_address": "RRRD2929",
    "housing": "owned",
    "rooms": "4",
    "housing_note": "بيت شعبي",
}


def _who(world: World) -> dict:
    return {"relation": "child", "depends_on": world.rows["head"].pk, "since_on": "1/6/2026"}


def _born(world: World) -> dict:
    return _who(world) | {"name": "سلمى بنت تركي", "gender": "female", "birth_date": "12/5/1440"}


def _there(world: World) -> dict:
    return {"relation": "sibling", "depends_on": world.rows["foreign_household"].members.get().pk}


HOUSEHOLD_FORMS = [
    Filled("reception", "household_open", row("guest"), lambda world: ADDRESS),
    Filled("reception", "household_change", row("household"), lambda world: ADDRESS),
    Filled("reception", "member_add", row("household"), _born),
    Filled("reception", "member_add_person", row("household", "guest"), _who),
    Filled("reception", "member_change", row("member"), _born),
    Filled("reception", "member_leave", row("member"), lambda world: {"because": "الزواج والانتقال"}),
    Filled(
        "reception",
        "member_move_to",
        row("member", "foreign_household"),
        lambda world: _there(world) | {"because": "الدراسة في مدينة أخرى"},
    ),
    Filled(
        "reception",
        "head_change",
        row("member"),
        lambda world: {"old_head": "leaves", "because": "وفاة رب الأسرة"},
    ),
    Filled(
        "reception",
        "budget_line_add",
        row("household"),
        lambda world: {"kind": "income.salary", "monthly_amount": "4200.50", "note": "راتب شهري"},
    ),
    Filled("reception", "budget_line_end", row("line")),
    Filled(
        "reception",
        "member_move",
        row("guest_member"),
        lambda world: ADDRESS | {"because": "الاستقلال بسكن"},
    ),
]
