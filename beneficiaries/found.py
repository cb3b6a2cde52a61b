"""The people whom a search found, as rows ready for printing, with what was found marked."""

from django.db.models import CharField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.html import format_html

from arabic.calendars import Precision, gregorian_text, hijri_text
from arabic.marking import marked
from arabic.text import listed

from .models import IdentityKind, Standing
from .name_index import in_order

_NAMES = ("first_name", "father_name", "grandfather_name", "family_name")
_FIELDS = (
    *("id", *_NAMES, "latin_name", "identity_kind", "identity_number", "phone_text", "birth_date"),
    *("city", "branch__name", "standing"),
)


def person_rows(people, *, limit: int, words: tuple = (), document: str = "", phone: str = "") -> list[dict]:
    """Up to `limit` people as rows: numbers masked and everything formatted, so that the loop only prints.

    `words`, `document` and `phone` are what was looked for.
    """
    kinds = {kind.value: str(kind.label) for kind in IdentityKind}
    standings = {standing.value: str(standing.label) for standing in Standing} | {Standing.OPEN: ""}
    prefix = reverse("person_detail", args=[0]).removesuffix("0/")
    rows = []
    # SPEED: as text, since only the end of a phone is shown and reading it as one takes longer than the row.
    people = people.order_by(in_order("search_name"), "id").annotate(phone_text=Cast("phone", CharField()))
    for person in people.values(*_FIELDS)[:limit]:
        name = " ".join(person[part] for part in _NAMES if person[part])
        number, own = masked(person["identity_number"]), masked(phone or person["phone_text"])
        row = {
            "id": person["id"],
            "url": f"{prefix}{person['id']}/",
            "name": name,
            "shown_name": marked(name, words),
            "shown_latin": marked(person["latin_name"], words),
            "kind": kinds[person["identity_kind"]],
            "identity": number,
            "shown_identity": _shown(number, bool(document)),
            # Found by a further phone: that one is shown.
            "phone": own,
            "shown_phone": _shown(own, bool(phone)),
            "born": _years(person["birth_date"]),
            "place": listed(part for part in (person["city"], person["branch__name"]) if part),
            "standing": standings[person["standing"]],
            "is_signpost": person["standing"] == Standing.MERGED,
        }
        rows.append(row)
    return rows


def _shown(number: str, is_found: bool) -> str:
    return format_html("<mark>{}</mark>", number) if is_found else number


def _years(born) -> str:
    """The year of birth in both calendars, enough to tell two people of one name apart."""
    years = (hijri_text(born, Precision.YEAR), gregorian_text(born, Precision.YEAR))
    return " / ".join(year for year in years if year)


def masked(number: str | None) -> str:
    """A number for lists: only its last four digits."""
    return f"•••• {number[-4:]}" if number else ""
