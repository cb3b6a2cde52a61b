"""Whether a file is worked with: closing it, opening it again, a death, and what nobody changes any more after that."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import riyadh_today
from arabic.text import clean_line
from audit.refusals import NotPermitted, Refused
from audit.writing import one_transaction, refuse_stale, write

from .models import Beneficiary
from .models.particulars import Standing
from .rules import reason_file_is_read_only

SHORTEST_REASON, LONGEST_REASON = 3, 300
PERMISSION = "beneficiaries.close_file"


def file_in_hand(
    person: Beneficiary,
    *,
    by,
    permission: str = "beneficiaries.change_person",
    seen_version: int | None = None,
) -> Beneficiary:
    """The file as it stands now, locked until the end of the transaction, for somebody who may write in it."""
    now = _found(person, by, permission)
    refuse_stale(now, seen_version)
    if reason := reason_file_is_read_only(now):
        raise Refused(reason)
    return now


def close_file(person: Beneficiary, *, reason: str, by, seen_version: int | None = None) -> Beneficiary:
    """Closes a file that is not worked with any more; it stays to be read."""
    with one_transaction():
        now = file_in_hand(person, by=by, permission=PERMISSION, seen_version=seen_version)
        now.standing, now.standing_reason = Standing.CLOSED, _given(reason)
        return write(now, by=by, reason=gettext_lazy("File closed"))


def reopen_file(person: Beneficiary, *, reason: str, by, seen_version: int | None = None) -> Beneficiary:
    """Opens a closed file again."""
    return _opened(
        person,
        Standing.CLOSED,
        gettext_lazy("File opened again"),
        reason=reason,
        by=by,
        seen_version=seen_version,
    )


def record_death(
    person: Beneficiary, *, deceased_on: date | None, proof: str, by, seen_version: int | None = None
) -> Beneficiary:
    """Records a death with its day and what proves it; the file is kept as it is."""
    with one_transaction():
        now = _found(person, by, PERMISSION)
        refuse_stale(now, seen_version)
        if now.standing not in (Standing.OPEN, Standing.CLOSED):
            raise Refused(reason_file_is_read_only(now))
        if reason := reason_death_is_wrong(now, deceased_on):
            raise Refused(reason, field="deceased_on")
        now.standing, now.standing_reason = Standing.DECEASED, _given(proof, field="proof")
        now.deceased_on = deceased_on
        return write(now, by=by, reason=gettext_lazy("Death recorded"))


def take_back_death(person: Beneficiary, *, reason: str, by, seen_version: int | None = None) -> Beneficiary:
    """A death that was recorded by mistake: the file is worked with again."""
    return _opened(
        person,
        Standing.DECEASED,
        gettext_lazy("Recorded death taken back"),
        reason=reason,
        by=by,
        seen_version=seen_version,
    )


def reason_death_is_wrong(person: Beneficiary, deceased_on: date | None) -> str | None:
    """Nobody dies tomorrow, or before their birth."""
    if deceased_on is None:
        return _("Write the day of the death.")
    if deceased_on > riyadh_today():
        return _("This day has not come yet.")
    if deceased_on < person.birth_date:
        return _("The death cannot lie before the birth.")
    return None


def _opened(person: Beneficiary, closed_as: str, act, *, reason: str, by, seen_version) -> Beneficiary:
    with one_transaction():
        now = _found(person, by, PERMISSION)
        refuse_stale(now, seen_version)
        if now.standing != closed_as:
            raise Refused(
                _("This is not possible now: the state of the file is “%(state)s”.")
                % {"state": now.get_standing_display()}
            )
        now.standing, now.standing_reason, now.deceased_on = Standing.OPEN, "", None
        return write(now, by=by, reason=act, note=_given(reason))


def _found(person: Beneficiary, by, permission: str) -> Beneficiary:
    if not by.may(permission):
        raise NotPermitted(_("Your role does not include this step."))
    now = Beneficiary.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=person.pk).first()
    if now is None:
        raise NotPermitted(_("This person's file belongs to another branch."))
    return now


def _given(reason: str, field: str = "reason") -> str:
    reason = clean_line(reason or "")
    if len(reason) < SHORTEST_REASON:
        raise Refused(
            _("Give the reason.") if field == "reason" else _("Say what proves the death."), field=field
        )
    if len(reason) > LONGEST_REASON:
        raise Refused(
            _("This text is too long: at most %(number)d characters.") % {"number": LONGEST_REASON},
            field=field,
        )
    return reason
