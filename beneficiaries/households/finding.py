"""The search box on a page about a household: somebody's file, and the household where they live now."""

from django.utils.translation import gettext as _

from audit.reading import log_search

from ..models import Beneficiary, HouseholdMember, Relation
from ..search import find_people, read_typed

MOST_SHOWN = 12


class Finding:
    """Searching is a POST beside the form of the page: numbers and names of people never stand in an address."""

    def post(self, request, *args, **kwargs):
        if "query" not in request.POST:
            return super().post(request, *args, **kwargs)
        typed = read_typed(request.POST["query"])
        log_search(request, Beneficiary)
        found = find_people(typed.text, user=request.user, limit=MOST_SHOWN)
        form = self.get_form_class()(**{**self.get_form_kwargs(), "data": None, "files": None})
        context = self.get_context_data(form=form, typed=typed.text, found=self._rows(found))
        return self.render_to_response(context)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"typed": "", "found": None, **kwargs})

    def address_for(self, row: dict, membership: dict | None) -> str:
        """Where the person who was found is added or moved; "" where that makes no sense."""
        raise NotImplementedError

    def _rows(self, found: list[dict]) -> list[dict]:
        lives = _memberships([row["id"] for row in found])
        return [
            {
                **row,
                "choose_url": self.address_for(row, lives.get(row["id"])),
                "lives": self._where(lives.get(row["id"])),
            }
            for row in found
        ]

    def _where(self, membership: dict | None) -> str:
        if membership is None:
            return _("Belongs to no household")
        if membership["household"] == self.household.pk:
            return _("Belongs to this household")
        if membership["relation"] == Relation.HEAD:
            return _("Head of another household")
        return _("Belongs to another household")


def _memberships(people: list[int]) -> dict[int, dict]:
    rows = HouseholdMember.objects.filter(person__in=people, left_on__isnull=True).order_by("pk")
    return {row["person"]: row for row in rows.values("id", "person", "household", "relation")}
