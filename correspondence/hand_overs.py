"""That a letter reached somebody: it counts only when whoever handed it over records it."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import riyadh_today
from arabic.text import clean_line
from audit.refusals import NotPermitted, refuse_for
from audit.writing import one_transaction, write

from .models import HandOver, Letter


def record_hand_over(
    letter: Letter, *, how: str, received_by_name: str, handed_on: date, note: str = "", by
) -> HandOver:
    """One more hand-over of this letter; a letter may reach several people, and one of them twice."""
    if (
        not by.may("correspondence.record_hand_over")
        or not Letter.objects.visible_to(by).filter(pk=letter.pk).exists()
    ):
        raise NotPermitted(_("Your role does not include this step."))
    refuse_for(reasons_against(letter, received_by_name=received_by_name, handed_on=handed_on))
    with one_transaction():
        handed = HandOver(
            letter=letter,
            how=how,
            received_by_name=clean_line(received_by_name),
            handed_on=handed_on,
            note=clean_line(note),
            recorded_by=by,
        )
        return write(handed, by=by, reason=gettext_lazy("Letter handed over"))


def reasons_against(
    letter: Letter, *, received_by_name: str | None, handed_on: date | None
) -> list[tuple[str | None, str]]:
    """What speaks against this record, each about its field; of what is not filled in nothing is said."""
    reasons: list[tuple[str | None, str]] = []
    if received_by_name is not None and not clean_line(received_by_name):
        reasons.append(("received_by_name", _("Write who received the letter.")))
    if handed_on is not None and handed_on > riyadh_today():
        reasons.append(("handed_on", _("A hand-over is recorded when it has happened.")))
    if handed_on is not None and handed_on < letter.issued_on:
        reasons.append(("handed_on", _("The letter was issued only after this day.")))
    return reasons
