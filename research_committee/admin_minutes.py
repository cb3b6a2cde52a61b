"""Minutes, their signatures and addenda in the administration: to read."""

from django.contrib import admin

from audit.admin import AuditedAdmin

from .models import Minutes, MinutesAddendum, MinutesSignature


@admin.register(Minutes)
class MinutesAdmin(AuditedAdmin):
    list_display = ["session", "drawn_up_by", "locked_at", "sha256"]
    list_select_related = ["session", "drawn_up_by"]
    ordering = ["-pk"]


@admin.register(MinutesSignature)
class MinutesSignatureAdmin(AuditedAdmin):
    list_display = ["minutes", "member", "signed_at"]
    list_select_related = ["minutes__session", "member"]
    ordering = ["-pk"]


@admin.register(MinutesAddendum)
class MinutesAddendumAdmin(AuditedAdmin):
    list_display = ["minutes", "number", "written_by"]
    list_select_related = ["minutes__session", "written_by"]
    ordering = ["-pk"]
