from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from arabic.calendars import dual
from audit.admin import AuditedAdmin
from audit.refusals import Refused
from audit.writing import remove, write

from . import admin_views, rules
from .drafting import next_number
from .forms import PolicyLineField, PolicyTextField, PolicyVersionForm, RequiredDocumentForm, SeenVersionForm
from .models import (
    Association,
    BeneficiaryCategory,
    Channel,
    PolicyVersion,
    RequiredDocument,
    ServiceType,
    StepText,
    Tool,
)
from .models.versions import APPROVAL, CONTENT

PERMISSIONS = {"view_permission": "policies.view_version", "change_permission": "policies.change_version"}
EDITED_IN_DRAFT = _("Draft edited in the administration")


@admin.register(Association)
class AssociationAdmin(AuditedAdmin):
    view_permission = "policies.view_version"
    change_permission = "policies.change_version"
    form = SeenVersionForm
    list_display = ["name", "licence", "place", "supervision"]
    readonly_fields = ["code"]

    def has_add_permission(self, request):
        return False


class PartInline(admin.TabularInline):
    """Parts of a version: to be changed while it is a draft, to be read afterwards."""

    form = SeenVersionForm
    fields = ["code", "label_ar", "label_en", "position"]
    extra = 0
    show_change_link = False

    def has_view_permission(self, request, obj=None):
        return request.user.may("policies.view_version")

    def has_change_permission(self, request, obj=None):
        may = request.user.may("policies.change_version")
        return may and (obj is None or obj.reason_closed() is None)

    has_add_permission = has_delete_permission = has_change_permission

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name.startswith("label_"):
            kwargs["form_class"] = PolicyLineField
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class ChannelInline(PartInline):
    model = Channel


class ToolInline(PartInline):
    model = Tool


class ServiceTypeInline(PartInline):
    model = ServiceType


class CategoryInline(PartInline):
    model = BeneficiaryCategory


class DocumentFormSet(BaseInlineFormSet):
    """Offers the services that the version has."""

    def get_form_kwargs(self, index):
        if not hasattr(self, "_services"):
            services = self.instance.service_types.all() if self.instance.pk else ()
            self._services = [(service.code, service.label) for service in services]
        return {**super().get_form_kwargs(index), "services": self._services}


class DocumentInline(PartInline):
    model = RequiredDocument
    form = RequiredDocumentForm
    formset = DocumentFormSet
    fields = ["code", "label_ar", "label_en", "validity", "months", "service_codes", "position"]


class StepInline(PartInline):
    model = StepText
    fields = ["code", "label_ar", "label_en", "guidance_ar", "guidance_en", "position"]
