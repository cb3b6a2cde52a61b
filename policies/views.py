from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from .models import PolicyVersion
from .sheet import PolicySheet, reason_none_in_force


class PolicyInForceView(TemplateView):
    """A page about the version in force today, or one that says what must happen until there is one."""

    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs):
        version = PolicyVersion.objects.with_parts().in_force()
        context = super().get_context_data(version=version, crumbs=[], **kwargs)
        if version is None:
            return context | {"absence": reason_none_in_force(), "admin_url": self.admin_url()}
        return context | self.about(PolicySheet(version))

    def about(self, sheet: PolicySheet) -> dict:
        return {"sheet": sheet}

    def admin_url(self) -> str:
        may_look = self.request.user.may("policies.view_version")
        return reverse("admin:policies_policyversion_changelist") if may_look else ""


class PolicyView(PolicyInForceView):
    template_name = "policies/policy_detail.html"


class ToolsView(PolicyInForceView):
    template_name = "policies/policy_tools.html"

    def about(self, sheet):
        return {"sheet": sheet, "crumbs": [{"url": reverse("policies:policy_detail"), "label": _("Policy")}]}
