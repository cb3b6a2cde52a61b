"""The base of every admin page: reads for those who may, writes only through the one write path."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from .models import AuditEntry, ReadLog
from .writing import write


class AuditedAdmin(SimpleHistoryAdmin):
    """Read-only unless a subclass names the permission that may change; nothing is ever deleted here."""

    view_permission = "audit.read_everything"
    change_permission = ""
    change_reason = _("Changed in the administration")
    actions = None

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

    def log_addition(self, *args, **kwargs):
        """Django's own admin log is left out: the audit history holds more."""

    log_change = log_deletion = log_addition


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


@admin.register(AuditEntry)
class AuditEntryAdmin(TrailAdmin):
    list_display = ["at", "user", "acting_as", "model", "object_pk", "seq", "kind", "reason"]
    list_filter = ["model", "kind"]
    list_select_related = ["user"]
    ordering = ["-id"]


@admin.register(ReadLog)
class ReadLogAdmin(TrailAdmin):
    list_display = ["at", "user", "acting_as", "action", "model", "object_pk", "address"]
    list_filter = ["action", "model"]
    list_select_related = ["user"]
    ordering = ["-id"]
