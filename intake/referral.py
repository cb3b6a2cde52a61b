"""Step 4, referral to social research: the person is told, and the clock starts."""

from datetime import timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import riyadh_today
from audit.refusals import Refused
from audit.writing import write

from .assigning.districts import reason_not_to_study
from .clock import earliest_decision_day
from .models import Referral, SupportRequest
from .steps import Step
from .workflow import handling


def refer_request(
    support_request: SupportRequest,
    *,
    researcher: User,
    how_told: str,
    told: bool,
    by: User,
    seen_version: int | None = None,
) -> SupportRequest:
    """Refers the request to a researcher on the day the person is told: the reply period starts today in Riyadh."""
    with handling(support_request, Step.REFER, by=by, seen_version=seen_version) as current:
        if not told:
            raise Refused(
                _("Tell the person first: the reply period starts on the day they are told."), field="told"
            )
        if refusal := reason_not_to_study(researcher, current):
            raise Refused(refusal, field="researcher")
        version, today = current.policy_version, riyadh_today()
        current.study += 1
        current.researcher = researcher
        current.told_on = today
        current.earliest_decision_on = earliest_decision_day(today, version.minimum_reply_days)
        if version.target_reply_days:
            current.reply_due_on = today + timedelta(days=version.target_reply_days)
        referral = Referral(
            support_request=current,
            study=current.study,
            researcher=researcher,
            told_on=today,
            how_told=how_told,
            minimum_reply_days=version.minimum_reply_days,
            earliest_decision_on=current.earliest_decision_on,
        )
        write(referral, by=by, reason=Step.REFER.label)
    return current
