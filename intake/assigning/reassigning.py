"""Another researcher takes a study over, for a reason; what the former one wrote stays as it is."""

from django.utils.translation import gettext as _

from accounts.models import User
from arabic.text import clean_line
from audit.reasons import refuse_placeholder
from audit.refusals import Refused

from ..models import SupportRequest
from ..steps import Step
from ..workflow import handling
from .districts import reason_not_to_study


def reassign_researcher(
    support_request: SupportRequest,
    *,
    researcher: User,
    reason: str,
    by: User,
    seen_version: int | None = None,
) -> SupportRequest:
    """Gives a request under study to another researcher; the reply period goes on as it was."""
    reason = clean_line(reason)
    with handling(support_request, Step.ASSIGN, by=by, seen_version=seen_version, note=reason) as current:
        refuse_placeholder(reason)
        if refusal := reason_not_to_study(researcher, current):
            raise Refused(refusal, field="researcher")
        if current.researcher_id == researcher.pk:
            raise Refused(
                _("%(name)s studies this request already. Choose another researcher.") % {"name": researcher},
                field="researcher",
            )
        current.researcher = researcher
    return current
