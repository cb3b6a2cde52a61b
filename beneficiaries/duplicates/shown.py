"""Files that look alike, as the pages show them: whoever belongs to another branch is not named."""

from django.urls import reverse
from django.utils.translation import gettext as _

from arabic.calendars import dual_partial

from ..models import Beneficiary
from .signs import Likely


def candidate_rows(found: list[Likely], *, user) -> list[dict]:
    """Each file that looks like the one that is being opened: who it is, and why it came up."""
    numbers = [one.person.pk for one in found]
    seen = set(Beneficiary.objects.visible_to(user).filter(pk__in=numbers).values_list("pk", flat=True))
    return [_row(one, one.person.pk in seen) for one in found]


def _row(one: Likely, is_seen: bool) -> dict:
    person = one.person
    if not is_seen:
        name = _("Somebody whose file belongs to another branch; ask beneficiary relations.")
        return {"url": "", "name": name, "facts": [], "signs": one.sentences}
    facts = [
        person.masked_identity,
        dual_partial(person.birth_date, person.birth_precision),
        person.city,
    ]
    if not person.is_open:
        facts.append(person.get_standing_display())
    return {
        "url": reverse("person_detail", args=[person.pk]),
        "name": person.full_name,
        "facts": facts,
        "signs": one.sentences,
    }
