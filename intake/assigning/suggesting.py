"""The rule by which a request finds its researcher: nearest first, then whoever has least to study."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from django.db.models import Count, IntegerField, Min, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Role
from arabic.calendars import riyadh_today
from arabic.text import kept_together
from beneficiaries.around_rows import RowsOf

from ..models import ResearcherDistrict, SupportRequest
from ..queues import said_literally
from ..steps import State
from .places import Place


class Near(IntEnum):
    """How near a researcher's places are to the person's home."""

    DISTRICT = 0
    CITY = 1
    ELSEWHERE = 2


@dataclass(frozen=True)
class Candidate:
    """A researcher, with how many requests are under study and the keys of the places served."""

    pk: int
    name: str
    load: int = 0
    places: frozenset[str] = frozenset()

    def near(self, place: Place) -> Near:
        if place.district and place.key in self.places:
            return Near.DISTRICT
        return Near.CITY if place.whole_city.key in self.places else Near.ELSEWHERE


@dataclass(frozen=True)
class Suggestion:
    candidate: Candidate
    near: Near
    place: Place

    @property
    def sentence(self) -> str:
        """Why this researcher, in words."""
        why = {
            Near.DISTRICT: _("%(name)s serves %(place)s"),
            Near.CITY: _("%(name)s serves the whole of %(place)s"),
            Near.ELSEWHERE: _("Nobody serves %(place)s; %(name)s has the fewest requests under study"),
        }[self.near]
        place = self.place.whole_city if self.near == Near.CITY else self.place
        said = {"name": kept_together(self.candidate.name), "place": kept_together(place)}
        return _("Suggested: %(why)s (%(load)s).") % {
            "why": why % said,
            "load": load_in_words(self.candidate.load),
        }


def suggest_researcher(candidates: Iterable[Candidate], place: Place) -> Suggestion | None:
    """Who serves the district, then who serves the whole city, then anybody; of these who has least to study.

    Of equals the one whose account is the oldest, so that the same question has the same answer.
    """
    ranked = [(one.near(place), one.load, one.pk, one) for one in candidates]
    if not ranked:
        return None
    near, _load, _pk, chosen = min(ranked, key=lambda row: row[:3])
    return Suggestion(chosen, near, place)


def load_in_words(load: int) -> str:
    if not load:
        return _("no request under study")
    return ngettext("%(count)d request under study", "%(count)d requests under study", load) % {"count": load}


def loads() -> dict[int, dict]:
    """What each researcher has under study: how many, the oldest, how many late; one query."""
    under_study = SupportRequest.objects.filter(said_literally([State.REFERRED])).order_by()
    late = Count("pk", filter=Q(reply_due_on__lt=riyadh_today()))
    rows = under_study.values("researcher").annotate(load=Count("pk"), oldest=Min("state_since"), late=late)
    return {row["researcher"]: row for row in rows}


# In the words of the partial index waiting_by_researcher, without which SQLite does not take it.
_LOAD = RawSQL(
    "(SELECT COUNT(*) FROM intake_supportrequest r "
    "WHERE r.researcher_id = accounts_user.id AND r.state = 'referred')",
    (),
    output_field=IntegerField(),
)


def candidates() -> list[Candidate]:
    """Everybody who may study a request now, by name; one query, however many there are."""
    served = ResearcherDistrict.objects.served().filter(researcher=OuterRef("pk"))
    people = User.objects.working_as(Role.RESEARCHER).order_by("full_name", "pk")
    rows = people.annotate(load=_LOAD, served=RowsOf(served.order_by("pk"), key="place_key"))
    return [
        Candidate(pk, name, load, frozenset(row["key"] for row in served))
        for pk, name, load, served in rows.values_list("pk", "full_name", "load", "served")
    ]
