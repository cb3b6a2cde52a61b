"""The minutes of a session: drawn up once, signed by those present, locked with their digest."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from audit.guards import Guard
from audit.models import Audited

from .sessions import CommitteeSession

_LOCKED = "EXISTS (SELECT 1 FROM research_committee_minutes m WHERE m.id = NEW.minutes_id AND m.locked_at IS NOT NULL)"
_PRESENT = (
    "EXISTS (SELECT 1 FROM research_committee_minutes m JOIN research_committee_attendance a "
    "ON a.session_id = m.session_id WHERE m.id = NEW.minutes_id AND a.member_id = NEW.member_id)"
)


def _not_run_by(user: str, session: str) -> str:
    """This person was neither chair nor secretary on the day of the session."""
    return (
        "NOT EXISTS (SELECT 1 FROM research_committee_committeesession s "  # noqa: S608 (constants only)
        f"JOIN research_committee_committeemember c ON c.user_id = {user} "
        "AND c.position IN ('chair', 'secretary') AND c.from_on <= s.held_on "
        f"AND (c.until_on IS NULL OR c.until_on >= s.held_on) WHERE s.id = {session})"
    )


_SESSION = "(SELECT m.session_id FROM research_committee_minutes m WHERE m.id = NEW.minutes_id)"


class Minutes(Audited):
    """What a closed session leaves: its content as data, and the digest that every signature signs."""

    session = models.OneToOneField(
        CommitteeSession,
        verbose_name=_("committee session"),
        on_delete=models.PROTECT,
        related_name="minutes",
    )
    content = models.JSONField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    drawn_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("drawn up by"), on_delete=models.PROTECT, related_name="+"
    )
    locked_at = models.DateTimeField(_("locked"), null=True, editable=False)
    # Who was present and could not sign, and why: by whoever locks the minutes without them.
    unsigned_because = models.CharField(_("why signatures are missing"), max_length=500, blank=True)

    timeline_hidden = ("content",)
    guards = (
        Guard(
            "minutes_are_drawn_up_by_who_ran_the_session",
            ("INSERT",),
            _not_run_by("NEW.drawn_up_by_id", "NEW.session_id"),
        ),
        Guard("minutes_are_kept", ("DELETE",)),
        Guard("locked_minutes_stand_still", ("UPDATE",), "OLD.locked_at IS NOT NULL"),
        Guard(
            "minutes_keep_what_was_signed",
            ("UPDATE",),
            "OLD.sha256 <> NEW.sha256 OR OLD.session_id <> NEW.session_id OR OLD.content <> NEW.content",
        ),
        Guard(
            "minutes_lock_when_all_signed_or_with_a_reason",
            ("UPDATE",),
            "NEW.locked_at IS NOT NULL AND NEW.unsigned_because = '' AND EXISTS "
            "(SELECT 1 FROM research_committee_attendance a WHERE a.session_id = NEW.session_id "
            "AND NOT EXISTS (SELECT 1 FROM research_committee_minutessignature s "
            "WHERE s.minutes_id = NEW.id AND s.member_id = a.member_id))",
        ),
        Guard("minutes_begin_unlocked", ("INSERT",), "NEW.locked_at IS NOT NULL"),
        Guard(
            "minutes_are_of_a_closed_session",
            ("INSERT",),
            "EXISTS (SELECT 1 FROM research_committee_committeesession s "
            "WHERE s.id = NEW.session_id AND s.closed_at IS NULL)",
        ),
    )

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes of sessions")

    def __str__(self):
        return _text("Minutes: %(session)s") % {"session": self.session}


class MinutesSignature(Audited):
    """One present member's signature under the digest that stood on the screen."""

    minutes = models.ForeignKey(
        Minutes, verbose_name=_("minutes"), on_delete=models.PROTECT, related_name="signatures"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("member"), on_delete=models.PROTECT, related_name="+"
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    signed_at = models.DateTimeField(_("signed"))

    append_only = True
    guards = (
        Guard("nobody_signs_locked_minutes", ("INSERT",), _LOCKED),
        Guard("only_who_was_present_signs_the_minutes", ("INSERT",), f"NOT {_PRESENT}"),
        Guard(
            "what_is_signed_are_these_minutes",
            ("INSERT",),
            "NOT EXISTS (SELECT 1 FROM research_committee_minutes m "
            "WHERE m.id = NEW.minutes_id AND m.sha256 = NEW.sha256)",
        ),
    )

    class Meta:
        verbose_name = _("signature under minutes")
        verbose_name_plural = _("signatures under minutes")
        constraints = [
            models.UniqueConstraint(fields=["minutes", "member"], name="a_member_signs_the_minutes_once")
        ]

    def __str__(self):
        return f"{self.member} — {self.minutes}"


class MinutesAddendum(Audited):
    """A correction of locked minutes: a numbered text after them; they themselves are never changed."""

    minutes = models.ForeignKey(
        Minutes, verbose_name=_("minutes"), on_delete=models.PROTECT, related_name="addenda"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("correction"), max_length=4000)
    reason = models.CharField(_("reason"), max_length=500)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )

    append_only = True
    guards = (
        Guard(
            "addenda_follow_one_another",
            ("INSERT",),
            "NEW.number <> 1 + (SELECT COUNT(*) FROM research_committee_minutesaddendum a "
            "WHERE a.minutes_id = NEW.minutes_id)",
        ),
        Guard(
            "an_addendum_is_written_by_who_ran_the_session",
            ("INSERT",),
            _not_run_by("NEW.written_by_id", _SESSION),
        ),
        Guard("only_locked_minutes_get_an_addendum", ("INSERT",), f"NOT {_LOCKED}"),
    )

    class Meta:
        verbose_name = _("addendum to minutes")
        verbose_name_plural = _("addenda to minutes")
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="addenda_are_numbered_once"),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(reason=""), name="an_addendum_has_its_text_and_reason"
            ),
        ]

    def __str__(self):
        return _text("Addendum %(number)s: %(minutes)s") % {"number": self.number, "minutes": self.minutes}
