"""The reception desk: one search box, what is already open, and only then a new person."""

import re

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from django_htmx.http import replace_url

from arabic.calendars import riyadh_day, riyadh_today
from arabic.text import ascii_digits
from audit.reading import log_search
from audit.views import SeeOther
from beneficiaries.identity import kind_of
from beneficiaries.models import Beneficiary
from beneficiaries.search import Typed, find_people, person_rows, read_typed

from ..models import SupportRequest
from ..steps import OPEN_STATES, State
from .searches import keep, place_from, words_at

MOST_SHOWN = 20
PLACE = "at"
# As `SupportRequest.reference` is made: the year and seven digits; the hyphen may be left out.
_REFERENCE = re.compile(r"([0-9]{2})\s*[-\u2010-\u2013\u2212]?\s*([0-9]{7})")


class DeskView(TemplateView):
    """Searching is a POST: numbers and names of people never stand in an address or a log.

    The page that shows what was found has an address of its own, to which the way back leads.
    """

    http_method_names = ["get", "post", "head", "options"]
    template_name = "intake/desk.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not request.user.may("beneficiaries.find_people"):
            raise PermissionDenied(_("Your role does not include this step."))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        place = place_from(request.GET.get(PLACE, ""))
        words = words_at(request.session, place)
        typed = read_typed(words or "")
        found = {"found": None} if words is None else self._found(typed)
        return self.render_to_response(self.get_context_data(place=place, typed=typed, **found))

    def post(self, request, *args, **kwargs):
        typed, place = read_typed(request.POST.get("query", "")), place_from(request.POST.get(PLACE, ""))
        keep(request.session, place, typed.text)
        address = f"{reverse('desk')}?{PLACE}={place}"
        if not request.htmx:
            return SeeOther(address)
        self.template_name = "intake/desk_results.html"
        context = self.get_context_data(place=place, typed=typed, **self._found(typed))
        return replace_url(self.render_to_response(context), address)

    def get_context_data(self, **kwargs):
        user = self.request.user
        may = {"add": user.may("beneficiaries.add_person"), "open": user.may("intake.receive_request")}
        return super().get_context_data(may=may, **kwargs)

    def _found(self, typed: Typed) -> dict:
        """The people meant, with their open requests, or the sentence that says why nobody is found."""
        reference = read_reference(typed.text)
        if not (typed.is_enough or reference):
            return {"found": [], "more": False, "advice": advice_on(typed)}
        log_search(self.request, Beneficiary)
        user = self.request.user
        found = people_of_reference(reference, user=user) if reference else []
        if not found:
            found = find_people(typed.text, user=user, limit=MOST_SHOWN + 1)
        shown = with_open_requests(found[:MOST_SHOWN], user=user)
        return {"found": shown, "more": len(found) > MOST_SHOWN, "advice": "" if shown else advice_on(typed)}


def read_reference(text: str) -> str:
    """A reference in any digits, with or without its hyphen, as it is stored; else nothing."""
    match = _REFERENCE.fullmatch(ascii_digits(text))
    return f"{match[1]}-{match[2]}" if match else ""


def people_of_reference(reference: str, *, user) -> list[dict]:
    """The person of the request with this reference, when this user may see both."""
    requests = SupportRequest.objects.visible_to(user).filter(reference=reference)
    people = Beneficiary.objects.visible_to(user).filter(pk__in=requests.values("beneficiary_id"))
    rows = person_rows(people, limit=1)
    return [{**row, "reference": reference} for row in rows]


def with_open_requests(rows: list[dict], *, user) -> list[dict]:
    """Each person's row with the requests that are already open, and the one whose reference was typed."""
    requests = (
        SupportRequest.objects.visible_to(user)
        .filter(beneficiary_id__in=[row["id"] for row in rows])
        .order_by("state_since", "id")
        .values_list("beneficiary_id", "pk", "reference", "state", "state_since")
    )
    asked = {row.get("reference") for row in rows}
    by_person: dict[int, list[dict]] = {}
    for person, pk, reference, state, since in requests:
        if state in OPEN_STATES or reference in asked:
            by_person.setdefault(person, []).append(_request_row(pk, reference, state, since))
    return [
        {**row, "open": by_person.get(row["id"], []), "open_url": reverse("request_open", args=[row["id"]])}
        for row in rows
    ]


def _request_row(pk: int, reference: str, state: str, since) -> dict:
    days = (riyadh_today() - riyadh_day(since)).days
    return {
        "url": reverse("request_detail", args=[pk]),
        "reference": reference,
        "state": State(state).label,
        "days": ngettext("for %(days)d day", "for %(days)d days", days) % {"days": days},
    }


def advice_on(typed: Typed) -> str:
    """Why a search found nothing, as far as what was typed tells."""
    if typed.number and kind_of(typed.number) is None:
        return _(
            "This is not an identity number: its check digit does not fit. Compare it with the document."
        )
    if not typed.is_enough:
        return _(
            "Write a whole identity number, a whole phone number, a reference, or two letters of a name."
        )
    return _("Nobody you may see has this number or name. Check the spelling, then add a new person.")
