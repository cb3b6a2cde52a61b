"""How the request's pages tell what the person was asked to bring."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import dual, riyadh_today

from ..case_file import CaseFile
from ..models import Fact
from ..models.records import Verdict
from ..pages.documents import may_check
from ..pages.looks import VERDICT_LOOKS
from .facts import counts, hidden_facts, open_comparisons
from .missing import missing_items
from .states import CHECKING_STATES


def asked_in_words(asked) -> dict | None:
    """The open list as a notice; None where nothing is expected."""
    if asked is None:
        return None
    days = {"asked": dual(asked.asked_on), "until": dual(asked.bring_until)}
    if is_late(asked.bring_until):
        words = _("Asked for on %(asked)s. They were expected until %(until)s, and that day has passed.")
        return {"tone": "warning", "icon": "exclamation-triangle", "text": words % days}
    words = _("Asked for on %(asked)s. They are expected until %(until)s.")
    return {"tone": "info", "icon": "calendar-event", "text": words % days}


def is_late(bring_until: date) -> bool:
    return bring_until < riyadh_today()


def comparisons_in_words(case: CaseFile, user: User) -> list[dict]:
    """Each compared fact: verdict, proof, and what was found, as far as this person may read it."""
    labels = {document.code: document.label for document in case.required_documents}
    hidden = hidden_facts(user)
    return [_comparison(case, row, labels, row["fact"] in hidden) for row in case.comparisons]


def _comparison(case: CaseFile, row: dict, labels: dict, hidden: bool) -> dict:
    found = _("confidential") if row["found"] and hidden else row["found"]
    facts = [
        (_("Stated fact"), Fact(row["fact"]).label),
        (_("Verdict"), Verdict(row["verdict"]).label),
        (_("Proven by"), labels.get(row["proof"], row["proof"])),
        (_("What was found instead"), found),
        (_("Checked by"), row["who"]),
        (_("Checked on"), dual(date.fromisoformat(row["on"]))),
        (_("Waived by"), row["waived_by"]),
        (_("Reason of the waiver"), row["why"]),
    ]
    if not counts(case, row):
        facts.append((_("Standing"), _("What is stated changed since; this comparison counts no more.")))
    return {
        "items": [{"label": label, "value": value, "hint": ""} for label, value in facts if value],
        "file_url": "",
        "page_url": "",
    }


def missing_section(case: CaseFile, user: User) -> dict:
    """What was asked for, and the way to ask for what is missing now."""
    asks = may_check(case, user) and missing_items(case)
    return {
        "asked": asked_in_words(case.expected),
        "facts_url": reverse("request_facts", args=[case.request.pk]) if may_check(case, user) else "",
        "url": reverse("request_documents_ask", args=[case.request.pk]) if asks else "",
    }


def facts_to_settle(case: CaseFile, user: User) -> list[dict]:
    """The facts that are not proven, and those whose proof was waived, as rows of the checklist."""
    if case.request.state not in CHECKING_STATES:
        return []
    rows = [row for row in case.comparisons if row["waived_by"] and counts(case, row)]
    return [_to_settle(case, row, user) for row in [*open_comparisons(case), *rows]]


def _to_settle(case: CaseFile, row: dict, user: User) -> dict:
    pk, waived = case.request.pk, bool(row["waived_by"])
    icon, tone = ("shield-check", "closed") if waived else VERDICT_LOOKS[row["verdict"]]
    waivable = row["verdict"] == Verdict.MISSING and not waived
    acts = [(reverse("request_facts", args=[pk]), _("Change"))] if may_check(case, user) else []
    if waivable and user.may("intake.waive_document"):
        acts.append((reverse("request_fact_waive", args=[pk, row["fact"]]), _("Waive")))
    return {
        "label": Fact(row["fact"]).label,
        "notes": _notes(row, row["fact"] in hidden_facts(user), waived),
        "facts": [],
        "icon": icon,
        "tone": tone,
        "state": _("Waived") if waived else Verdict(row["verdict"]).label,
        "file_url": "",
        "file_label": "",
        "thumbnail": None,
        "acts": [{"url": url, "label": label} for url, label in acts],
    }


def _notes(row: dict, hidden: bool, waived: bool) -> list[str]:
    notes = [_("confidential") if hidden else row["found"]] if row["found"] else []
    if waived:
        words = _("Waived by %(who)s, because: %(reason)s")
        notes.append(words % {"who": row["waived_by"], "reason": row["why"]})
    return notes
