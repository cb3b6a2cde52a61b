"""The decision on paper: its reasons first, then what was decided and granted, then what the person may do."""

from django.utils.translation import gettext as _

from arabic.calendars import dual
from correspondence.about import name_of
from correspondence.content import Content, in_arabic, letter
from correspondence.kinds import LetterKind
from correspondence.models import Letter
from policies.reasons import reason_label

from ..appeal_rules import answered_appeal, last_day_of_appeal
from ..case_file import CaseFile
from ..granted_words import amount_in_words, period_in_words, times_in_words, total_in_words
from . import rules
from .answers import channels, days_in_words, named, refuse


@in_arabic
def decision_content(case: CaseFile) -> Content:
    """The last decision: its reasons first, then what was decided, then how and until when to appeal."""
    refuse(rules.reason_no_decision_letter(case))
    decision = rules.last_decision(case)
    appeal = answered_appeal(case, decision)
    accepted = decision.outcome == "accept"
    return letter(
        _("Decision of the research committee"),
        case.person,
        about=case.request.reference,
        text=_opening(case, decision, appeal),
        reasons_title=_("The reasons of the decision"),
        reason=reason_label(case.version, decision.reason_code),
        reasons=decision.reasons,
        decision_title=_("The decision"),
        decision=_decided(decision, appeal),
        **_granted(case.granted if accepted else []),
        next=_("To receive what is granted, please come to complete your registration.") if accepted else "",
        **_remedy(case, decision, appeal),
    )


def _opening(case: CaseFile, decision, appeal) -> str:
    if appeal is None:
        return _(
            "With reference to your support request %(reference)s for: %(service)s, we inform you that the "
            "research "
            "committee considered it on %(date)s."
        ) % {**named(case), "date": dual(decision.decided_on)}
    return _(
        "With reference to your appeal of %(received)s against the decision of %(first)s%(letter)s on your support "
        "request %(reference)s for: %(service)s, we inform you that the research committee considered it as a new "
        "item on %(date)s."
    ) % {
        **named(case),
        "received": dual(appeal.received_on),
        "first": dual(appeal.decision.decided_on),
        "letter": _earlier_letter(case, decision),
        "date": dual(decision.decided_on),
    }


def _earlier_letter(case: CaseFile, decision) -> str:
    """The number under which the person was told the first decision, in brackets."""
    told = Letter.objects.filter(
        kind=LetterKind.DECISION, about=name_of(case.request), issued_on__lt=decision.decided_on
    )
    first = told.order_by("-pk").first()
    return _(" (letter %(serial)s)") % {"serial": first.serial} if first else ""


def _decided(decision, appeal) -> str:
    accepted = decision.outcome == "accept"
    if appeal is None:
        if accepted:
            return _("The committee decided to accept the request, and grants you the following:")
        return _(
            "For these reasons the committee could not accept the request. We regret this, and the "
            "association remains at "
            "your service for any other need."
        )
    first = {"first": dual(appeal.decision.decided_on)}
    if accepted:
        return (
            _(
                "The committee accepted your appeal. From its date on, this decision takes the place of the decision "
                "of %(first)s, and the committee grants you the following:"
            )
            % first
        )
    return (
        _(
            "The committee considered what you presented and could not change the decision of %(first)s, which "
            "stands. We regret this, and the association remains at your service for any other need."
        )
        % first
    )


def _granted(services: list) -> dict:
    """The table of what is granted, with a column for times and period where something has one."""
    when = ["\n".join(filter(None, (times_in_words(one), period_in_words(one)))) for one in services]
    heads = [_("What is granted"), _("Amount"), _("Conditions")]
    rows = [
        [service.description, amount_in_words(service) or "–", service.conditions or "–"]
        for service in services
    ]
    if any(when):
        heads.insert(2, _("Times and period"))
        for row, words in zip(rows, when, strict=True):
            row.insert(2, words or "–")
    return {
        "granted_heads": heads if services else [],
        "granted": rows,
        "granted_total": total_in_words(services),
    }


def _remedy(case: CaseFile, decision, appeal) -> dict:
    """What the person may do next: appeal against a rejection, once; ask about everything else."""
    ways = {"channels": channels(case)}
    if decision.outcome == "accept":
        title = _("To ask about this decision")
        text = _("Give the number of the request over any of these ways: %(channels)s.") % ways
    elif appeal is not None:
        title = _("This decision is final")
        text = (
            _(
                "A decision on an appeal is not appealed against again. When your circumstances change you may "
                "submit a new request at any time, over any of these ways: %(channels)s."
            )
            % ways
        )
    else:
        title = _("How to appeal against this decision")
        text = _(
            "You may appeal against this decision within %(days)s of its date, that is until the end of "
            "%(date)s, over any "
            "of these ways: %(channels)s. Please give the number of the request and your reasons. The appeal "
            "is laid before "
            "the committee as a new item."
        ) % {
            **ways,
            "days": days_in_words(case.version.appeal_days),
            "date": dual(last_day_of_appeal(case, decision)),
        }
    return {"appeal_title": title, "appeal": text}
