"""An appeal as pages print it: what it is about, until when it is possible, and what the item before it said."""

from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import dual, riyadh_today
from arabic.text import listed
from beneficiaries.phones import dialled
from intake.appeal_rules import last_day_of_appeal
from intake.case_file import CaseFile
from intake.clock import earliest_decision_day
from policies.reasons import reason_label

from ..models import AgendaItem, Appeal, Attendance, Decision, Vote
from ..outcomes import Outcome


def appeal_lead(case: CaseFile) -> str:
    """When the earliest answer to an appeal comes that is recorded today."""
    earliest = earliest_decision_day(riyadh_today(), case.version.reply_days_of_appeal)
    return _("Told today, the person gets an answer to the appeal on %(date)s at the earliest.") % {
        "date": dual(earliest)
    }


def decision_appealed(case: CaseFile, user: User) -> list[dict]:
    """The person, the rejection with its reason first, and until when an appeal is possible."""
    facts = [(_("Full name"), case.person.full_name, ""), (_("Phone"), dialled(case.person.phone), "")]
    decision = case.decisions[-1] if case.decisions else None
    if decision is not None:
        facts += [
            (_("Reason"), reason_label(case.version, decision.reason_code), ""),
            (_("Reasons"), decision.reasons, ""),
            (_("Decided on"), dual(decision.decided_on), ""),
            (_("Appeal possible until"), dual(last_day_of_appeal(case, decision)), _passed(case, decision)),
        ]
    return [{"label": label, "value": value, "hint": hint} for label, value, hint in facts if value]


def _passed(case: CaseFile, decision) -> str:
    return _("This day has passed.") if last_day_of_appeal(case, decision) < riyadh_today() else ""


def appeal_of(item: AgendaItem) -> Appeal | None:
    """The appeal that an item answers; what comes after it in the request answers it too."""
    found = Appeal.objects.filter(support_request=item.support_request_id, study__lte=item.study)
    return found.select_related("decision__item__session", "channel", "admitted_by").first()


def appeal_page(item: AgendaItem, version, outcome: str = "") -> dict | None:
    """What the item of an appeal cites: what the person says, the old decision, and who sat and voted then."""
    appeal = appeal_of(item)
    if appeal is None:
        return None
    return {
        "facts": _facts(appeal),
        "grounds": appeal.grounds,
        "old": _old(appeal.decision, version),
        "result": result_in_words(appeal, outcome),
        "sat": who_sat(appeal.decision),
    }


def _facts(appeal: Appeal) -> list[dict]:
    late = ""
    if appeal.admitted_by is not None:
        late = _("%(who)s admitted it although late: %(reason)s") % {
            "who": appeal.admitted_by.full_name,
            "reason": appeal.admitted_because,
        }
    facts = (
        (_("Who appealed"), appeal.said_by, ""),
        (_("Channel"), appeal.channel.label, ""),
        (_("Received on"), dual(appeal.received_on), late),
    )
    return [{"label": label, "value": value, "hint": hint} for label, value, hint in facts]


def _old(decision: Decision, version) -> dict:
    return {
        "title": _("%(outcome)s on %(date)s, %(session)s")
        % {
            "outcome": decision.get_outcome_display(),
            "date": dual(decision.decided_on),
            "session": decision.item.session,
        },
        "reason": reason_label(version, decision.reason_code),
        "reasons": decision.reasons,
        "item": decision.item_id,
    }


def result_in_words(appeal: Appeal, outcome: str) -> str:
    """What a decision on an appeal does to the one before; "" while there is none."""
    first = {"date": dual(appeal.decision.decided_on)}
    if outcome == Outcome.REJECT:
        return _("The decision of %(date)s is upheld.") % first
    if outcome == Outcome.ACCEPT:
        return (
            _("From now on this decision takes the place of that of %(date)s, which stays as it was.") % first
        )
    return ""


def who_sat(decision: Decision) -> list[dict]:
    """Who attended the session of a decision, and what each did with the item."""
    votes = dict(Vote.objects.filter(item=decision.item_id).values_list("member_id", "choice"))
    sat = Attendance.objects.filter(session=decision.item.session_id).order_by("pk")
    names = dict(sat.values_list("member_id", "member__full_name"))
    without = _("Did not vote")
    return [
        {"name": name, "vote": Outcome(votes[member]).label if member in votes else without}
        for member, name in names.items()
    ]


def line_in_minutes(item: AgendaItem, version, outcome: str) -> dict | None:
    """What the minutes say of an item that answers an appeal, or None."""
    page = appeal_page(item, version, outcome)
    if page is None:
        return None
    who = listed(f"{row['name']} ({row['vote']})" for row in page["sat"])
    return {
        "appeal": _("Appeal against: %(decision)s") % {"decision": page["old"]["title"]},
        "reasons": " – ".join(part for part in (page["old"]["reason"], page["old"]["reasons"]) if part),
        "grounds": page["grounds"],
        "sat": _("Who sat then: %(who)s") % {"who": who},
        "result": page["result"],
    }
