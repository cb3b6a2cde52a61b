"""Recording an appeal: its clock starts, and the request comes before the committee again."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import riyadh_today
from arabic.text import clean_line, clean_text
from audit.refusals import Refused
from audit.writing import write
from intake.appeal_rules import last_day_of_appeal
from intake.case_file import CaseFile
from intake.clock import earliest_decision_day
from intake.models import Referral, SupportRequest
from intake.steps import Step
from intake.workflow import handling
from policies.models import Channel

from ..models import Appeal
from ..words import refuse_placeholder
from .rules import is_late, may_admit, reason_day_is_impossible, reason_no_need_to_admit, reason_too_late


@dataclass(frozen=True)
class Said:
    """What the person said, over which channel, and on which day it came."""

    channel: Channel
    received_on: date
    grounds: str
    said_by: str

    @classmethod
    def cleaned(cls, channel, received_on, grounds, said_by) -> "Said":
        return cls(channel, received_on, clean_text(grounds), clean_line(said_by))


def record_appeal(
    support_request: SupportRequest,
    *,
    channel: Channel,
    received_on: date,
    grounds: str,
    said_by: str,
    how_told: str,
    told: bool,
    by: User,
    admitted_because: str = "",
    seen_version: int | None = None,
) -> Appeal:
    """Records an appeal on the day on which the person is told when the earliest answer comes.

    The rejection stays as it was recorded; the request stands before the committee again with a new study number
    and the clock that the policy version gives an appeal. `admitted_because` is the executive director's reason
    for a late one.
    """
    said, because = Said.cleaned(channel, received_on, grounds, said_by), clean_line(admitted_because)
    with handling(
        support_request, Step.APPEAL, by=by, seen_version=seen_version, note=said.grounds
    ) as current:
        case = CaseFile(current)
        _refuse_unless_told(told)
        _refuse_what_was_said(case, said)
        _refuse_days(case, received_on, because, by)
        appeal = _appeal(case, said, because, by)
        _start_clock(current, appeal)
        write(appeal, by=by, reason=Step.APPEAL.label)
        write(_referral(current, appeal, how_told), by=by, reason=Step.APPEAL.label)
    return appeal


def _refuse_unless_told(told: bool) -> None:
    if not told:
        sentence = _("Tell the person first: the reply period of the appeal starts on the day they are told.")
        raise Refused(sentence, field="told")


def _refuse_what_was_said(case: CaseFile, said: Said) -> None:
    if said.channel.policy_version_id != case.version.pk:
        raise Refused(_("The policy does not have this channel."), field="channel")
    if not said.said_by:
        raise Refused(_("Write who appealed."), field="said_by")
    refuse_placeholder(said.grounds, field="grounds")


def _refuse_days(case: CaseFile, received_on: date, because: str, by: User) -> None:
    # Whoever admits a late appeal writes why; for anybody else the day is what stands in the way.
    late_beside = "admitted_because" if may_admit(by) else "received_on"
    reasons = (
        ("received_on", reason_day_is_impossible(case, received_on)),
        (late_beside, reason_too_late(case, received_on, because, by)),
        ("admitted_because", reason_no_need_to_admit(case, received_on, because)),
    )
    for field, reason in reasons:
        if reason:
            raise Refused(reason, field=field)
    if because:
        refuse_placeholder(because, field="admitted_because")


def _appeal(case: CaseFile, said: Said, because: str, by: User) -> Appeal:
    decision, late = case.decisions[-1], is_late(case, said.received_on)
    return Appeal(
        support_request=case.request,
        decision=decision,
        study=case.request.study + 1,
        channel=said.channel,
        received_on=said.received_on,
        window_until=last_day_of_appeal(case, decision),
        grounds=said.grounds,
        said_by=said.said_by,
        minimum_reply_days=case.version.reply_days_of_appeal,
        recorded_by=by,
        admitted_by=by if late else None,
        admitted_because=because,
    )


def _start_clock(current: SupportRequest, appeal: Appeal) -> None:
    version, today = current.policy_version, riyadh_today()
    current.study, current.decided_on = appeal.study, None
    current.told_on = today
    current.earliest_decision_on = earliest_decision_day(today, appeal.minimum_reply_days)
    promised = version.target_reply_days
    current.reply_due_on = today + timedelta(days=promised) if promised else None


def _referral(current: SupportRequest, appeal: Appeal, how_told: str) -> Referral:
    """The clock of the appeal, on the row that every door asks for."""
    return Referral(
        support_request=current,
        study=appeal.study,
        researcher=current.researcher,
        told_on=current.told_on,
        how_told=how_told,
        minimum_reply_days=appeal.minimum_reply_days,
        earliest_decision_on=current.earliest_decision_on,
    )
