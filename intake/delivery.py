"""Step 7, service delivery: what was granted is handed over and receipted."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.calendars import riyadh_today
from arabic.text import clean_line, riyals
from audit.refusals import Refused, refuse_for
from audit.writing import one_transaction, write
from beneficiaries.papers import receive_paper

from .case_file import CaseFile
from .models import GrantedService, ServiceDelivery, SupportRequest
from .models.services import DeliveryOutcome
from .rules import actor_did_not_vote, persons_file_is_open
from .steps import State, Step
from .workflow import lock_request, perform, refuse_stale_request, refuse_unless_permitted

DELIVERED = gettext_lazy("Delivery recorded")
_SETTLED = (DeliveryOutcome.DELIVERED, DeliveryOutcome.CLOSED)


def record_delivery(
    support_request: SupportRequest,
    *,
    granted_service: GrantedService,
    outcome: str,
    delivered_on=None,
    what: str = "",
    amount=None,
    received_by_name: str = "",
    reason: str = "",
    receipt=None,
    by: User,
    seen_version: int | None = None,
) -> ServiceDelivery:
    """Records one hand-over or attempt; full and partial ones need the receiver's name and the signed receipt."""
    refuse_unless_permitted(support_request, "intake.deliver_request", by)
    with one_transaction():
        current = lock_request(support_request)
        refuse_stale_request(current, seen_version)
        granted_service = _behind_the_lock(granted_service)
        _refuse_delivery(current, granted_service, outcome, by)
        delivery = ServiceDelivery(
            support_request=current,
            granted_service=granted_service,
            outcome=outcome,
            delivered_on=delivered_on or riyadh_today(),
            what=clean_line(what),
            amount=_amount_delivered(granted_service, outcome, amount),
            received_by_name=clean_line(received_by_name),
            reason=clean_line(reason),
            delivered_by=by,
        )
        judged = ("outcome", "delivered_on", "amount", "received_by_name", "reason")
        facts = {name: getattr(delivery, name) for name in judged}
        refuse_for(reasons_against_hand_over(granted_service, receipt=receipt, **facts))
        if receipt is not None:
            delivery.receipt = receive_paper(
                receipt, beneficiary=current.beneficiary, by=by, reason=DELIVERED
            )
        return write(delivery, by=by, reason=DELIVERED)


def _behind_the_lock(granted_service: GrantedService) -> GrantedService:
    """Read anew: a form's copy knows what was delivered when it was filled in."""
    return GrantedService.objects.get(pk=granted_service.pk)


def _amount_delivered(granted_service: GrantedService, outcome: str, amount):
    """In riyals; in full without an amount is everything that was left of a granted one."""
    in_full = outcome == DeliveryOutcome.DELIVERED and amount is None
    return remaining_of(granted_service) if in_full else amount


def _refuse_delivery(support_request, granted_service, outcome, by):
    if support_request.state != State.REGISTERED:
        raise Refused(_("Only a registered request is delivered."))
    voted = actor_did_not_vote(CaseFile(support_request), by)
    if voted:
        raise Refused(voted)
    refuse_after_closing(support_request, outcome, by)
    if granted_service.support_request_id != support_request.pk:
        raise Refused(_("This service was not granted in this request."), field="granted_service")
    if granted_service.deliveries.filter(outcome__in=_SETTLED).exists():
        raise Refused(_("This service is already delivered or closed."), field="granted_service")


def refuse_after_closing(support_request: SupportRequest, outcome: str, by: User) -> None:
    """Of a closed file, what was granted is only brought to its end."""
    closed = persons_file_is_open(CaseFile(support_request), by)
    if closed and outcome != DeliveryOutcome.CLOSED:
        raise Refused(closed, field="outcome")


def delivered_of(granted_service: GrantedService):
    """What was delivered of a granted service so far, in riyals."""
    return sum(delivery.amount or 0 for delivery in granted_service.deliveries.all())


def remaining_of(granted_service: GrantedService):
    """What is left to deliver of a granted amount, in riyals; None where no amount was granted."""
    if granted_service.amount is None:
        return None
    return granted_service.amount - delivered_of(granted_service)


def is_settled(granted_service: GrantedService) -> bool:
    """Whether nothing more is delivered of a granted service."""
    return any(delivery.outcome in _SETTLED for delivery in granted_service.deliveries.all())


def reasons_delivery_is_closed(case: CaseFile, by: User) -> list[str]:
    """Why no hand-over can be recorded now, before anything is typed."""
    reasons = []
    if case.request.state != State.REGISTERED:
        reasons.append(_("Only a registered request is delivered."))
    elif all(is_settled(granted) for granted in case.granted):
        reasons.append(_("Everything granted is already delivered or closed."))
    voted = actor_did_not_vote(case, by)
    return [*reasons, voted] if voted else reasons


def reasons_against_hand_over(
    granted_service: GrantedService | None,
    *,
    outcome,
    delivered_on,
    amount,
    received_by_name,
    reason,
    receipt,
) -> list[tuple[str, str]]:
    """What one hand-over lacks, as (field, sentence); a form asks with what is filled in so far."""
    handed_over = outcome in (DeliveryOutcome.DELIVERED, DeliveryOutcome.PARTIAL)
    reasons = [("amount", _reason_more_than_granted(granted_service, amount))]
    if outcome == DeliveryOutcome.DELIVERED:
        reasons.append(("amount", _reason_not_in_full(granted_service, amount)))
    if delivered_on and delivered_on > riyadh_today():
        reasons.append(("delivered_on", _("The day of delivery lies in the future.")))
    if handed_over and not received_by_name:
        reasons.append(("received_by_name", _("Name who received it.")))
    if handed_over and receipt is None:
        reasons.append(("receipt", _("Attach the signed receipt.")))
    if outcome and outcome != DeliveryOutcome.DELIVERED and not reason:
        reasons.append(("reason", _("Give the reason.")))
    return [(field, sentence) for field, sentence in reasons if sentence]


def _reason_more_than_granted(granted_service: GrantedService | None, amount) -> str | None:
    remaining = remaining_of(granted_service) if granted_service and amount is not None else None
    if remaining is None or amount <= remaining:
        return None
    return _(
        "Granted: %(granted)s. Not delivered yet: %(remaining)s. More than that cannot be delivered."
    ) % {
        "granted": riyals(granted_service.amount),
        "remaining": riyals(remaining),
    }


def _reason_not_in_full(granted_service: GrantedService | None, amount) -> str | None:
    remaining = remaining_of(granted_service) if granted_service and amount is not None else None
    if remaining is None or amount >= remaining:
        return None
    return _("Not delivered yet: %(remaining)s. With less than that it is delivered in part.") % {
        "remaining": riyals(remaining)
    }


def complete_delivery(
    support_request: SupportRequest, *, rating_offered: bool, by: User, seen_version: int | None = None
) -> SupportRequest:
    """Closes the walk when everything granted is settled and the person was invited to rate: registered → served."""
    if not rating_offered:
        raise Refused(
            _("Invite the person to rate the service first; rating is their right."), field="rating_offered"
        )
    return perform(
        support_request,
        Step.DELIVER,
        by=by,
        seen_version=seen_version,
        note=gettext_lazy("The person was invited to rate the service."),
    )
