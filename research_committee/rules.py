"""The committee's own conditions: one function each, which returns None or the reason as a sentence."""

import re

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Role
from arabic.calendars import dual, riyadh_today
from arabic.text import fold
from audit.refusals import NotPermitted, Refused
from intake.case_file import CaseFile
from intake.rules import condition
from intake.steps import State
from intake.workflow import reason_to_refuse

from .models import CommitteeMember, CommitteeSession, ResearchReport
from .models.reports import SCORE_PARTS
from .outcomes import STEP_OF, Position
from .session_file import ItemFile, SessionFile

RUNNERS = (Position.CHAIR, Position.SECRETARY)

# An item ----------------------------------------------------------------------------------------------------


@condition(gettext_lazy("The item is open."))
def item_is_open(file: ItemFile, by: User):
    if file.item.closed_at is not None:
        return _("This item is closed (%(result)s).") % {"result": file.item.get_result_display()}


@condition(gettext_lazy("The request is before the committee with this study."))
def study_is_the_present_one(file: ItemFile, by: User):
    if file.request.state != State.STUDIED:
        return _("The request is not before the committee any more: it stands at “%(state)s”.") % {
            "state": file.request.get_state_display()
        }
    if file.request.study != file.item.study:
        return _("This item is about an earlier study of the request.")


@condition(gettext_lazy("You were a member of the committee on the day of the session."))
def actor_is_a_member(file: ItemFile, by: User):
    if by.pk not in file.session_file.positions:
        return _("Only those who were members of the committee on the day of the session vote.")


@condition(gettext_lazy("You attend the session."))
def actor_attends(file: ItemFile, by: User):
    if by.pk not in file.session_file.attending:
        return _("Only those who attend the session vote; the chair or the secretary records the attendance.")


@condition(gettext_lazy("You had no hand in this request."))
def actor_did_not_handle_the_request(file: ItemFile, by: User):
    if file.has_handled(by):
        return _(
            "Whoever received, verified, witnessed the pledge of, referred or studied a request "
            "does not vote on it."
        )


@condition(gettext_lazy("You are not recused from this item."))
def actor_is_not_recused(file: ItemFile, by: User):
    if file.has_declared(by):
        return _("You are recused from this item.")


@condition(gettext_lazy("The votes give a result."))
def votes_give_a_result(file: ItemFile, by: User):
    return file.tally.reason


VOTING = (
    item_is_open,
    study_is_the_present_one,
    actor_is_a_member,
    actor_attends,
    actor_is_not_recused,
    actor_did_not_handle_the_request,
)
DECIDING = (
    item_is_open,
    study_is_the_present_one,
    votes_give_a_result,
    actor_is_not_recused,
    actor_did_not_handle_the_request,
)


@condition(gettext_lazy("There is no result that could be recorded."))
def nothing_could_be_recorded(file: ItemFile, by: User):
    """A result is not put off by carrying the item over."""
    if file.tally.outcome is None or study_is_the_present_one(file, by) is not None:
        return None
    if not reason_to_refuse(CaseFile(file.request), STEP_OF[file.tally.outcome], by):
        return _("The votes give a result that can be recorded now; record the decision instead.")


CARRYING_OVER = (item_is_open, nothing_could_be_recorded)


def checklist(rules, file: ItemFile, by: User) -> list[dict]:
    """The conditions as people read them: each met, or with its reason."""
    rows = []
    for rule in rules:
        reason = rule(file, by)
        rows.append({"open": reason is None, "sentence": reason or str(rule.promise)})
    return rows


def refuse_unless(rules, file: ItemFile, by: User) -> None:
    reasons = [str(reason) for rule in rules if (reason := rule(file, by))]
    if reasons:
        raise Refused(reasons)


# A session --------------------------------------------------------------------------------------------------


def reason_not_running(session_file: SessionFile, by: User) -> str | None:
    """Why this person does not run the session: only its chair and its secretary do."""
    if session_file.positions.get(by.pk) not in RUNNERS:
        return _("Only the chair or the secretary of the committee does this.")


def may_open_a_session(by: User) -> bool:
    """Whether this person is chair or secretary of the committee today."""
    seats = CommitteeMember.objects.on(riyadh_today()).filter(user=by, position__in=RUNNERS)
    return by.may("research_committee.run_session") and seats.exists()


def reason_session_closed(session: CommitteeSession) -> str | None:
    if not session.is_open:
        return _("This session is closed.")


def refuse_unless_running(session: CommitteeSession, by: User) -> None:
    """Raises NotPermitted unless the person may run sessions and is this one's chair or secretary."""
    refuse_without("research_committee.run_session", by)
    reason = reason_not_running(SessionFile(session), by)
    if reason:
        raise NotPermitted(reason)


def refuse_without(permission: str, by: User) -> None:
    if not by.may(permission):
        raise NotPermitted(_("Your role does not include this step."))


# Words ------------------------------------------------------------------------------------------------------

_SAYS_NOTHING = {
    fold(word)
    for word in (
        *(
            "لا",
            "ليس",
            "يوجد",
            "شيء",
            "بدون",
            "سبب",
            "أسباب",
            "الأسباب",
            "غير",
            "محدد",
            "تجربة",
            "كما",
            "سبق",
            "أعلاه",
        ),
        *(
            "none",
            "no",
            "not",
            "nothing",
            "reason",
            "reasons",
            "na",
            "n",
            "a",
            "test",
            "tbd",
            "same",
            "as",
            "above",
        ),
    )
}
# Letters that a reason has at least, placeholders not counted; the person must understand a decision's.
_FEWEST_LETTERS = 4
_FEWEST_LETTERS_OF_DECISION = 10


def says_something(text: str, fewest_letters: int = _FEWEST_LETTERS) -> bool:
    """Whether a text is more than a placeholder such as “-”, “.” or “لا يوجد”."""
    words = [word for word in re.findall(r"[^\W\d_]+", fold(text)) if word not in _SAYS_NOTHING]
    letters = "".join(words)
    return len(letters) >= fewest_letters and len(set(letters)) > 2


def refuse_placeholder(reason: str, field: str = "reason") -> None:
    if not says_something(reason):
        raise Refused(_("Write the reason in words; “-”, “none” and the like are not reasons."), field=field)


def refuse_placeholder_decision(reasons: str) -> None:
    if not says_something(reasons, _FEWEST_LETTERS_OF_DECISION):
        raise Refused(
            _("Write reasons that the person can understand; “-”, “none” and the like are not reasons."),
            field="reasons",
        )


# Seats and reports ------------------------------------------------------------------------------------------


def reasons_against_seat(seat: CommitteeMember) -> list[tuple[str, str]]:
    """Why a seat cannot stand like this, as (field, sentence)."""
    reasons = []
    if seat.until_on is not None and seat.until_on < seat.from_on:
        reasons.append(("until_on", _("The last day lies before the first.")))
        return reasons
    ends = seat.until_on is not None and seat.until_on < riyadh_today()
    if not ends and (Role.COMMITTEE not in seat.user.roles or not seat.user.is_active):
        reasons.append(
            ("user", _("A seat is given to an active member of staff who has the role of committee member."))
        )
    reasons += _reasons_against_recounting(seat)
    for other in CommitteeMember.objects.exclude(pk=seat.pk).select_related("user").order_by("pk"):
        if not _overlap(seat, other):
            continue
        if other.user_id == seat.user_id:
            reasons.append(("user", _("%(who)s already has a seat during this time.") % {"who": other.user}))
        elif seat.position in RUNNERS and other.position == seat.position:
            taken = _("During this time the position is held by %(who)s, from %(date)s.")
            reasons.append(("position", taken % {"who": other.user, "date": dual(other.from_on)}))
    return reasons


def _reasons_against_recounting(seat: CommitteeMember) -> list[tuple[str, str]]:
    """Sessions were counted with the committee of their day; a seat does not change that afterwards."""
    latest = CommitteeSession.objects.aggregate(day=Max("held_on"))["day"]
    if latest is None:
        return []
    if seat.pk is None:
        if seat.from_on < latest and (seat.until_on is None or seat.until_on >= seat.from_on):
            return [
                (
                    "from_on",
                    _("A session was held on %(date)s; a new seat begins then or later.")
                    % {"date": dual(latest)},
                )
            ]
        return []
    before = CommitteeMember.objects.get(pk=seat.pk)
    if not before.sits_on(latest) and not (before.until_on is not None and before.until_on < latest):
        return []
    kept = all(getattr(seat, name) == getattr(before, name) for name in ("user_id", "position", "from_on"))
    last_counted = latest if before.sits_on(latest) else before.until_on
    if not kept or (seat.until_on is not None and seat.until_on < last_counted):
        return [
            (
                "until_on",
                _("Sessions were counted with this seat until %(date)s; end it then or later.")
                % {"date": dual(last_counted)},
            )
        ]
    return []


def _overlap(seat: CommitteeMember, other: CommitteeMember) -> bool:
    return (other.until_on is None or seat.from_on <= other.until_on) and (
        seat.until_on is None or other.from_on <= seat.until_on
    )


def reasons_against_report(report: ResearchReport) -> list[tuple[str, str]]:
    """What a report lacks, as (field, sentence)."""
    reasons = []
    if report.visited_on > riyadh_today():
        reasons.append(("visited_on", _("The day of the visit lies in the future.")))
    if report.household_size < 1:
        reasons.append(("household_size", _("A household has at least one person.")))
    for name in ("monthly_income", "monthly_expenses"):
        if getattr(report, name) < 0:
            reasons.append((name, _("The amount cannot be less than zero.")))
    for part, most in SCORE_PARTS.items():
        if not 0 <= getattr(report, part) <= most:
            reasons.append((part, _("Give from 0 to %(most)d points.") % {"most": most}))
    for name in ("findings", "needs", "recommendation_text"):
        if not says_something(getattr(report, name)):
            reasons.append((name, _("Describe it in words: the committee decides on what is written here.")))
    return reasons
