"""The forms about researchers and their districts as a careful person fills them in."""

from .filled import Filled, row

ASSIGNING_FORMS = [
    Filled(
        "executive",
        "district_add",
        row("social_researcher"),
        lambda world: {"city": "الطائف", "district": "حي الريان"},
    ),
    Filled("executive", "district_end", row("district")),
    Filled(
        "executive",
        "request_reassign",
        lambda world: [world.requests["referred"]],
        lambda world: {
            "researcher": world.users["other_researcher"].pk,
            "reason": "الباحثة في إجازة طويلة من الأسبوع القادم.",
        },
    ),
]
