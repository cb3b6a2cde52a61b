"""The parts of a version inside its page in the administration."""

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from arabic.text import listed

from .forms import (
    PolicyLineField,
    PolicyTextField,
    RequiredDocumentForm,
    SeenVersionForm,
    written_in_its_direction,
)
from .models import (
    BeneficiaryCategory,
    Channel,
    DecisionReason,
    RequiredDocument,
    ServiceType,
    StepText,
    Tool,
)


class PartsOfVersion:
    """Parts are changed while their version is a draft, and read afterwards."""

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

    def get_fields(self, request, obj=None):
        return [*self.fields, "seen_version"] if self.has_change_permission(request, obj) else self.fields

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name.startswith("label_"):
            kwargs["form_class"] = PolicyLineField
        if db_field.name.startswith("guidance_"):
            kwargs["form_class"] = PolicyTextField
        if db_field.name == "code" and not db_field.choices:
            kwargs["widget"] = forms.TextInput({"size": 18})
        return written_in_its_direction(super().formfield_for_dbfield(db_field, request, **kwargs), db_field)


class PartInline(PartsOfVersion, admin.TabularInline):
    """Parts of a few words: one line each."""


class TextPartInline(PartsOfVersion, admin.StackedInline):
    """Parts of many words: one below the other, so that the page stays as wide as the screen."""


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


class DocumentInline(TextPartInline):
    model = RequiredDocument
    form = RequiredDocumentForm
    formset = DocumentFormSet
    fields = ["code", "label_ar", "label_en", "validity", "months", "service_codes", "position"]
    readonly_fields = ["services"]

    def get_fields(self, request, obj=None):
        names = super().get_fields(request, obj)
        if self.has_change_permission(request, obj):
            return names
        return ["services" if name == "service_codes" else name for name in names]

    @admin.display(description=_("required for"))
    def services(self, document):
        labels = [
            row.label
            for row in document.policy_version.service_types.all()
            if row.code in document.service_codes
        ]
        return listed(labels) or _("All services")


class StepInline(TextPartInline):
    model = StepText
    fields = ["code", "label_ar", "label_en", "guidance_ar", "guidance_en", "position"]


class ReasonInline(PartInline):
    """Of an outcome for which none is named, the portal's own list applies."""

    model = DecisionReason
    fields = ["outcome", "code", "label_ar", "label_en", "position"]


PART_INLINES = (
    *(ChannelInline, ToolInline, ServiceTypeInline, DocumentInline, CategoryInline, StepInline),
    ReasonInline,
)
