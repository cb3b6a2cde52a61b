"""What a researcher has arranged and seen in the world."""

from intake.models import SupportRequest
from tests.research_committee.visiting import arrange, at, photo, visit


def hold_visits(world) -> None:
    """For the request under study: an appointment that stands, and a visit with a picture."""
    referred = SupportRequest.objects.get(pk=world.requests["referred"].pk)
    world.rows["appointment"] = arrange(referred, at(2), note="الباب الثاني")
    world.rows["visit"] = visit(referred)
    world.rows["photo"] = photo(world.rows["visit"])
