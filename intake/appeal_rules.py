"""The walk's conditions for an appeal against a rejection; which day it may be is the committee's to know."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.text import apart

from .case_file import CaseFile
from .rules import condition
from .steps import OPEN_STATES


@condition(gettext_lazy("No appeal was recorded against the decision on this request before."))
def nothing_was_appealed_before(case: CaseFile, by: User):
    if case.appeal is not None:
        return _("The committee has decided on an appeal in this request; that decision is final.")


@condition(gettext_lazy("The rejection is the last decision on the request."))
def a_rejection_stands(case: CaseFile, by: User):
    last = case.decisions[-1] if case.decisions else None
    if last is None or last.outcome != "reject" or last.study != case.request.study:
        return _("Only a rejection is appealed against.")


@condition(gettext_lazy("No newer request for the same need is open."))
def no_newer_request_for_the_need(case: CaseFile, by: User):
    if case.request.same_need_permit_id is not None:
        return None
    newer = type(case.request).objects.filter(
        beneficiary=case.person,
        service_type=case.request.service_type_id,
        state__in=OPEN_STATES,
        same_need_permit__isnull=True,
    )
    other = newer.exclude(pk=case.request.pk).first()
    if other is not None:
        return _(
            "Request %(reference)s for the same service was opened meanwhile and stands at “%(state)s”. Two cannot be "
            "handled at once: the person goes on with that one, or withdraws it and then appeals."
        ) % {"reference": apart(other.reference), "state": other.get_state_display()}


def answered_appeal(case: CaseFile, decision):
    """The appeal that this decision answers, or None: whatever is decided after it, is decided on it."""
    appeal = case.appeal
    return appeal if appeal is not None and decision.study >= appeal.study else None


def last_day_of_appeal(case: CaseFile, decision) -> date:
    """As it was recorded; of the oldest decisions, as the version counts it."""
    return decision.appeal_until or decision.decided_on + timedelta(days=case.version.appeal_days)
