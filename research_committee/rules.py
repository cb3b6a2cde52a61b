"""The committee's own conditions: one function each, which returns None or the reason as a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.calendars import dual, riyadh_today
from audit.refusals import NotPermitted, Refused
from intake.case_file import CaseFile
from intake.rules import condition
from intake.steps import State
from intake.workflow import reason_to_refuse

from .beside_study.rules import sentence_second_reading_missing
from .models import CommitteeMember, CommitteeSession
from .outcomes import RUNNERS, STEP_OF, Position
from .session_file import ItemFile, SessionFile

# An item ----------------------------------------------------------------------------------------------------


@condition(gettext_lazy("The item is open."))
def item_is_open(file: ItemFile, by: User):
    if file.item.closed_at is not None:
        return _("This item is closed (%(result)s).") % {"result": file.item.get_result_display()}


@condition(gettext_lazy("The session is open."))
def session_is_open(file: ItemFile, by: User):
    return reason_session_closed(file.session)


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


@condition(gettext_lazy("Your seat on the committee stands today."))
def actor_still_sits(file: ItemFile, by: User):
    """A session goes on past its day; who left the committee meanwhile votes no more."""
    ended = next((seat.until_on for seat in file.session_file.seats if seat.user_id == by.pk), None)
    if ended is not None and ended < riyadh_today():
        return _("Your seat on the committee ended on %(date)s.") % {"date": dual(ended)}


@condition(gettext_lazy("You attend the session."))
def actor_attends(file: ItemFile, by: User):
    if by.pk in file.session_file.attending:
        return None
    if file.session_file.positions.get(by.pk) == Position.ALTERNATE:
        return _("An alternate votes only while sitting in the place of an absent member.")
    return _("Only those who attend the session vote; the chair or the secretary records the attendance.")


@condition(gettext_lazy("Nobody else has voted in your place."))
def place_has_not_voted(file: ItemFile, by: User):
    """An alternate and the member whose place they took have one vote on an item between them."""
    if vote := file.vote_in_place_of(by):
        return _("%(who)s has already voted on this item in the same place of the committee.") % {
            "who": vote.member
        }


@condition(gettext_lazy("You had no hand in this request."))
def actor_did_not_handle_the_request(file: ItemFile, by: User):
    if file.has_handled(by):
        return _(
            "Whoever received, verified, witnessed the pledge of, referred, visited, studied or read the study "
            "of a request does not vote on it."
        )


@condition(gettext_lazy("You are not recused from this item."))
def actor_is_not_recused(file: ItemFile, by: User):
    if file.has_declared(by):
        return _("You are recused from this item.")


@condition(gettext_lazy("Nothing that may tie you to this person waits for a ruling."))
def no_conflict_waits_for_a_ruling_on_the_actor(file: ItemFile, by: User):
    if any(finding.member_id == by.pk for finding in file.unruled):
        return _("Something may tie you to this person: you vote when the chair has ruled on it.")


@condition(gettext_lazy("Every possible conflict of interest is ruled on."))
def every_conflict_is_ruled_on(file: ItemFile, by: User):
    if file.unruled:
        return _("Something may tie a member to this person: the item is decided once that is ruled on.")


@condition(gettext_lazy("A second researcher has read the study, where the policy asks for that."))
def study_was_read_twice(file: ItemFile, by: User):
    asked = file.request.policy_version.second_reader
    if asked and file.item.pk not in file.session_file.read_twice:
        return sentence_second_reading_missing()


@condition(gettext_lazy("The votes give a result."))
def votes_give_a_result(file: ItemFile, by: User):
    return file.tally.reason


VOTING = (
    session_is_open,
    item_is_open,
    study_is_the_present_one,
    actor_is_a_member,
    actor_still_sits,
    actor_attends,
    place_has_not_voted,
    actor_is_not_recused,
    actor_did_not_handle_the_request,
    no_conflict_waits_for_a_ruling_on_the_actor,
)
DECIDING = (
    session_is_open,
    item_is_open,
    study_is_the_present_one,
    study_was_read_twice,
    every_conflict_is_ruled_on,
    votes_give_a_result,
    actor_is_not_recused,
    actor_did_not_handle_the_request,
)


@condition(gettext_lazy("There is no result to record."))
def nothing_could_be_recorded(file: ItemFile, by: User):
    """A result is not put off by carrying the item over."""
    others = (study_is_the_present_one, study_was_read_twice, every_conflict_is_ruled_on)
    if file.tally.outcome is None or any(rule(file, by) for rule in others):
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
    """Why this person does not run the session: only its chair and its secretary do.

    What is only planned is in the hands of the chair and the secretary of today.
    """
    if by.pk not in session_file.runners:
        return _("Only the chair or the secretary of the committee does this.")


def may_open_a_session(by: User) -> bool:
    """Whether this person is chair or secretary of the committee today."""
    seats = CommitteeMember.objects.on(riyadh_today()).filter(user=by, position__in=RUNNERS)
    return by.may("research_committee.run_session") and seats.exists()


def reason_session_closed(session: CommitteeSession, planned_too: bool = False) -> str | None:
    """Why nothing happens in this session now; with `planned_too`, its agenda may be prepared before it opens."""
    if session.cancelled_at is not None:
        return _("This session was called off: %(reason)s") % {"reason": session.cancelled_because}
    if session.closed_at is not None:
        return _("This session is closed.")
    if session.is_planned and not planned_too:
        return _("This session has not been opened yet; it is planned for %(date)s.") % {
            "date": dual(session.held_on)
        }
    return None


def refuse_unless_running(session: CommitteeSession, by: User) -> None:
    """Raises NotPermitted unless the person may run sessions and is this one's chair or secretary."""
    refuse_without("research_committee.run_session", by)
    reason = reason_not_running(SessionFile(session), by)
    if reason:
        raise NotPermitted(reason)


def refuse_without(permission: str, by: User) -> None:
    if not by.may(permission):
        raise NotPermitted(_("Your role does not include this step."))
