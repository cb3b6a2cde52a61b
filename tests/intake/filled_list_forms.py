"""The forms of lists from Excel as a careful person fills them in."""

from tests.importing.bringing import brought, committed, person_row, staged, upload
from tests.importing.sheets import HEADINGS, xlsx
from tests.matrix.world import World

from .filled import Filled


def _columns(world: World) -> list:
    return [brought(person_row(810))]


def _with_likely(world: World) -> list:
    return [staged(person_row(811), person_row(812, phone="0500000811"))]


def _committed(world: World) -> list:
    return [committed(person_row(813))]


LIST_FORMS = [
    Filled("reception", "import_add", data=lambda world: {"file": upload(xlsx(HEADINGS, person_row(809)))}),
    Filled(
        "reception",
        "import_columns",
        _columns,
        lambda world: {
            "column_1": "whole_name",
            "city": "الطائف",
            "district": "الشفا",
            "gender": "female",
            "identity_missing_reason": "بلا أوراق ثبوتية",
        },
    ),
    Filled("executive", "import_let_in", _with_likely, lambda world: {"different_because": "إخوة"}),
    Filled("executive", "import_undo", _committed),
    Filled("reception", "import_drop", _with_likely),
]
