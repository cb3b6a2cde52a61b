"""The lists of requests as they are taken along."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from audit.export_views import ExportView
from audit.exporting import Column, Export
from beneficiaries.listing.export import branch_name, label_of, masked_phone, phone_in_full
from beneficiaries.search import masked

from ..models import SupportRequest
from ..pages.queue import next_in_words
from ..steps import State

MINE = "mine"


class RequestChoice:
    """All requests or what waits for oneself, in every state or in one."""

    def __init__(self, asked, user):
        self.user = user
        # Who does not oversee the whole takes along what stands in their own queue.
        self.is_mine = asked.get(MINE) == "1" or not user.may("intake.see_all_requests")
        state = asked.get("state", "")
        self.of_state = state if state in State.values else ""
        values = {"state": self.of_state, MINE: "1" if self.is_mine else ""}
        self.values = {name: value for name, value in values.items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.values)

    def in_words(self) -> list[tuple[str, str]]:
        # What waits for votes is known in the committee's own room.
        mine = _("My work, without votes") if self.user.may("research_committee.vote") else _("My work")
        chosen = [(_("Requests"), mine)] if self.is_mine else []
        return [*chosen, (_("State"), str(State(self.of_state).label))] if self.of_state else chosen

    def rows(self):
        seen = SupportRequest.objects.visible_to(self.user)
        seen = seen.waiting_for(self.user) if self.is_mine else seen
        return seen.filter(state=self.of_state) if self.of_state else seen


def _name(*names: str) -> str:
    return " ".join(name for name in names if name)


def _label(label_ar: str, label_en: str) -> str:
    return (label_en or label_ar) if get_language() == "en" else label_ar


_PERSON = tuple(f"beneficiary__{part}_name" for part in ("first", "father", "grandfather", "family"))


class RequestExport(Export):
    """The requests whose page this person may open, as filtered."""

    key = "requests"
    model = SupportRequest
    title = gettext_lazy("Support requests")
    list_name, form_name = "request_list", "requests_export"
    permission = "intake.export_requests"
    full_permission = "beneficiaries.export_full_numbers"
    choice_class = RequestChoice
    columns = (
        Column("reference", gettext_lazy("Reference"), ("reference",)),
        Column("person", gettext_lazy("Person"), _PERSON, _name, width=30),
        Column(
            "identity_number",
            gettext_lazy("Identity number"),
            ("beneficiary__identity_number",),
            masked=masked,
            is_chosen=False,
        ),
        Column("phone", gettext_lazy("Phone"), ("beneficiary__phone",), phone_in_full, masked=masked_phone),
        Column(
            "service",
            gettext_lazy("Service"),
            ("service_type__label_ar", "service_type__label_en"),
            _label,
            width=24,
        ),
        Column(
            "channel", gettext_lazy("Channel"), ("channel__label_ar", "channel__label_en"), _label, width=20
        ),
        Column("need", gettext_lazy("Need"), ("need",), is_chosen=False, width=40),
        Column("state", gettext_lazy("State"), ("state",), label_of(State)),
        Column("next", gettext_lazy("What comes next"), ("state",), next_in_words, width=24),
        Column("since", gettext_lazy("In this state since"), ("state_since",), width=18),
        Column("told_on", gettext_lazy("Referred and told on"), ("told_on",)),
        Column("earliest", gettext_lazy("Earliest decision"), ("earliest_decision_on",)),
        Column("decided_on", gettext_lazy("Decided on"), ("decided_on",)),
        Column("branch", gettext_lazy("Branch"), ("branch__name",), branch_name),
        Column("researcher", gettext_lazy("Social researcher"), ("researcher__full_name",), width=24),
    )

    def list_url(self) -> str:
        if not self.choice.is_mine:
            return super().list_url()
        state = self.choice.of_state
        return f"{reverse('home')}?state={state}" if state else reverse("home")


def export_url(user, *, mine: bool, state: str) -> str:
    """Where a list of requests is taken along as it is shown; "" for whom it is not."""
    if not user.may(RequestExport.permission):
        return ""
    query = RequestChoice({"state": state, MINE: "1" if mine else ""}, user).query
    base = reverse(RequestExport.form_name)
    return f"{base}?{query}" if query else base


class RequestExportView(ExportView):
    export_class = RequestExport
