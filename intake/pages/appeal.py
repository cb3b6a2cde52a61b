"""An appeal that waits for its answer, on the request page: what it is against, what was said, and until when."""

from datetime import date

from django.utils.translation import gettext as _

from arabic.calendars import dual
from policies.reasons import reason_label

from ..case_file import CaseFile
from ..steps import State
from ..workflow import BEFORE_ACCEPTANCE


def appeal_section(case: CaseFile) -> dict | None:
    """The appeal and the rejection that it is against; None where no appeal waits for an answer."""
    request = case.request
    if not request.appeal_rows or request.state not in BEFORE_ACCEPTANCE:
        return None
    appeal = request.appeal_rows[-1]
    before = [row for row in request.decision_rows if row["study"] < appeal["study"]]
    rejection = next(row for row in reversed(before) if row["outcome"] == "reject")
    return {
        "reason": reason_label(case.version, rejection["code"]),
        "reasons": rejection["reasons"],
        "rejected_on": _day(rejection["on"]),
        "grounds": appeal["grounds"],
        "standing": _standing(request.state, _day(rejection["on"])),
        "facts": [
            {"label": label, "value": value, "hint": hint} for label, value, hint in _facts(case, appeal)
        ],
    }


def _standing(state: str, rejected_on: str) -> str:
    """Where the appeal is now, and that the rejection holds until then."""
    words = {
        State.STUDIED: _(
            "The appeal is before the committee. Until it has decided, the decision of %(date)s stands."
        ),
        State.REFERRED: _(
            "The request is studied once more before the committee decides on the appeal. Until then, the decision of "
            "%(date)s stands."
        ),
    }.get(
        state,
        _(
            "The request is being completed before the committee decides on the appeal. Until then, the decision of "
            "%(date)s stands."
        ),
    )
    return words % {"date": rejected_on}


def _facts(case: CaseFile, appeal: dict) -> list[tuple]:
    channel = next((row.label for row in case.parts.channels if row.pk == appeal["channel"]), "")
    facts = [
        (_("Received on"), _day(appeal["on"]), f"{appeal['said']} · {channel}"),
        (_("Appeal possible until"), _day(appeal["until"]), _admitted(appeal)),
    ]
    if case.request.earliest_decision_on:
        facts.append((_("Earliest answer"), dual(case.request.earliest_decision_on), ""))
    return facts


def _admitted(appeal: dict) -> str:
    """Who let it in after its last day, and why; that it came in time otherwise."""
    if not appeal["because"]:
        return _("It came in time.")
    return _("%(who)s admitted it although late: %(reason)s") % {
        "who": appeal["admitted"],
        "reason": appeal["because"],
    }


def _day(written: str) -> str:
    return dual(date.fromisoformat(written))
