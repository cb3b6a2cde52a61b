"""The forms beside a study as a careful person fills them in."""

from datetime import timedelta
from types import SimpleNamespace

from arabic.calendars import riyadh_today
from policies import frozen
from research_committee.scales.drafting import adopt_scale
from tests.matrix.world import World
from tests.tampering import past_the_guards

from .filled import Filled, row


def _day(later: int) -> str:
    day = riyadh_today() + timedelta(days=later)
    return f"{day.day}/{day.month}/{day.year}"


def study_to_read(world: World) -> list:
    """The study before the committee, under a policy that wants every study read twice."""
    with past_the_guards() as run:
        run("UPDATE policies_policyversion SET second_reader = TRUE")
    frozen.forget()
    return [world.rows["report"]]


def no_draft(world: World) -> list:
    """The portal without a draft of the scale: the one that there is, is adopted."""
    adopt_scale(world.rows["draft_scale"], from_day=riyadh_today(), by=world.users["executive"])
    return []


def a_part_of_the_draft(world: World) -> list:
    return [world.rows["draft_scale"], SimpleNamespace(pk="housing")]


READING_FORMS = [
    Filled("executive", "scale_draft", no_draft),
    Filled(
        "executive",
        "scale_change",
        row("draft_scale"),
        lambda world: {"title_ar": "مقياس الحاجة", "title_en": "Another scale"},
    ),
    Filled(
        "executive",
        "scale_part_add",
        row("draft_scale"),
        lambda world: {"label_ar": "كبار السن", "label_en": "Old age", "most": "10"},
    ),
    Filled("executive", "scale_part_remove", a_part_of_the_draft),
    Filled(
        "executive",
        "scale_part_change",
        a_part_of_the_draft,
        lambda world: {"label_en": "The home", "no_home__points": "25"},
    ),
    Filled("executive", "scale_adopt", row("draft_scale"), lambda world: {"from_day": _day(3)}),
    Filled(
        "other_researcher",
        "report_read_second",
        study_to_read,
        lambda world: {"verdict": "remarks", "remarks": "دخل الابن الأكبر لم يحسب"},
    ),
]
