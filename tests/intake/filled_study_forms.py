"""The forms of a study as a careful researcher fills them in."""

from intake.models import SupportRequest
from research_committee.studying.drafts import save_draft
from tests.matrix.world import World
from tests.research_committee import factories as committee
from tests.research_committee.typed import typed_study

from .filled import Filled


def visited(world: World) -> list:
    """A request under study whose household was visited."""
    committee.make_visit(world.requests["referred"])
    return [SupportRequest.objects.get(pk=world.requests["referred"].pk)]


def request_under_study(world: World) -> list:
    return [world.requests["referred"]]


def begun(world: World) -> list:
    """A study whose draft says that a member does not live there."""
    researcher, request = world.users["researcher"], world.requests["referred"]
    save_draft(request, typed={"member_self_presence": ["away"]}, by=researcher, seen_saving=None)
    return [SupportRequest.objects.get(pk=request.pk)]


STUDY_FORMS = (
    Filled("researcher", "report_submit", visited, lambda world: typed_study()),
    Filled("researcher", "report_take_over", request_under_study),
    Filled("researcher", "report_return", begun, lambda world: {"reason": "الأسرة لا تسكن حيث ذكرت"}),
)
