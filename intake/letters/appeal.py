"""That an appeal is recorded, and the earliest day of an answer to it."""

from django.utils.translation import gettext as _

from arabic.calendars import dual
from correspondence.content import Content, letter, row

from ..case_file import CaseFile


def appeal_content(case: CaseFile, ways: str, days: str) -> Content:
    """The letter of the referral that an appeal opened; `ways` are the policy's channels, `days` its period."""
    request, referral, appeal = case.request, case.referral, case.appeal
    names = {"reference": request.reference, "service": request.service_type.label}
    first = dual(appeal.decision.decided_on)
    return letter(
        _("Your appeal is before the research committee"),
        case.person,
        about=request.reference,
        text=_(
            "With reference to your appeal against the decision of %(first)s on your support request %(reference)s "
            "for: %(service)s, we inform you that it is recorded and will be laid before the research committee as a "
            "new item."
        )
        % {**names, "first": first},
        facts=[
            row(_("Request"), request.reference),
            row(_("The appeal was received on"), dual(appeal.received_on), appeal.channel.label),
            row(_("It was recorded, and you were told, on"), dual(referral.told_on)),
        ],
        answer_title=_("The earliest day on which an answer may come"),
        answer=_(
            "%(date)s\nThe committee decides on an appeal after no fewer than %(days)s from the day on which it is "
            "recorded, as the association's policy lays down."
        )
        % {"date": dual(referral.earliest_decision_on), "days": days},
        notes=_(
            "To ask about the appeal, or to add something to it, give the number of the request over any of these "
            "ways: %(channels)s."
        )
        % {"channels": ways},
    )
