"""Whether a link can still be signed: what the workflow demands, judged for the employee who sent it."""

from django.utils.translation import gettext as _

from accounts.models import User
from audit.refusals import NotPermitted, Refused

from ..case_file import CaseFile, under_its_policy
from ..in_hand import refuse_unless_permitted
from ..models.links import PledgeLink
from ..pledge import step_of_signing
from ..rules import pledge_stands
from ..workflow import TRANSITIONS, reason_to_refuse


class LinkClosed(Refused):
    """The link was used, closed, or its time has passed: whoever holds it is told no more than a stranger."""


class CannotBeSigned(Refused):
    """The link is open, and what it asks for cannot be signed now: only the association can go on."""


def locked(link: PledgeLink) -> PledgeLink:
    """The link as it stands now, locked until the end of the transaction; raises LinkClosed."""
    rows = PledgeLink.objects.select_related("support_request__beneficiary", "issued_by")
    current = rows.select_for_update(of=("self",)).get(pk=link.pk)
    if not current.is_open:
        raise LinkClosed(_("This link is not open any more."))
    return current


def refuse_unless_signable(link: PledgeLink) -> CaseFile:
    """Raises CannotBeSigned where the workflow would refuse the signature; returns the folder that is signed.

    SECURITY: the person is told nothing of why: reasons speak of duplicates, other files and colleagues.
    """
    case = CaseFile(under_its_policy(link.support_request))
    if reasons_against_signing(link, case):
        raise CannotBeSigned(_("What you were asked to sign has changed or is being handled anew."))
    return case


def reason_not_needed(case: CaseFile, by: User) -> str | None:
    """Why no link is needed, where somebody has signed these very data."""
    if pledge_stands(case, by) is None:
        return _("A signed pledge stands for these data; no link is needed.")


def reasons_against_signing(link: PledgeLink, case: CaseFile) -> list[str]:
    """Every reason in the words for the association's own people; empty when the link can be signed now."""
    step = step_of_signing(case.request)
    try:
        refuse_unless_permitted(case.request, TRANSITIONS[step].permission, link.issued_by)
    except NotPermitted as refusal:
        return [str(refusal)]
    reasons = reason_to_refuse(case, step, link.issued_by)
    if reasons:
        return reasons
    if reason := reason_not_needed(case, link.issued_by):
        return [reason]
    if link.round != case.request.round or link.shown_sha256 != case.data_sheet.sha256:
        return [_("The data changed after the link was sent.")]
    return []
