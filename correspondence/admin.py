from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from audit.admin import AuditedAdmin

from .models import HandOver, IncomingLetter, Letter, Notice


class OfCorrespondenceAdmin(AuditedAdmin):
    """Read-only, for the auditor; the papers themselves are opened from the register."""

    view_permission = "audit.read_everything"
    show_full_result_count = False
    ordering = ["-id"]

    @admin.display(description=_("number"))
    def number_in_words(self, letter):
        return letter.serial


@admin.register(Letter)
class LetterAdmin(OfCorrespondenceAdmin):
    list_display = ["number_in_words", "subject", "issued_on", "issued_by"]
    list_select_related = ["issued_by"]
    list_filter = ["kind"]


@admin.register(HandOver)
class HandOverAdmin(OfCorrespondenceAdmin):
    list_display = ["letter", "how", "received_by_name", "handed_on"]
    list_select_related = ["letter"]


@admin.register(IncomingLetter)
class IncomingLetterAdmin(OfCorrespondenceAdmin):
    list_display = ["number_in_words", "sender", "subject", "received_on"]


@admin.register(Notice)
class NoticeAdmin(OfCorrespondenceAdmin):
    list_display = ["channel", "template", "state", "written_at"]
    list_filter = ["channel", "state"]
