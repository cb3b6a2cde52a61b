"""Scales, annexes and second readings in the administration: to read."""

from django.contrib import admin

from audit.admin import AuditedAdmin

from .models import ConfidentialAnnex, ScoreScale, SecondReading


@admin.register(ScoreScale)
class ScoreScaleAdmin(AuditedAdmin):
    list_display = ["number", "title_ar", "in_force_from", "adopted_by", "adopted_at"]
    list_select_related = ["adopted_by"]
    ordering = ["-number"]


@admin.register(ConfidentialAnnex)
class ConfidentialAnnexAdmin(AuditedAdmin):
    """That there is one; what it says is masked here as everywhere (`ConfidentialAnnex.sensitive`)."""

    list_display = ["report"]
    list_select_related = ["report__support_request"]
    ordering = ["-pk"]


@admin.register(SecondReading)
class SecondReadingAdmin(AuditedAdmin):
    list_display = ["report", "reader", "verdict"]
    list_select_related = ["report__support_request", "reader"]
    ordering = ["-pk"]
