from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from audit.admin import AuditedAdmin

from .admin_search import SearchesPeople
from .models import (
    Beneficiary,
    BudgetLine,
    Consent,
    DuplicatePair,
    FileMerge,
    Household,
    HouseholdMember,
    ImportBatch,
    OtherPhone,
    PersonCategory,
    PersonDocument,
    PersonNote,
    StoredFile,
    VirusScan,
)


@admin.register(Beneficiary)
class BeneficiaryAdmin(SearchesPeople, AuditedAdmin):
    """Read-only, for the auditor; identity numbers are masked in the list."""

    view_permission = "audit.read_everything"
    list_display = ["name", "number", "city", "branch"]
    list_select_related = ["branch"]
    list_filter = ["identity_kind", "branch"]
    show_full_result_count = False
    ordering = ["-id"]

    @admin.display(description=_("name"))
    def name(self, person):
        return person.full_name

    @admin.display(description=_("identity number"))
    def number(self, person):
        return person.masked_identity


@admin.register(StoredFile)
class StoredFileAdmin(AuditedAdmin):
    """Read-only, for the auditor; the papers themselves are opened from the request."""

    view_permission = "audit.read_everything"
    list_display = ["original_name", "beneficiary", "kind", "size"]
    list_select_related = ["beneficiary"]
    list_filter = ["kind"]
    show_full_result_count = False
    ordering = ["-id"]


@admin.register(VirusScan)
class VirusScanAdmin(AuditedAdmin):
    """Read-only, for the auditor: what waits for the scanner, and what it found."""

    view_permission = "audit.read_everything"
    list_display = ["file", "state", "found", "scanned_at"]
    list_select_related = ["file"]
    list_filter = ["state"]
    show_full_result_count = False
    ordering = ["-id"]


class OfPersonAdmin(AuditedAdmin):
    """Read-only, for the auditor: what belongs to one person's file."""

    view_permission = "audit.read_everything"
    list_select_related = ["beneficiary"]
    show_full_result_count = False
    ordering = ["-id"]


@admin.register(OtherPhone)
class OtherPhoneAdmin(OfPersonAdmin):
    list_display = ["beneficiary", "answered_by", "confirmed_on", "ended_on"]


@admin.register(PersonNote)
class PersonNoteAdmin(OfPersonAdmin):
    list_display = ["beneficiary", "confidential", "written_by", "written_at"]
    list_select_related = ["beneficiary", "written_by"]


@admin.register(PersonCategory)
class PersonCategoryAdmin(OfPersonAdmin):
    list_display = ["beneficiary", "category", "since_on", "ended_on"]
    list_select_related = ["beneficiary", "category"]


@admin.register(Consent)
class ConsentAdmin(OfPersonAdmin):
    list_display = ["beneficiary", "policy_version", "given_at", "withdrawn_at"]
    list_select_related = ["beneficiary", "policy_version"]


@admin.register(PersonDocument)
class PersonDocumentAdmin(OfPersonAdmin):
    list_display = ["beneficiary", "code", "expires_on", "is_current"]


@admin.register(DuplicatePair)
class DuplicatePairAdmin(AuditedAdmin):
    """Read-only, for the auditor."""

    view_permission = "audit.read_everything"
    list_display = ["first", "second", "state"]
    list_select_related = ["first", "second"]
    list_filter = ["state"]
    show_full_result_count = False
    ordering = ["-id"]


@admin.register(FileMerge)
class FileMergeAdmin(AuditedAdmin):
    """Read-only, for the auditor."""

    view_permission = "audit.read_everything"
    list_display = ["kept", "merged", "state", "proposed_by"]
    list_select_related = ["kept", "merged", "proposed_by"]
    list_filter = ["state"]
    show_full_result_count = False
    ordering = ["-id"]


@admin.register(Household)
class HouseholdAdmin(AuditedAdmin):
    """Read-only, for the auditor."""

    view_permission = "audit.read_everything"
    list_display = ["id", "city", "district", "housing"]
    list_filter = ["housing"]
    show_full_result_count = False
    ordering = ["-id"]


@admin.register(HouseholdMember)
class HouseholdMemberAdmin(AuditedAdmin):
    """Read-only, for the auditor."""

    view_permission = "audit.read_everything"
    list_display = ["__str__", "household", "relation", "since_on", "left_on"]
    list_select_related = ["person", "household"]
    list_filter = ["relation"]
    show_full_result_count = False
    ordering = ["-id"]


@admin.register(BudgetLine)
class BudgetLineAdmin(AuditedAdmin):
    """Read-only, for the auditor."""

    view_permission = "audit.read_everything"
    list_display = ["household", "direction", "kind", "monthly_amount", "ended_on"]
    list_select_related = ["household"]
    list_filter = ["direction", "kind"]
    show_full_result_count = False
    ordering = ["-id"]


@admin.register(ImportBatch)
class ImportBatchAdmin(AuditedAdmin):
    """Read-only, for the auditor; the rows are people's data and stand on the list's own page."""

    view_permission = "audit.read_everything"
    list_display = ["original_name", "stage", "row_count", "staged_by", "staged_at", "approved_by"]
    list_select_related = ["staged_by", "approved_by"]
    list_filter = ["stage"]
    show_full_result_count = False
    ordering = ["-id"]
