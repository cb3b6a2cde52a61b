"""The household: its page, its history, opening it, and where and how it lives."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from audit.reading import log_read
from audit.timeline import history_page
from audit.views import VerbView

from ..file_page import may_search
from ..models import Beneficiary, BudgetLine, Household, HouseholdMember
from .budget import end_budget_line, record_budget_line
from .forms import AddressForm
from .going_forms import BudgetLineForm, EndLineForm
from .homes import change_household, open_household
from .page import household_page, members_of, records_of, title_of


def find_household(user, pk: int) -> Household:
    """The household this user may see; for everybody else there is no such page."""
    return get_object_or_404(Household.objects.visible_to(user), pk=pk)


def desk_crumbs(user) -> list[dict]:
    return [{"url": reverse("desk"), "label": _("Reception desk")}] if may_search(user) else []


@require_safe
def household_detail(request, pk):
    """With whom somebody lives and on what; every look at it leaves a row in the access log."""
    household = find_household(request.user, pk)
    page = household_page(household, user=request.user) | {"crumbs": desk_crumbs(request.user)}
    response = render(request, "beneficiaries/household_detail.html", page)
    log_read(request, household)
    return response


@require_safe
def household_history(request, pk):
    """Everything that was ever done to a household, its members and its budget, page by page."""
    household = find_household(request.user, pk)
    members = members_of(household, user=request.user)
    log_read(request, household)
    subject = title_of([row for row in members if row.left_on is None])
    context = {
        "subject": subject,
        "crumbs": [{"url": reverse("household_detail", args=[pk]), "label": subject}],
        **history_page(
            request.path,
            request.GET.get("before", ""),
            reader=request.user,
            records=records_of(household, members),
        ),
    }
    return render(request, "components/history_page.html", context)


class HouseholdView(VerbView):
    """What every act on a household has in common: who may, where it leads, and the way back."""

    permission = "beneficiaries.change_person"
    shows_person = True

    def find(self):
        return find_household(self.request.user, self.kwargs["pk"])

    @property
    def household(self) -> Household:
        return self.object

    def live_members(self) -> list[HouseholdMember]:
        """Who lives there now, the head first; read once for the page."""
        if not hasattr(self, "_live"):
            self._live = [
                row for row in members_of(self.household, user=self.request.user) if row.left_on is None
            ]
        return self._live

    def get_context_data(self, **kwargs):
        return super().get_context_data(crumbs=self.crumbs(), **kwargs)

    def crumbs(self) -> list[dict]:
        back = {"url": self.cancel_url(), "label": title_of(self.live_members())}
        return [*desk_crumbs(self.request.user), back]

    def cancel_url(self):
        return reverse("household_detail", args=[self.household.pk])

    def home_url(self, person: Beneficiary | None = None) -> str:
        """The household, as long as this user may see it; else the person who was there, or the desk."""
        user = self.request.user
        if Household.objects.visible_to(user).filter(pk=self.household.pk).exists():
            return self.cancel_url()
        if person is not None and Beneficiary.objects.visible_to(user).filter(pk=person.pk).exists():
            return reverse("person_detail", args=[person.pk])
        return reverse("desk")


class HouseholdOpenView(VerbView):
    """A household begins with one person, who is its head."""

    permission = "beneficiaries.change_person"
    shows_person = True
    form_class = AddressForm
    page_title = _("Open a household")
    submit_label = _("Open the household")
    done_message = _("The household is open. Now add who belongs to it.")

    def find(self):
        return get_object_or_404(Beneficiary.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    @property
    def lead(self):
        return _("%(name)s will be its head.") % {"name": self.object.full_name}

    def get_initial(self):
        # Nobody is asked twice: the file may know the place.
        return {name: getattr(self.object, name) for name in ("city", "district", "short_address")}

    def get_context_data(self, **kwargs):
        person = {"url": self.cancel_url(), "label": self.object.full_name}
        return super().get_context_data(crumbs=[*desk_crumbs(self.request.user), person], **kwargs)

    def act(self, form):
        household = open_household(self.object, by=self.request.user, **form.acts())
        return reverse("household_detail", args=[household.pk])

    def cancel_url(self):
        return reverse("person_detail", args=[self.object.pk])


class HouseholdChangeView(HouseholdView):
    form_class = AddressForm
    page_title = _("Change address and housing")
    submit_label = _("Save the changes")
    done_message = _("The changes are saved.")

    def act(self, form):
        seen = form.cleaned_data["seen_version"]
        change_household(self.object, by=self.request.user, seen_version=seen, **form.acts())
        return self.cancel_url()


class BudgetLineAddView(HouseholdView):
    form_class = BudgetLineForm
    page_title = _("Add a line to the budget")
    submit_label = _("Add the line")
    done_message = _("The line counts from today.")

    def get_initial(self):
        asked = self.request.GET.get("direction", "")
        return {"kind": "expense.rent"} if asked == "expense" else {}

    def act(self, form):
        record_budget_line(self.object, by=self.request.user, **form.acts())
        return self.cancel_url()


class BudgetLineEndView(HouseholdView):
    form_class = EndLineForm
    page_title = _("End a line of the budget")
    submit_label = _("End the line today")
    done_message = _("The line counts no longer.")

    def find(self):
        lines = BudgetLine.objects.filter(household__in=Household.objects.visible_to(self.request.user))
        return get_object_or_404(lines.select_related("household"), pk=self.kwargs["pk"])

    @property
    def household(self):
        return self.object.household

    @property
    def lead(self):
        words = {"line": self.object, "direction": self.object.get_direction_display()}
        return (
            _("%(direction)s: %(line)s riyals a month. It stays in the history and counts no longer.") % words
        )

    def act(self, form):
        seen = form.cleaned_data["seen_version"]
        end_budget_line(self.object, by=self.request.user, seen_version=seen)
        return self.cancel_url()
