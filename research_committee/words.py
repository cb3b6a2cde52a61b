"""What counts as a reason of the committee: more than a placeholder."""

from django.utils.translation import gettext as _

from audit.reasons import refuse_placeholder as refuse_placeholder
from audit.reasons import says_something as says_something
from audit.refusals import Refused

# The person must understand it.
_FEWEST_LETTERS_OF_DECISION = 10


def refuse_placeholder_decision(reasons: str) -> None:
    if not says_something(reasons, _FEWEST_LETTERS_OF_DECISION):
        raise Refused(
            _("Write reasons that the person can understand; “-”, “none” and the like are not reasons."),
            field="reasons",
        )
