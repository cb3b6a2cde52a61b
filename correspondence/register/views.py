"""The two sides of the register as they are looked at."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from arabic.text import clean_line
from audit.reading import log_search
from audit.views import SeeOther
from beneficiaries.kept_searches import keep, place_from, words_at
from beneficiaries.search import LONGEST_QUERY

from .choice import Choice, Incoming, Outgoing
from .rows import incoming_headings, incoming_page, outgoing_headings, outgoing_page
from .searching import READ_THROUGH

PLACE = "at"
FIELDS = ("kind", "from", "to")


class RegisterView(TemplateView):
    """Searching is a POST, as at the desk: a name stands in no address and no log."""

    http_method_names = ["get", "post", "head", "options"]
    template_name = "correspondence/register.html"
    permission = "correspondence.view_register"
    choice_class: type[Choice]
    list_name = export_name = ""
    page = headings = None

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not request.user.may(self.permission):
            raise PermissionDenied(_("Your role does not include this page."))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        place, words = place_from(""), clean_line(request.POST.get("query", "")[:LONGEST_QUERY])
        chosen = self.choice_class({name: request.POST.get(name, "") for name in FIELDS}, request.user)
        query = dict(chosen.values)
        if words:
            keep(request.session, place, words)
            query[PLACE] = place
        return SeeOther(_address(self.list_name, query))

    def get(self, request, *args, **kwargs):
        asked, mark = request.GET, request.GET.get("after", "")
        place = asked.get(PLACE, "")
        words = words_at(request.session, place) or "" if place else ""
        choice = self.choice_class({name: asked.get(name, "") for name in FIELDS}, request.user)
        rows, following = type(self).page(choice.rows_with(words), mark)
        log_search(request, choice.model)
        query = choice.values | ({PLACE: place} if words else {})
        context = {
            "rows": rows,
            "columns": type(self).headings(),
            "choice": choice,
            "words": words,
            "typed": {name: choice.values.get(name, "") for name in FIELDS},
            "kinds": self._kinds(choice),
            "is_filtered": bool(query),
            "base": reverse(self.list_name),
            "previous_url": _address(self.list_name, query) if mark else "",
            "next_url": _address(self.list_name, query | {"after": following}) if following else "",
        }
        return self.render_to_response(context | self._around(choice))

    def _kinds(self, choice: Choice) -> list[dict]:
        return [
            {"value": value, "label": label, "selected": value == choice.kind}
            for value, label in choice.kinds
        ]

    def _around(self, choice: Choice) -> dict:
        user, sides = self.request.user, (("letter_list", _("Outgoing")), ("incoming_list", _("Incoming")))
        may_record = user.may("correspondence.record_incoming")
        return {
            "segments": [
                {"url": reverse(name), "label": label, "count": "", "current": name == self.list_name}
                for name, label in sides
            ],
            "export_url": _address(self.export_name, choice.values)
            if user.may("correspondence.export_register")
            else "",
            "record_url": reverse("incoming_record") if may_record else "",
            "is_incoming": self.list_name == "incoming_list",
            "read_through": f"{READ_THROUGH:,}",
        }


class OutgoingView(RegisterView):
    choice_class, list_name, export_name = Outgoing, "letter_list", "letters_export"
    page, headings = staticmethod(outgoing_page), staticmethod(outgoing_headings)


class IncomingView(RegisterView):
    choice_class, list_name, export_name = Incoming, "incoming_list", "incoming_export"
    page, headings = staticmethod(incoming_page), staticmethod(incoming_headings)


def _address(name: str, query: dict) -> str:
    base = reverse(name)
    return f"{base}?{urlencode(query)}" if query else base
