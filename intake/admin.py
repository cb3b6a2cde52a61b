"""The walk in the administration: read-only for the auditor, with the history of every record."""

from django.contrib import admin

from audit.admin import AuditedAdmin, TrailAdmin

from .models import (
    AccuracyPledge,
    Clarification,
    Contact,
    DataVerification,
    DocumentsAsked,
    FactCheck,
    GrantedService,
    HandlingStep,
    Inquiry,
    KnowledgeArticle,
    PledgeLink,
    Referral,
    Registration,
    ResearcherDistrict,
    SameNeedPermit,
    ServiceDelivery,
    SupportRequest,
)


@admin.register(SupportRequest)
class SupportRequestAdmin(AuditedAdmin):
    list_display = ["reference", "beneficiary", "service_type", "state", "state_since"]
    list_filter = ["state"]
    list_select_related = ["beneficiary", "service_type"]
    search_fields = ["reference"]
    ordering = ["-id"]


@admin.register(HandlingStep)
class HandlingStepAdmin(TrailAdmin):
    list_display = ["at", "support_request", "step", "from_state", "to_state", "by", "acting_as"]
    list_filter = ["step"]
    list_select_related = ["support_request", "by"]
    ordering = ["-id"]


class PaperAdmin(AuditedAdmin):
    """A paper of a request."""

    list_select_related = ["support_request"]
    list_display = ["__str__", "support_request"]
    ordering = ["-id"]


for paper in (
    AccuracyPledge,
    Clarification,
    Contact,
    DataVerification,
    DocumentsAsked,
    FactCheck,
    GrantedService,
    Inquiry,
    PledgeLink,
    Referral,
    Registration,
    ServiceDelivery,
):
    admin.site.register(paper, PaperAdmin)
admin.site.register(SameNeedPermit, AuditedAdmin)


@admin.register(ResearcherDistrict)
class ResearcherDistrictAdmin(AuditedAdmin):
    list_display = ["researcher", "city", "district", "ended_on"]
    list_select_related = ["researcher"]
    ordering = ["-id"]


@admin.register(KnowledgeArticle)
class KnowledgeArticleAdmin(AuditedAdmin):
    list_display = ["question", "owner", "review_on", "published_at", "retired_at"]
    list_select_related = ["owner"]
    ordering = ["-id"]
