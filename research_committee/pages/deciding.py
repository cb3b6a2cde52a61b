"""What stands beside the form of a decision: its days, what the person may do against it, and what went before."""

from django.utils.translation import gettext as _

from arabic.calendars import dual, riyadh_today
from intake.case_file import CaseFile

from ..outcomes import Outcome
from ..remedies import appeal_window
from ..session_file import ItemFile


def days_of_decision(file: ItemFile) -> list[dict]:
    """The day on which it would be recorded now, until when the person may appeal, and how the person hears of it."""
    earliest, outcome, today = file.request.earliest_decision_on, file.tally.outcome, riyadh_today()
    rows = []
    if outcome == Outcome.DEFER or (outcome is not None and earliest is not None and earliest <= today):
        rows.append((_("Recorded on"), dual(today), _("Today.")))
    if outcome == Outcome.REJECT:
        rows.append((_("Appeal"), _appeal(file, today), ""))
    if outcome in (Outcome.ACCEPT, Outcome.REJECT):
        rows.append((_("Told by"), _("The decision letter and a message, both at once."), ""))
    if outcome == Outcome.DEFER:
        rows.append((_("Told by"), _("A message that the study goes on; no letter."), ""))
    return [{"label": label, "value": value, "hint": hint} for label, value, hint in rows]


def _appeal(file: ItemFile, today) -> str:
    last_day = appeal_window(CaseFile(file.request), Outcome.REJECT, today)
    if last_day is None:
        return _("None: a decision on an appeal is final.")
    return _("Possible until the end of %(date)s.") % {"date": dual(last_day)}
