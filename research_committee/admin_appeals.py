"""Appeals in the administration: to read."""

from django.contrib import admin

from audit.admin import AuditedAdmin

from .models import Appeal


@admin.register(Appeal)
class AppealAdmin(AuditedAdmin):
    list_display = ["support_request", "study", "received_on", "window_until", "recorded_by", "admitted_by"]
    list_select_related = ["support_request", "recorded_by", "admitted_by"]
    ordering = ["-pk"]
