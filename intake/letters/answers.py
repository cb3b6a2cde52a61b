"""What a person is told on paper before the decision: what is missing, and that the request was referred."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from arabic.calendars import dual
from arabic.text import listed
from audit.refusals import Refused
from correspondence.content import Content, in_arabic, letter, row

from ..case_file import CaseFile
from ..checks.missing import missing_items, reason_nothing_to_ask_for
from . import rules
from .appeal import appeal_content


def refuse(reason: str | None) -> None:
    if reason:
        raise Refused(reason)


def named(case: CaseFile) -> dict:
    """The request as its letters name it."""
    return {"reference": case.request.reference, "service": case.request.service_type.label}


def days_in_words(number: int) -> str:
    return npgettext("after a preposition", "%(days)s day", "%(days)s days", number) % {"days": number}


# Missing items ----------------------------------------------------------------------------------------------------


@in_arabic
def missing_items_content(case: CaseFile, *, until: date) -> Content:
    """Which documents are not settled, and until which day they are expected."""
    refuse(reason_nothing_to_ask_for(case))
    return letter(
        _("Documents to be completed"),
        case.person,
        about=case.request.reference,
        text=_(
            "With reference to your support request %(reference)s for: %(service)s, we inform you that the "
            "request is "
            "complete only with the documents named below, and we ask you to bring them so that the "
            "association can "
            "go on with it."
        )
        % named(case),
        facts=[],
        list_title=_("What is missing"),
        items=[{"label": item.label, "hint": item.reason} for item in missing_items(case)],
        until_title=_("We ask you to complete them no later than"),
        until=dual(until),
        notes=_(
            "You may bring them over any of these ways: %(channels)s. Please have the originals with you so "
            "that they can be compared."
        )
        % {"channels": channels(case)},
    )


def channels(case: CaseFile) -> str:
    return listed(channel.label for channel in case.parts.channels)


# Referral ---------------------------------------------------------------------------------------------------------


@in_arabic
def referral_content(case: CaseFile) -> Content:
    """That the request goes to the committee, and the earliest day of an answer."""
    refuse(rules.reason_not_referred(case))
    request, referral = case.request, case.referral
    if case.appeal is not None and case.appeal.study == referral.study:
        return appeal_content(case, channels(case), days_in_words(referral.minimum_reply_days))
    return letter(
        _("Referral of the request to social research"),
        case.person,
        about=request.reference,
        text=_(
            "With reference to your support request %(reference)s for: %(service)s, we inform you that it "
            "was referred to "
            "social research, which studies it and then lays it before the research committee for its decision."
        )
        % named(case),
        facts=[
            row(_("Request"), request.reference),
            row(_("Told of the referral on"), dual(referral.told_on), referral.get_how_told_display()),
        ],
        answer_title=_("The earliest day on which an answer may come"),
        answer=_(
            "%(date)s\nThe committee decides after no fewer than %(days)s from the day of the referral, as "
            "the association's "
            "policy lays down."
        )
        % {
            "date": dual(referral.earliest_decision_on),
            "days": days_in_words(referral.minimum_reply_days),
        },
        notes=_(
            "The social researcher may call or visit you to complete the study. To ask about the request, "
            "give its number "
            "over any of these ways: %(channels)s."
        )
        % {"channels": channels(case)},
    )
