"""Conflicts of interest: a member's own declaration, and the ruling on what was found."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from audit.views import VerbView

from ..conflicts.declaring import (
    declare_particulars,
    declare_relation,
    end_relation,
    reason_ended_already,
)
from ..conflicts.ruling import rule_on_conflict
from ..forms.conflicts import (
    DeclareParticularsForm,
    DeclareRelationForm,
    EndRelationForm,
    RuleOnConflictForm,
)
from ..models import DeclaredRelation, MemberParticulars
from ..pages.conflicts import declaration_page
from ..pages.sessions import crumbs
from .base import ItemVerbView


@require_safe
def declaration(request):
    """What this member declared; nobody else opens it."""
    if not request.user.may("research_committee.vote"):
        raise PermissionDenied(_text("Your role does not include this step."))
    return render(request, "research_committee/declaration.html", declaration_page(request.user))


class DeclarationVerbView(VerbView):
    """An act on one's own declaration."""

    permission = "research_committee.vote"

    def cancel_url(self):
        return reverse("declaration")

    def get_context_data(self, **kwargs):
        above = [*crumbs(), {"url": reverse("declaration"), "label": _text("My declaration")}]
        return super().get_context_data(**{"crumbs": above, **kwargs})


class DeclareParticularsView(DeclarationVerbView):
    form_class = DeclareParticularsForm
    page_title = _("My particulars")
    lead = _(
        "Only you read what you write here. It is compared with the people of the requests, nothing else."
    )
    submit_label = _("Declare")
    done_message = _("Your declaration is recorded.")

    def find(self):
        own = MemberParticulars.objects.filter(member=self.request.user).first()
        return own or MemberParticulars(member=self.request.user)

    def act(self, form):
        seen = form.cleaned_data["seen_version"]
        declare_particulars(by=self.request.user, seen_version=seen, **form.acts())
        return reverse("declaration")


class DeclareRelationView(DeclarationVerbView):
    form_class = DeclareRelationForm
    page_title = _("A relation of mine")
    lead = _("To whom you are tied by kinship, marriage, work or money. Only you read it.")
    submit_label = _("Declare the relation")
    done_message = _("The relation is declared.")

    def act(self, form):
        declare_relation(by=self.request.user, **form.acts())
        return reverse("declaration")


class EndRelationView(DeclarationVerbView):
    form_class = EndRelationForm
    page_title = _("End a declared relation")
    submit_label = _("End the relation")
    done_message = _("The relation has ended; it stays on record.")

    def find(self):
        own = DeclaredRelation.objects.filter(member=self.request.user)
        return get_object_or_404(own, pk=self.kwargs["pk"])

    def act(self, form):
        end_relation(self.object, by=self.request.user, seen_version=form.cleaned_data["seen_version"])
        return reverse("declaration")

    def get_context_data(self, **kwargs):
        if reason := reason_ended_already(self.object):
            kwargs = {"gate": [{"open": False, "sentence": reason}], **kwargs}
        return super().get_context_data(**kwargs)

    @property
    def lead(self):
        who = self.object.name or self.object.identity_number
        return _text("Today is its last day: %(who)s (%(relation)s).") % {
            "who": who,
            "relation": self.object.relation,
        }


class RuleOnConflictView(ItemVerbView):
    permission = "research_committee.run_session"
    for_runners = on_the_line = True
    form_class = RuleOnConflictForm
    page_title = _("Rule on a conflict of interest")
    submit_label = _("Record the ruling")
    done_message = _("The ruling is recorded.")

    def get_form_kwargs(self):
        chosen = self.request.GET.get("finding", "")
        return {**super().get_form_kwargs(), "file": self.file, "chosen": chosen}

    def act(self, form):
        rule_on_conflict(self.object, by=self.request.user, **form.acts())
        return self.item_url()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if not context["form"].found:
            context["closed"] = [_text("Nothing on this item waits for your ruling.")]
        return context
