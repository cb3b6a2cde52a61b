"""An appeal in the world, against a rejection of somebody's own request."""

from intake.models import SupportRequest
from research_committee.sessions import add_item
from tests import factories as make
from tests.research_committee import factories as committee
from tests.research_committee.appealing import appeal


def appeal_once(world) -> None:
    """One more rejected request, and the appeal against it: it waits for a place on an agenda."""
    clerk, secretary = world.users["reception"], world.users["secretary"]
    request = committee.make_studied(
        referred_days_ago=20,
        by=clerk,
        beneficiary=make.make_person(by=clerk, branch=world.rows["branch"]),
        researcher=world.users["researcher"],
    )
    item = add_item(world.rows["session"], request, by=secretary)
    committee.vote(item, {world.users["chair"]: "reject", secretary: "reject"})
    committee.decide(item, secretary)
    world.rows["appeal"] = appeal(SupportRequest.objects.get(pk=request.pk), by=clerk)
