"""The committee in the administration: everything to read, and the seats to give."""

from django.contrib import admin
from django.db.models import URLField

from audit.admin import AuditedAdmin
from audit.forms import SeenVersionForm

from . import admin_appeals, admin_conflicts, admin_minutes, admin_scales, admin_visits  # noqa: F401 (their records)
from .models import (
    AgendaItem,
    Attendance,
    CommitteeMember,
    CommitteeSession,
    Decision,
    Recusal,
    ResearchReport,
    Vote,
)
from .seat_rules import reasons_against_seat
from .seats import keep_seat


class SeatForm(SeenVersionForm):
    class Meta:
        model = CommitteeMember
        fields = ["user", "position", "from_on", "until_on"]

    def _post_clean(self):
        """The rules judge the whole row, so they come after it is put together."""
        super()._post_clean()
        if not self.errors:
            for field, sentence in reasons_against_seat(self.instance):
                self.add_error(field, sentence)


@admin.register(CommitteeMember)
class CommitteeMemberAdmin(AuditedAdmin):
    view_permission = "accounts.view_staff"
    change_permission = "accounts.change_staff"
    form = SeatForm
    list_display = ["user", "position", "from_on", "until_on"]
    list_select_related = ["user"]
    ordering = ["-from_on", "pk"]

    def save_model(self, request, obj, form, change):
        keep_seat(
            obj, by=request.user, seen_version=form.cleaned_data.get("seen_version") if change else None
        )


@admin.register(ResearchReport)
class ResearchReportAdmin(AuditedAdmin):
    list_display = ["support_request", "study", "researcher", "visited_on", "recommendation"]
    list_select_related = ["support_request", "researcher"]
    ordering = ["-pk"]


class AttendanceInline(admin.TabularInline):
    """Who sat in the session, to read only."""

    model = Attendance
    fields = ["member", "stands_in_for", "came_at", "left_at"]
    extra = 0

    def has_view_permission(self, request, obj=None):
        return request.user.may("audit.read_everything")

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(CommitteeSession)
class CommitteeSessionAdmin(AuditedAdmin):
    list_display = ["year", "number", "held_on", "place", "opened_by", "closed_at", "cancelled_at"]
    list_select_related = ["opened_by"]
    inlines = [AttendanceInline]
    ordering = ["-pk"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}


@admin.register(Attendance)
class AttendanceAdmin(AuditedAdmin):
    list_display = ["session", "member", "stands_in_for", "came_at", "left_at"]
    list_select_related = ["session", "member", "stands_in_for"]
    ordering = ["-pk"]


@admin.register(AgendaItem)
class AgendaItemAdmin(AuditedAdmin):
    list_display = ["session", "position", "support_request", "study", "result"]
    list_select_related = ["session", "support_request"]
    list_filter = ["result"]
    ordering = ["-pk"]


@admin.register(Recusal, Vote)
class OfItemAdmin(AuditedAdmin):
    list_display = ["item", "member"]
    list_select_related = ["item__session", "item__support_request", "member"]
    ordering = ["-pk"]


@admin.register(Decision)
class DecisionAdmin(AuditedAdmin):
    list_display = [
        "support_request",
        "study",
        "outcome",
        "decided_on",
        "earliest_decision_on",
        "recorded_by",
    ]
    list_select_related = ["support_request", "recorded_by"]
    list_filter = ["outcome"]
    ordering = ["-pk"]
