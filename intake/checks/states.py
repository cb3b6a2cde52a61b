"""As long as documents and facts are looked at: in step 2, and again when one has expired before a later gate."""

from django.utils.translation import gettext as _

from beneficiaries.rules import reason_file_is_read_only

from ..models import SupportRequest
from ..steps import State

CHECKING_STATES = (
    State.RECEIVED,
    State.VERIFIED,
    State.PLEDGED,
    State.REFERRED,
    State.STUDIED,
    State.ACCEPTED,
)


def reason_documents_are_closed(support_request: SupportRequest) -> str | None:
    """Why nothing is looked at any more: the request is not on its way, or the person's file is not open."""
    if support_request.state not in CHECKING_STATES:
        return _("Documents cannot be recorded any more: the request is closed or registered.")
    return reason_file_is_read_only(support_request.beneficiary)
