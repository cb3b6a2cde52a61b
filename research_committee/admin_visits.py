"""Appointments, visits and their pictures in the administration: to read."""

from django.contrib import admin

from audit.admin import AuditedAdmin

from .models import StudyVisit, VisitAppointment, VisitPhoto


@admin.register(VisitAppointment)
class VisitAppointmentAdmin(AuditedAdmin):
    list_display = ["support_request", "researcher", "starts_at", "kind", "state"]
    list_select_related = ["support_request", "researcher"]
    list_filter = ["state"]
    ordering = ["-pk"]


@admin.register(StudyVisit)
class StudyVisitAdmin(AuditedAdmin):
    list_display = ["support_request", "study", "researcher", "visited_on", "kind"]
    list_select_related = ["support_request", "researcher"]
    ordering = ["-pk"]


@admin.register(VisitPhoto)
class VisitPhotoAdmin(AuditedAdmin):
    list_display = ["visit", "caption", "consent_given"]
    list_select_related = ["visit__support_request"]
    ordering = ["-pk"]
