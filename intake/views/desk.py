"""The reception desk: one search box, what is already open, and only then a new person."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from django_htmx.http import replace_url

from audit.reading import log_search
from audit.views import SeeOther
from beneficiaries.identity import kind_of
from beneficiaries.kept_searches import keep, place_from, words_at
from beneficiaries.models import Beneficiary
from beneficiaries.search import Typed, read_typed

from ..finding import find_everywhere, read_reference, requests_called, says_enough

MOST_SHOWN = 20
PLACE = "at"
STRAIGHT = "straight"


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
        if request.POST.get(STRAIGHT) and (request_address := self._named_by(typed)):
            return SeeOther(request_address)
        keep(request.session, place, typed.text)
        address = f"{reverse('desk')}?{PLACE}={place}"
        if not request.htmx:
            return SeeOther(address)
        self.template_name = "intake/desk_results.html"
        context = self.get_context_data(place=place, typed=typed, **self._found(typed))
        return replace_url(self.render_to_response(context), address)

    def _named_by(self, typed: Typed) -> str:
        """The page of the request whose reference was typed: from the box above a page it is the next page."""
        reference = read_reference(typed.text)
        for key in requests_called(reference, user=self.request.user) if reference else ():
            log_search(self.request, Beneficiary)
            return reverse("request_detail", args=[key])
        return ""

    def get_context_data(self, **kwargs):
        user = self.request.user
        may = {"add": user.may("beneficiaries.add_person"), "open": user.may("intake.receive_request")}
        return super().get_context_data(may=may, **kwargs)

    def _found(self, typed: Typed) -> dict:
        """The people meant, with their open requests, or the sentence that says why nobody is found."""
        if not says_enough(typed):
            return {"found": [], "more": False, "advice": advice_on(typed)}
        log_search(self.request, Beneficiary)
        found = find_everywhere(typed, user=self.request.user, limit=MOST_SHOWN + 1)
        advice = "" if found else advice_on(typed)
        return {"found": found[:MOST_SHOWN], "more": len(found) > MOST_SHOWN, "advice": advice}


def advice_on(typed: Typed) -> str:
    """Why a search found nothing, as far as what was typed tells."""
    if typed.number and kind_of(typed.number) is None:
        return _(
            "This is not an identity number: its check digit does not fit. Compare it with the document."
        )
    if not typed.is_clear:
        return _(
            "Write a whole identity number, a whole phone number, a reference, or two letters of a name."
        )
    return _("Nobody you may see has this number or name. Check the spelling, then add a new person.")
