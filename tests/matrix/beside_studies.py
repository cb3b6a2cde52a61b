"""What stands beside the studies of the world."""

from audit.writing import write
from research_committee.beside_study.annex import keep_annex
from research_committee.models import SecondReading
from research_committee.scales.drafting import copy_scale
from tests.research_committee.factories import adopt_shipped_scale
from tests.tampering import past_the_guards

SECRET = "تتعرض الأم لعنف في المنزل ولا يعلم بذلك أحد"


def write_beside_studies(world) -> None:
    """A scale in force and a draft, an annex, and a second reading of a study that was decided long ago."""
    world.rows["scale"] = adopt_shipped_scale(world.users["executive"])
    world.rows["draft_scale"] = copy_scale(by=world.users["executive"])
    report, researcher = world.rows["report"], world.users["researcher"]
    world.rows["annex"] = keep_annex(report, SECRET, by=researcher)
    reader = world.users["other_researcher"]
    of_served = world.requests["served"].reports.get()
    with past_the_guards():
        reading = SecondReading(report=of_served, reader=reader, verdict="agrees")
        world.rows["reading"] = write(reading, by=reader, reason="x")
