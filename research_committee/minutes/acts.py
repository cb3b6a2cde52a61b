"""What is done with minutes: drawn up, signed, locked, added to."""

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.text import clean_line, clean_text, listed
from audit.refusals import NotPermitted, Refused
from audit.writing import one_transaction, refuse_stale, write
from policies.digests import canonical_sha256

from ..models import CommitteeSession, Minutes, MinutesAddendum, MinutesSignature
from ..rules import refuse_unless_running, refuse_without
from ..words import refuse_placeholder
from . import rules
from .content import content_of

DRAWN_UP = gettext_lazy("Minutes drawn up")
SIGNED = gettext_lazy("Minutes signed")
LOCKED = gettext_lazy("Minutes locked: everybody who was present has signed")
LOCKED_WITHOUT_ALL = gettext_lazy("Minutes locked without every signature")
ADDED = gettext_lazy("Addendum to the minutes written")


def draw_up_minutes(session: CommitteeSession, *, by: User) -> Minutes:
    """The minutes of a closed session, by its chair or secretary; their content is fixed from here on."""
    refuse_unless_running(session, by)
    with one_transaction():
        # Locked, so that two who draw them up at once do not both find none.
        current = (
            CommitteeSession.objects.select_for_update(of=("self",))
            .select_related("opened_by")
            .get(pk=session.pk)
        )
        rules.refuse_with(rules.reason_not_drawn_up(current))
        content = content_of(current)
        minutes = Minutes(session=current, content=content, sha256=canonical_sha256(content), drawn_up_by=by)
        return write(minutes, by=by, reason=DRAWN_UP)


def sign_minutes(minutes: Minutes, *, sha256: str, by: User) -> MinutesSignature:
    """One's own signature under the digest that stood on the screen; the last one locks the minutes.

    That the person at the screen is `by` is proved by the form: it asks for the password once more.
    """
    refuse_without("research_committee.see_sessions", by)
    with one_transaction():
        current = _locked_row(minutes)
        if by.pk not in rules.present_at(current):
            raise NotPermitted(_("The minutes are signed by those who were present at the session."))
        rules.refuse_with(rules.reason_not_to_sign(current, by))
        if sha256 != current.sha256:
            raise Refused(_("These are not the minutes that stood on your screen. Read them again."))
        signature = MinutesSignature(
            minutes=current, member=by, sha256=current.sha256, signed_at=timezone.now()
        )
        write(signature, by=by, reason=SIGNED)
        if not rules.still_to_sign(current):
            current.locked_at = timezone.now()
            write(current, by=by, reason=LOCKED)
        return signature


def lock_minutes(minutes: Minutes, *, reason: str, by: User, seen_version: int | None = None) -> Minutes:
    """Locks minutes without the signatures that are missing, and names them; only the chair of the session does."""
    rules.refuse_unless_chair(minutes, by)
    reason = clean_line(reason)
    with one_transaction():
        current = _locked_row(minutes)
        refuse_stale(current, seen_version)
        rules.refuse_with(rules.reason_not_to_lock(current, by))
        refuse_placeholder(reason)
        missing = listed(member.full_name for member in rules.still_to_sign(current))
        current.unsigned_because, current.locked_at = reason, timezone.now()
        return write(current, by=by, reason=LOCKED_WITHOUT_ALL, note=f"{missing}: {reason}")


def write_addendum(minutes: Minutes, *, text: str, reason: str, by: User) -> MinutesAddendum:
    """A numbered correction after locked minutes, with a paper of its own."""
    refuse_unless_running(minutes.session, by)
    text, reason = clean_text(text), clean_line(reason)
    with one_transaction():
        current = _locked_row(minutes)
        rules.refuse_with(rules.reason_not_to_add(current))
        refuse_placeholder(text, field="text")
        refuse_placeholder(reason)
        newest = current.addenda.aggregate(newest=Max("number"))["newest"] or 0
        addendum = MinutesAddendum(
            minutes=current, number=newest + 1, text=text, reason=reason, written_by=by
        )
        return write(addendum, by=by, reason=ADDED)


def _locked_row(minutes: Minutes) -> Minutes:
    rows = Minutes.objects.select_for_update(of=("self",)).select_related("session__opened_by")
    return rows.get(pk=minutes.pk)
