"""The scale by which the sample studies are scored."""

from accounts.models import User
from research_committee.scales.drafting import adopt_shipped_scale
from research_committee.scales.reading import scale_in_force

from .past import days_ago

# Before the first sample case.
ADOPTED_DAYS_AGO = 400


def adopt_scale(staff: dict[str, User]) -> None:
    """The scale that ships with the portal, adopted by the executive director long ago."""
    if scale_in_force() is None:
        with days_ago(ADOPTED_DAYS_AGO, 9):
            adopt_shipped_scale(by=staff["executive"])
