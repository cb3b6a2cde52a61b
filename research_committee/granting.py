"""What a decision grants: which service, how much, how often, from when until when, and on which conditions."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from arabic.text import clean_line
from audit.refusals import Refused
from intake.models import GrantedService
from policies.models import ServiceType

from .outcomes import Outcome
from .words import says_something

MOST_TIMES = 120


class Grant(NamedTuple):
    """One thing granted; `amount` is the sum of all times together."""

    service_type: ServiceType
    description: str
    amount: Decimal | None = None
    conditions: str = ""
    times: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None


def granted_services(support_request, outcome: Outcome, granted: Iterable[tuple]) -> list[GrantedService]:
    """The rows of what is granted, not saved yet: at least one with an acceptance, none with anything else."""
    grants = [Grant(*row) for row in granted]
    if outcome != Outcome.ACCEPT:
        if grants:
            raise Refused(_("Nothing is granted: the votes did not accept the request."), field="granted")
        return []
    if not grants:
        raise Refused(_("Write what is granted: at least one service."), field="granted")
    return [_granted_service(support_request, grant) for grant in grants]


def _granted_service(support_request, grant: Grant) -> GrantedService:
    description = clean_line(grant.description)
    if grant.service_type.policy_version_id != support_request.policy_version_id:
        raise Refused(_("The policy does not have this service."), field="granted")
    if not says_something(description):
        raise Refused(_("Describe in words what is granted."), field="granted")
    reason = reason_not_granted_so(grant)
    if reason:
        raise Refused(reason, field="granted")
    facts = grant._replace(description=description, conditions=clean_line(grant.conditions))
    return GrantedService(support_request=support_request, **facts._asdict())


def reason_not_granted_so(grant: Grant) -> str | None:
    """Why amount, times or period cannot be so."""
    if grant.amount is not None and grant.amount <= 0:
        return _("The amount granted is more than zero, or left empty.")
    if grant.times is not None and not 1 <= grant.times <= MOST_TIMES:
        return _("A service is granted at least once and at most %(most)d times.") % {"most": MOST_TIMES}
    return reason_period_is_wrong(grant.starts_on, grant.ends_on)


def reason_period_is_wrong(starts_on: date | None, ends_on: date | None) -> str | None:
    if ends_on is not None and starts_on is None:
        return _("A period that ends also begins: write from when.")
    if ends_on is not None and ends_on < starts_on:
        return _("The period ends before it begins.")
    return None
