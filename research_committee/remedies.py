"""What a person may do against a decision, and until when."""

from datetime import date, timedelta

from intake.case_file import CaseFile

from .outcomes import Outcome


def appeal_window(case: CaseFile, outcome: str, decided_on: date) -> date | None:
    """The last day of an appeal against a decision of this day.

    Only a rejection is appealed against, and only once: a decision on an appeal is final.
    """
    if outcome != Outcome.REJECT or case.appeal is not None:
        return None
    return decided_on + timedelta(days=case.version.appeal_days)
