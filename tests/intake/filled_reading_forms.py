"""The forms beside a study as a careful person fills them in."""

from policies import frozen
from tests.matrix.world import World
from tests.tampering import past_the_guards

from .filled import Filled


def study_to_read(world: World) -> list:
    """The study before the committee, under a policy that wants every study read twice."""
    with past_the_guards() as run:
        run("UPDATE policies_policyversion SET second_reader = TRUE")
    frozen.forget()
    return [world.rows["report"]]


READING_FORMS = [
    Filled(
        "other_researcher",
        "report_read_second",
        study_to_read,
        lambda world: {"verdict": "remarks", "remarks": "دخل الابن الأكبر لم يحسب"},
    ),
]
