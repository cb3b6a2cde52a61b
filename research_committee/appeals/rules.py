"""On which days an appeal is possible, and who admits a later one."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import dual, riyadh_today
from intake.appeal_rules import last_day_of_appeal
from intake.case_file import CaseFile


def may_admit(by: User) -> bool:
    """Whether this person may let a late appeal in."""
    return by.may("research_committee.admit_late_appeal")


def reason_day_is_impossible(case: CaseFile, received_on: date) -> str | None:
    """An appeal came after the decision, and by today."""
    decided_on = case.decisions[-1].decided_on
    if received_on > riyadh_today():
        return _("This day has not come yet.")
    if received_on < decided_on:
        return _("The decision is of %(date)s; no appeal against it came before.") % {
            "date": dual(decided_on)
        }
    return None


def is_late(case: CaseFile, received_on: date) -> bool:
    return received_on > last_day_of_appeal(case, case.decisions[-1])


def reason_too_late(case: CaseFile, received_on: date, because: str, by: User) -> str | None:
    """After the last day only the executive director admits an appeal, and says why."""
    if not is_late(case, received_on):
        return None
    day = {"date": dual(last_day_of_appeal(case, case.decisions[-1]))}
    if not may_admit(by):
        return (
            _(
                "An appeal was possible until the end of %(date)s. Only the executive director admits a later one, "
                "with a reason."
            )
            % day
        )
    if not because:
        return _("An appeal was possible until the end of %(date)s. Write why you admit this one.") % day
    return None


def reason_no_need_to_admit(case: CaseFile, received_on: date, because: str) -> str | None:
    if because and not is_late(case, received_on):
        return _("The appeal came in time and needs no admission; leave this empty.")
    return None
