"""The minutes of a session as a paper: who attended, and each item with its count, its result and its reasons.

Like the session's page they name requests by their references, and no person.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from arabic.calendars import dual
from arabic.text import listed, riyals
from audit.refusals import Refused
from correspondence.about import name_of
from correspondence.content import Content, filled, in_arabic, paper, place, row
from correspondence.issuing import issue_once
from correspondence.kinds import LetterKind
from correspondence.models import Letter
from intake.models import GrantedService
from policies.models import PolicyVersion

from .models import CommitteeSession
from .outcomes import Outcome
from .rules import refuse_unless_running
from .session_file import ItemFile, SessionFile

ISSUED = gettext_lazy("Letter issued")


def issue_minutes(session: CommitteeSession, *, by) -> Letter:
    """The minutes of a closed session; nothing in it changes any more, so there is one paper of it."""
    refuse_unless_running(session, by)
    file = SessionFile(session)
    subject, content = minutes_content(file)
    return issue_once(
        LetterKind.MINUTES,
        subject=subject,
        content=content,
        policy_version=_version_of(file),
        about=session,
        by=by,
        reason=ISSUED,
    )


def minutes_issued(session: CommitteeSession) -> Letter | None:
    """The paper of a session, when it was issued."""
    return Letter.objects.filter(kind=LetterKind.MINUTES, about=name_of(session)).order_by("-pk").first()


def _version_of(file: SessionFile) -> PolicyVersion:
    """The version under which the session decided; of a session without items, the one in force on its day."""
    if file.items:
        return file.items[-1].support_request.policy_version
    return PolicyVersion.objects.in_force(on=file.session.held_on)


def reason_no_minutes(file: SessionFile) -> str | None:
    if file.session.is_open:
        return _("The minutes are issued when the session is closed.")
    return None


@in_arabic
def minutes_content(file: SessionFile) -> Content:
    """The minutes of a closed session, to be signed by those who attended."""
    reason = reason_no_minutes(file)
    if reason:
        raise Refused(reason)
    session = file.session
    return paper(
        _("Minutes of the research committee"),
        about=str(session),
        facts=[
            row(_("Session"), str(session)),
            row(_("Day"), dual(session.held_on)),
            row(_("Place"), session.place),
            row(_("Opened by"), session.opened_by.full_name),
        ],
        attendance_title=_("Attendance"),
        attendance_heads=[_("Name"), _("Position"), _("Attendance")],
        attendance=[_seat(file, seat) for seat in file.members],
        text=_("The committee considered the items of its agenda as follows:"),
        parts=_items(file),
        end=_("The session was closed after its last item. Those who attended sign:"),
        signatures=[
            place(seat.user.full_name, (_("Position"), seat.get_position_display()), _("Signature"))
            for seat in file.members
            if seat.user_id in file.attending
        ],
    )


def _seat(file: SessionFile, seat) -> list[str]:
    there = pgettext("in the minutes", "Present") if seat.user_id in file.attending else _("Absent")
    return [seat.user.full_name, str(seat.get_position_display()), there]


def _items(file: SessionFile) -> list[dict]:
    granted = GrantedService.objects.filter(
        support_request__in=[item.support_request_id for item in file.items]
    )
    services = {}
    for service in granted.order_by("pk"):
        services.setdefault(service.support_request_id, []).append(service)
    return [_item(ItemFile(item, file), services.get(item.support_request_id, [])) for item in file.items]


def _item(item: ItemFile, granted: list) -> dict:
    request, decision = item.request, item.session_file.decisions.get(item.item.pk)
    title = _("Item %(position)s: request %(reference)s") % {
        "position": item.item.position,
        "reference": request.reference,
    }
    facts = [row(_("Service"), request.service_type.label), row(_("Recused"), _recused(item))]
    if decision is None:
        facts += [
            row(_("Result"), item.item.get_result_display()),
            row(_("Reason"), item.item.carry_reason),
        ]
    else:
        facts += _decided(decision)
        if decision.outcome == Outcome.ACCEPT:
            facts.append(row(_("What is granted"), "\n".join(_granted(service) for service in granted)))
    return {"title": title, "facts": filled(*facts)}


def _decided(decision) -> list[dict]:
    quorum = _(
        "%(present)s present and not recused, %(needed)s needed; members of the committee: %(members)s"
    )
    votes = _("%(accept)s for acceptance, %(reject)s for rejection, %(defer)s for deferral")
    by_chair = _("By the chair's casting vote.") if decision.casting_vote_used else ""
    return [
        row(
            _("Quorum"),
            quorum % {"present": decision.present, "needed": decision.needed, "members": decision.members},
        ),
        row(
            _("Votes"),
            votes
            % {
                "accept": decision.accept_votes,
                "reject": decision.reject_votes,
                "defer": decision.defer_votes,
            },
        ),
        row(_("Result"), decision.get_outcome_display(), by_chair),
        row(_("Decided on"), dual(decision.decided_on)),
        row(_("Reasons"), decision.reasons),
    ]


def _recused(item: ItemFile) -> str:
    """Who had no part in the item; why is the committee's own business and stands in its history."""
    seats = item.session_file.members
    return listed(seat.user.full_name for seat in seats if seat.user_id in item.recused)


def _granted(service) -> str:
    parts = [service.description, riyals(service.amount), service.conditions]
    return " – ".join(part for part in parts if part)
