"""The base of every admin page: reads for those who may, writes only through the one write path."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from .forms import RecordForm
from .masking import hidden_from
from .models import AuditEntry, ReadLog
from .reading import log_read
from .refusals import Refused
from .timeline import fields_in_words, record_name
from .verification import audited_models
from .writing import write


class AuditedAdmin(SimpleHistoryAdmin):
    """Read-only unless a subclass names the permission that may change; nothing is ever deleted here."""

    view_permission = "audit.read_everything"
    change_permission = ""
    change_reason = _("Changed in the administration")
    actions = None
    form = RecordForm
    object_history_list_template = "admin/history_list.html"
    object_history_form_template = "admin/history_form.html"

    def has_view_permission(self, request, obj=None):
        return any(request.user.may(perm) for perm in (self.view_permission, self.change_permission) if perm)

    has_module_permission = has_view_permission
    has_view_history_permission = has_view_permission

    def has_change_permission(self, request, obj=None):
        return bool(self.change_permission) and request.user.may(self.change_permission)

    def has_add_permission(self, request):
        return self.has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        write(obj, by=request.user, reason=self.change_reason)

    def changeform_view(self, request, *args, **kwargs):
        """What a rule or another person's save refuses at the last moment is told; nothing is half saved."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason)
            return HttpResponseRedirect(request.path)

    def set_history_delta_changes(self, request, historical_records, foreign_keys_are_objs=True):
        """The changes in the words of the trail: one query, and what a reference was called that day."""
        records = {record.history_id: record for record in historical_records}
        entries = AuditEntry.objects.filter(model=self.model._meta.label_lower, history_id__in=records)
        for entry in entries:
            records[entry.history_id].told_reason = gettext(entry.reason)
            records[entry.history_id].told_changes = fields_in_words(entry, request.user)

    def get_fields(self, request, obj=None):
        """What this person may read of a record, on its page and on those of its history."""
        hidden = hidden_from(request.user, self.model)
        return [name for name in super().get_fields(request, obj) if name not in hidden]

    def get_history_queryset(self, request, history_manager, pk_name, object_id):
        _refuse_odd_number(object_id)
        return super().get_history_queryset(request, history_manager, pk_name, object_id)

    def change_view(self, request, object_id, *args, **kwargs):
        return self._looked_at(request, object_id, super().change_view(request, object_id, *args, **kwargs))

    def history_view(self, request, object_id, *args, **kwargs):
        return self._looked_at(request, object_id, super().history_view(request, object_id, *args, **kwargs))

    def history_form_view(self, request, object_id, version_id, *args, **kwargs):
        # SECURITY: its own POST would save an old state back, asking nobody whether they may change the record.
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied(gettext("This record is kept as it was written; it cannot be changed."))
        _refuse_odd_number(object_id)
        _refuse_odd_number(version_id)
        return self._looked_at(
            request, object_id, super().history_form_view(request, object_id, version_id, *args, **kwargs)
        )

    def _looked_at(self, request, object_id, response):
        """A record about a person leaves its row in the access log here as everywhere."""
        if request.method != "POST" and response.status_code == 200:
            shown = self.get_object(request, unquote(object_id))
            if shown is not None and any(shown.audit_subjects()):
                log_read(request, shown)
        return response

    def log_addition(self, *args, **kwargs):
        """Django's own admin log is left out: the audit history holds more."""

    log_change = log_deletion = log_addition


def _refuse_odd_number(number: str) -> None:
    """simple_history asks the database for whatever stands in the address."""
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise Http404


class TrailAdmin(admin.ModelAdmin):
    """The trails, for the auditor: read-only, newest first."""

    actions = None
    show_full_result_count = False

    def has_module_permission(self, request):
        return request.user.may("audit.read_everything")

    def has_view_permission(self, request, obj=None):
        return request.user.may("audit.read_everything")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("acting as"))
    def acting_in_words(self, row):
        return get_user_model().roles_in_words(row.acting_as.split(","))

    @admin.display(description=_("record kind"))
    def record_in_words(self, row):
        return record_name(row.model)

    @admin.display(description=_("reason"))
    def reason_in_words(self, row):
        return gettext(row.reason)


class RecordKindFilter(admin.SimpleListFilter):
    """The kinds of records by their names."""

    title = _("record kind")
    parameter_name = "model"

    def lookups(self, request, model_admin):
        kinds = {model._meta.label_lower: record_name(model._meta.label_lower) for model in audited_models()}
        return sorted(kinds.items(), key=lambda pair: pair[1])

    def queryset(self, request, queryset):
        return queryset.filter(model=self.value()) if self.value() else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(TrailAdmin):
    list_display = [
        "at",
        "user",
        "acting_in_words",
        "record_in_words",
        "object_pk",
        "seq",
        "kind",
        "reason_in_words",
    ]
    list_filter = [RecordKindFilter, "kind"]
    list_select_related = ["user"]
    ordering = ["-id"]


@admin.register(ReadLog)
class ReadLogAdmin(TrailAdmin):
    list_display = [
        *("at", "user", "acting_in_words", "action", "record_in_words", "object_pk"),
        *("taken_in_words", "reason", "address"),
    ]
    list_filter = ["action", RecordKindFilter]
    list_select_related = ["user"]
    ordering = ["-id"]

    @admin.display(description=_("what was exported"))
    def taken_in_words(self, row):
        rows = row.details.get("rows")
        return "" if rows is None else ngettext("%(rows)d row", "%(rows)d rows", rows) % {"rows": rows}
