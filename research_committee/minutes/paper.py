"""The minutes, and each addendum to them, as papers with a serial number: from what was signed, with its digest."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import RIYADH, dual
from arabic.text import listed
from audit.refusals import Refused
from audit.writing import one_transaction
from correspondence.about import name_of
from correspondence.content import Content, in_arabic, paper, place, row
from correspondence.issuing import issue_letter, issue_once
from correspondence.kinds import LetterKind
from correspondence.models import Letter
from policies.models import PolicyVersion

from ..models import CommitteeSession, Minutes, MinutesAddendum
from ..rules import refuse_unless_running
from . import rules, words

ISSUED = gettext_lazy("Letter issued")


def issue_minutes(session: CommitteeSession, *, by) -> Letter:
    """The paper of locked minutes; asked for again, it is the same one.

    A paper from the time before minutes were signed on the page is corrected by it.
    """
    refuse_unless_running(session, by)
    minutes = Minutes.objects.select_related("session").filter(session=session).first()
    if reason := rules.reason_no_paper(minutes):
        raise Refused(reason)
    subject, content = minutes_content(minutes)
    told = {"subject": subject, "content": content, "about": session, "by": by, "reason": ISSUED}
    told["policy_version"] = _version_of(session)
    with one_transaction():
        older = minutes_issued(session)
        if older is not None and older.issued_at < minutes.locked_at:
            return issue_letter(LetterKind.MINUTES, corrects=older, correction=_signed_afterwards(), **told)
        return issue_once(LetterKind.MINUTES, **told)


@in_arabic
def _signed_afterwards() -> str:
    return _("The minutes were signed on the page afterwards.")


def issue_addendum(addendum: MinutesAddendum, *, by) -> Letter:
    """The paper of an addendum, which cites the paper of its minutes."""
    session = addendum.minutes.session
    with one_transaction():
        cited = issue_minutes(session, by=by)
        subject, content = addendum_content(addendum, cited.serial)
        return issue_once(
            LetterKind.MINUTES,
            subject=subject,
            content=content,
            policy_version=_version_of(session),
            about=addendum,
            by=by,
            reason=ISSUED,
        )


def minutes_issued(about) -> Letter | None:
    """The newest paper about a session, or about an addendum."""
    return Letter.objects.filter(kind=LetterKind.MINUTES, about=name_of(about)).order_by("-pk").first()


def _version_of(session: CommitteeSession) -> PolicyVersion:
    """The version under which the session decided; of a session without items, the one in force on its day."""
    last = (
        session.items.select_related("support_request__policy_version__association")
        .order_by("position")
        .last()
    )
    if last is not None:
        return last.support_request.policy_version
    return PolicyVersion.objects.in_force(on=session.held_on)


@in_arabic
def minutes_content(minutes: Minutes) -> Content:
    """What the paper of locked minutes says."""
    content = minutes.content
    return paper(
        _("Minutes of the research committee"),
        about=words.title_of(content),
        facts=[row(label, value) for label, value in words.facts_of(content)],
        attendance_title=_("Attendance"),
        attendance_heads=[_("Name"), _("Position"), _("Attendance")],
        attendance=[list(words.seat_of(seat)) for seat in content["seats"]],
        text=_("The committee considered the items of its agenda as follows:") if content["items"] else "",
        parts=[
            {"title": words.item_title(item), "facts": [row(*fact) for fact in words.item_facts(item)]}
            for item in content["items"]
        ],
        end=_("The session was closed after its last item."),
        digest_label=_("SHA-256 of what was signed"),
        digest=minutes.sha256,
        **_signatures(minutes),
    )


def _signatures(minutes: Minutes) -> dict:
    """A line for everybody who was present: signed electronically, or the reason why not."""
    signed = {row.member_id: row.signed_at for row in minutes.signatures.order_by("pk")}
    seats = [seat for seat in minutes.content["seats"] if seat["present"]]
    missing = listed(seat["name"] for seat in seats if seat["member"] not in signed)
    why = _("Locked without the signature of %(who)s: %(reason)s")
    return {
        "signatures_title": _("Signatures"),
        "signatures": [_signature(seat, signed.get(seat["member"])) for seat in seats],
        "unsigned": why % {"who": missing, "reason": minutes.unsigned_because} if missing else "",
    }


def _signature(seat: dict, moment) -> dict:
    position = (_("Position"), words.seat_of(seat)[1])
    if moment is None:
        return place(seat["name"], position, (_("Signature"), _("did not sign")))
    return place(seat["name"], position, (_("Signature"), signed_in_words(moment)))


def signed_in_words(moment) -> str:
    local = timezone.localtime(moment, RIYADH)
    return _("signed on %(date)s at %(time)s, electronically") % {
        "date": dual(local.date()),
        "time": f"{local:%H:%M}",
    }


@in_arabic
def addendum_content(addendum: MinutesAddendum, serial: str) -> Content:
    minutes = addendum.minutes
    title = _("Addendum %(number)s to the minutes of the research committee") % {"number": addendum.number}
    return paper(
        title,
        about=words.title_of(minutes.content),
        facts=[
            row(_("Session"), words.title_of(minutes.content)),
            row(_("The minutes"), serial),
            row(_("Reason"), addendum.reason),
            row(_("Written by"), addendum.written_by.full_name),
        ],
        attendance_title="",
        attendance_heads=[],
        attendance=[],
        text="",
        parts=[{"title": _("Correction"), "text": addendum.text}],
        end=_("The minutes themselves stay as they were signed."),
        digest_label=_("SHA-256 of what was signed"),
        digest=minutes.sha256,
        signatures_title="",
        signatures=[place(addendum.written_by.full_name, _("Position"), _("Signature"))],
        unsigned="",
    )
