"""What is done to a policy version in the administration: one page for each act."""

from django.contrib import admin
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arabic.calendars import ImpossibleDate, dual, gregorian_of
from audit.forms import VerbForm
from audit.views import VerbView

from . import approval, drafting
from .forms import ApproveVersionForm, VersionActForm, WithdrawVersionForm
from .models import PolicyVersion
from .printed_dates import read_gregorian, read_hijri


class VersionActView(VerbView):
    """The base of the acts: one version, one form, one verb; then back to the version's page."""

    template_name = "admin/policies/policyversion/act.html"
    permission = "policies.change_version"
    form_class = VerbForm

    def find(self):
        return get_object_or_404(PolicyVersion.objects.select_related("association"), pk=self.kwargs["pk"])

    def cancel_url(self):
        return change_url(self.object)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **admin.site.each_context(self.request),
            opts=PolicyVersion._meta,
            title=self.page_title,
            version=self.object,
            **kwargs,
        )


class ApproveVersionView(VersionActView):
    template_name = "admin/policies/policyversion/approve.html"
    permission = "policies.approve_version"
    form_class = ApproveVersionForm
    page_title = _("Approve this policy version")
    lead = _("After the approval nothing in this version can be changed, by anyone.")
    submit_label = _("Approve")
    done_message = _("The version is approved and frozen.")

    def act(self, form):
        return change_url(approval.approve_version(self.object, by=self.request.user, **form.acts()))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"conversions": conversions(context["form"])}


class SubmitVersionView(VersionActView):
    form_class = VersionActForm
    page_title = _("Lay this version before the board")
    lead = _("While the version is before the board its content stands still.")
    submit_label = _("Lay before the board")
    done_message = _("The version is before the board.")

    def act(self, form):
        return change_url(approval.submit_to_board(self.object, by=self.request.user, **form.acts()))


class TakeBackVersionView(VersionActView):
    page_title = _("Take this version back from the board")
    lead = _("The version becomes a draft again and can be changed.")
    submit_label = _("Take back")
    done_message = _("The version is a draft again.")

    def act(self, form):
        return change_url(approval.take_back_version(self.object, by=self.request.user))


class WithdrawVersionView(VersionActView):
    form_class = WithdrawVersionForm
    page_title = _("Withdraw this version")
    lead = _("A withdrawn version stays on record and can never be approved.")
    submit_label = _("Withdraw this version")
    done_message = _("The version is withdrawn.")

    def act(self, form):
        reason = form.cleaned_data["reason"]
        return change_url(approval.withdraw_version(self.object, reason=reason, by=self.request.user))


class CopyVersionView(VersionActView):
    page_title = _("Make a new draft from this version")
    lead = _("The draft begins with the same content. This version stays as it is.")
    submit_label = _("Make the draft")
    done_message = _("The new draft is ready.")

    def act(self, form):
        return change_url(drafting.copy_version(self.object, by=self.request.user))


def change_url(version) -> str:
    return reverse("admin:policies_policyversion_change", args=[version.pk])


def conversions(form) -> list[dict]:
    """Each typed date in both calendars, as far as it can be read."""
    if not form.is_bound:
        return []
    readings = (
        ("printed_hijri", lambda printed: gregorian_of(*read_hijri(printed))),
        ("printed_gregorian", read_gregorian),
    )
    rows = []
    for name, read in readings:
        printed = form.cleaned_data.get(name, "")
        try:
            rows.append(
                {"label": form.fields[name].label, "printed": printed, "reading": dual(read(printed))}
            )
        except ImpossibleDate:
            continue
    return rows


def minutes_file(request, pk):
    """The scan of the minutes, for those who may read policy versions; always as an attachment."""
    version = get_object_or_404(PolicyVersion, pk=pk)
    if not request.user.may("policies.view_version") or not version.minutes:
        raise Http404
    ending = version.minutes.name.rpartition(".")[2]
    response = FileResponse(
        default_storage.open(version.minutes.name),
        as_attachment=True,
        filename=f"minutes-{version.number}.{ending}",
    )
    # SECURITY: an uploaded file never runs anything, even when a browser shows it.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
