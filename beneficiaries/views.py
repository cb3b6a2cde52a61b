"""A person's file: opening it, reading it, changing it."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from audit.reading import log_read
from audit.timeline import history_page
from audit.views import VerbView

from .around_rows import with_around
from .duplicates.shown import candidate_rows
from .duplicates.signposts import kept_file, marking_signposts, with_signposts
from .file_page import person_page
from .forms import NewPersonForm, PersonForm
from .identity import identity_digits, kind_of
from .models import Beneficiary
from .people import add_person, change_person
from .rules import reason_file_is_read_only
from .typed_names import initial_of


class PersonFormView(VerbView):
    """What adding and changing have in common: the way to the file that already has this identity number."""

    template_name = "beneficiaries/person_form.html"
    form_class = PersonForm

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        same_person = self._same_person(context["form"])
        return {**context, "same_person": same_person, "candidates": [], "crumbs": self.crumbs()}

    def crumbs(self) -> list[dict]:
        return [{"url": reverse("desk"), "label": _("Reception desk")}]

    def _same_person(self, form) -> dict | None:
        if "identity_number" not in form.errors:
            return None
        number = identity_digits(form["identity_number"].value() or "")
        person = Beneficiary.objects.filter(identity_number=number).first() if kind_of(number) else None
        person = kept_file(person) if person else None
        seen = Beneficiary.objects.visible_to(self.request.user)
        if person is None or person == self.object or not seen.filter(pk=person.pk).exists():
            return None
        return {"url": reverse("person_detail", args=[person.pk]), "name": person.full_name}


class PersonAddView(PersonFormView):
    permission = "beneficiaries.add_person"
    form_class = NewPersonForm
    page_title = _("New person")
    submit_label = _("Add the person")
    done_message = _("A file was opened for the person.")

    def post(self, request, *args, **kwargs):
        """The reception desk hands over by POST what was typed there: no number of a person in an address."""
        if "typed" in request.POST:
            form = self.form_class(initial=initial_of(request.POST["typed"]), actor=request.user)
            return self.render_to_response(self.get_context_data(form=form))
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        found = context["form"].found
        candidates = candidate_rows(found, user=self.request.user) if found else []
        return {**context, "candidates": candidates}

    def act(self, form):
        person = add_person(by=self.request.user, **form.unlike, **form.acts())
        return reverse("request_open" if form.wants_request else "person_detail", args=[person.pk])

    def cancel_url(self):
        return reverse("desk")


class PersonChangeView(PersonFormView):
    permission = "beneficiaries.change_person"
    shows_person = True
    page_title = _("Change personal data")
    submit_label = _("Save the changes")
    done_message = _("The changes are saved.")

    def find(self):
        return _find(self.request.user, self.kwargs["pk"])

    def crumbs(self):
        return [*super().crumbs(), {"url": self.cancel_url(), "label": self.object.full_name}]

    def get_context_data(self, **kwargs):
        closed = reason_file_is_read_only(self.object)
        return {**super().get_context_data(**kwargs), "closed": [closed] if closed else []}

    def act(self, form):
        seen_version = form.cleaned_data["seen_version"]
        change_person(self.object, by=self.request.user, seen_version=seen_version, **form.acts())
        return self.cancel_url()

    def cancel_url(self):
        return reverse("person_detail", args=[self.object.pk])


class PersonDetailView(TemplateView):
    """One person's file; every look at it leaves a row in the access log."""

    http_method_names = ["get", "head", "options"]
    template_name = "beneficiaries/person_detail.html"

    def get(self, request, *args, **kwargs):
        person = _find(request.user, self.kwargs["pk"], marking=with_around)
        response = self.render_to_response(person_page(person, user=request.user)).render()
        log_read(request, person)
        return response


def _find(user, pk: int, marking=lambda people: people) -> Beneficiary:
    """The person this user may see; for everybody else there is no such page."""
    people = Beneficiary.objects.visible_to(user).select_related("branch", "identity_follow_up_by")
    return get_object_or_404(marking(marking_signposts(people)), pk=pk)


@require_safe
def person_history(request, pk):
    """Everything that was ever done about a person, page by page."""
    person = get_object_or_404(Beneficiary.objects.visible_to(request.user), pk=pk)
    log_read(request, person)
    context = {
        "subject": person.full_name,
        "crumbs": [{"url": reverse("person_detail", args=[pk]), "label": person.full_name}],
        **history_page(
            request.path, request.GET.get("before", ""), person=with_signposts(person), reader=request.user
        ),
    }
    return render(request, "components/history_page.html", context)
