"""Declarations and rulings in the administration: that there are such, and who ruled; never what members said."""

from django.contrib import admin

from audit.admin import AuditedAdmin

from .models import ConflictRuling, DeclaredRelation, MemberParticulars


@admin.register(MemberParticulars)
class MemberParticularsAdmin(AuditedAdmin):
    list_display = ["member", "declared_at"]
    list_select_related = ["member"]
    ordering = ["-declared_at"]


@admin.register(DeclaredRelation)
class DeclaredRelationAdmin(AuditedAdmin):
    list_display = ["member", "ended_on"]
    list_select_related = ["member"]
    ordering = ["-pk"]


@admin.register(ConflictRuling)
class ConflictRulingAdmin(AuditedAdmin):
    list_display = ["item", "member", "confirmed", "ruled_by"]
    list_select_related = ["item__session", "item__support_request", "member", "ruled_by"]
    list_filter = ["confirmed"]
    ordering = ["-pk"]
