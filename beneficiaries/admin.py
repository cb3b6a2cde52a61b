from django.contrib import admin

from audit.admin import AuditedAdmin

from .models import Beneficiary, StoredFile


@admin.register(Beneficiary)
class BeneficiaryAdmin(AuditedAdmin):
    """Read-only, for the auditor; identity numbers are masked in the list."""

    view_permission = "audit.read_everything"
    list_display = ["full_name", "masked_identity", "city", "branch"]
    list_select_related = ["branch"]
    list_filter = ["identity_kind", "branch"]
    show_full_result_count = False
    ordering = ["-id"]


@admin.register(StoredFile)
class StoredFileAdmin(AuditedAdmin):
    """Read-only, for the auditor; the papers themselves are opened from the request."""

    view_permission = "audit.read_everything"
    list_display = ["original_name", "beneficiary", "kind", "size"]
    list_select_related = ["beneficiary"]
    list_filter = ["kind"]
    show_full_result_count = False
    ordering = ["-id"]
