"""The ruling on what was found: the chair's, or about the chair the secretary's; never one's own."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.text import clean_line
from audit.refusals import NotPermitted, Refused
from audit.writing import one_transaction, write

from ..models import PROVEN, AgendaItem, ConflictRuling, Ground, Recusal
from ..outcomes import Position
from ..rules import item_is_open, refuse_unless, refuse_unless_running
from ..session_file import ItemFile
from ..sessions import lock_item
from ..words import refuse_placeholder

RULED = gettext_lazy("Ruling on a possible conflict of interest")
# What everybody reads of it: which ground it was is read by the chair, the secretary and the member alone.
CONFIRMED = gettext_lazy("A conflict of interest, confirmed by whoever chairs the item.")


def ruler_on(file: ItemFile, member_id: int) -> int | None:
    """Who rules on what was found against a member: the first of chair and secretary who has a part in the item.

    Whoever is concerned, recused, or not there while others are, does not rule.
    """
    session = file.session_file
    there = session.attending or session.positions.keys()
    for position in (Position.CHAIR, Position.SECRETARY):
        for user_id, held in session.positions.items():
            if held == position and user_id != member_id and user_id not in file.recused and user_id in there:
                return user_id
    return None


def rule_on_conflict(
    item: AgendaItem, *, member: User, ground: str, confirmed: bool, reason: str, by: User
) -> ConflictRuling:
    """Confirms what was found, which recuses the member, or dismisses it with a reason, after which the member votes.

    A vote that the member has cast stays on record; confirmed, it leaves the count.
    """
    refuse_unless_running(item.session, by)
    reason = clean_line(reason)
    with one_transaction():
        current = lock_item(item, planned_too=True)
        file = ItemFile(current)
        refuse_unless((item_is_open,), file, by)
        _refuse_unless_found(file, member, ground)
        if ruler_on(file, member.pk) != by.pk:
            raise NotPermitted(_not_the_ruler(file, member, by))
        if not confirmed and ground in PROVEN:
            raise Refused(
                _(
                    "An identity number is no coincidence, and this is not dismissed. "
                    "If the number was mistyped, the member corrects their own declaration."
                ),
                field="confirmed",
            )
        refuse_placeholder(reason)
        ruling = ConflictRuling(
            item=current, member=member, ground=ground, confirmed=confirmed, reason=reason, ruled_by=by
        )
        write(ruling, by=by, reason=RULED)
        if confirmed:
            with translation.override(settings.LANGUAGE_CODE):
                told = str(CONFIRMED)
            recusal = Recusal(item=current, member=member, reason=told, declared_by=by)
            write(recusal, by=by, reason=RULED)
    return ruling


def _refuse_unless_found(file: ItemFile, member: User, ground: str) -> None:
    if not any((found.member_id, found.ground) == (member.pk, ground) for found in file.unruled):
        raise Refused(
            _("Nothing of this kind waits for a ruling any more. Look at the item again."), field="finding"
        )


def _not_the_ruler(file: ItemFile, member: User, by: User) -> str:
    if member.pk == by.pk:
        return _("Nobody rules on a tie of their own.")
    return _("The chair rules on this; the secretary does about the chair, or where the chair has no part.")


def findings_to_rule_on(file: ItemFile, by: User) -> list:
    """What waits on this item for this person's ruling."""
    return [finding for finding in file.unruled if ruler_on(file, finding.member_id) == by.pk]


def ground_label(ground: str) -> str:
    return str(Ground(ground).label)
