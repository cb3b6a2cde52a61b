"""Do the minutes still say what was signed? Named when they do not."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from policies.digests import canonical_sha256

from ..models import Attendance, Minutes, MinutesSignature


def findings():
    """One sentence for every row of minutes whose content, signatures or lock do not fit together."""
    for minutes in Minutes.objects.select_related("session").order_by("pk").iterator(chunk_size=100):
        if canonical_sha256(minutes.content) != minutes.sha256:
            yield _("The minutes of %(session)s do not have the digest under which they were signed.") % {
                "session": minutes.session
            }
    yield from _signatures()
    yield from _locks()


def _signatures():
    was_there = Attendance.objects.filter(session=OuterRef("minutes__session"), member=OuterRef("member"))
    rows = MinutesSignature.objects.select_related("minutes__session", "member").annotate(
        there=Exists(was_there)
    )
    for signature in rows.order_by("pk").iterator(chunk_size=500):
        words = {"who": signature.member, "session": signature.minutes.session}
        if signature.sha256 != signature.minutes.sha256:
            yield _("%(who)s signed other minutes than those of %(session)s that stand there.") % words
        if not signature.there:
            yield _("%(who)s signed the minutes of %(session)s without having been there.") % words


def _locks():
    """Locked minutes have every signature, or the reason why not."""
    signed = MinutesSignature.objects.filter(minutes__session=OuterRef("session"), member=OuterRef("member"))
    missing = Attendance.objects.filter(~Exists(signed), session=OuterRef("session"))
    locked = Minutes.objects.filter(Exists(missing), locked_at__isnull=False, unsigned_because="")
    for minutes in locked.select_related("session").order_by("pk"):
        yield _("The minutes of %(session)s are locked without every signature and without a reason.") % {
            "session": minutes.session
        }
