"""Taking a request in hand: for whom it is there, locked, and as it was seen."""

from django.utils.translation import gettext as _

from accounts.models import User
from audit.refusals import NotPermitted
from audit.writing import refuse_stale

from .case_file import under_its_policy
from .models import SupportRequest


def refuse_unless_permitted(support_request, permission: str, by: User) -> None:
    """Raises NotPermitted when the role lacks the act, or when the request is none of this person's."""
    if not by.may(permission):
        raise NotPermitted(_("Your role does not include this step."))
    if support_request.pk is None or by.may("intake.see_all_requests"):
        return
    if not SupportRequest.objects.visible_to(by).filter(pk=support_request.pk).exists():
        raise NotPermitted(_("This request is not among those you handle."))


def lock_request(support_request: SupportRequest, *, to_judge: bool = False) -> SupportRequest:
    """The request as it stands now, locked until the end of the transaction; `to_judge`: with what its gates ask."""
    if support_request.pk is None:
        return support_request
    rows = SupportRequest.objects.with_consent().with_duplicates().select_related("beneficiary")
    rows = rows.with_checks() if to_judge else rows
    return under_its_policy(rows.select_for_update(of=("self",)).get(pk=support_request.pk))


def forget_checks(support_request: SupportRequest) -> None:
    """Once the gate is judged, what was read for it is read anew: the act itself may change it."""
    for name in ("asked_rows", "compared_rows"):
        vars(support_request).pop(name, None)


def refuse_stale_request(current: SupportRequest, seen_version: int | None) -> None:
    """A request that moved on while the page was open is refused with what changed."""
    if current.pk is not None:
        refuse_stale(current, seen_version)
