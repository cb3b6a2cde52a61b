from django.contrib import admin
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from arabic.calendars import dual
from arabic.templatetags.arabic import moment
from audit.admin import AuditedAdmin
from audit.writing import remove, write

from . import admin_views, rules
from .admin_inlines import PART_INLINES
from .drafting import next_number
from .forms import PolicyVersionForm, SeenVersionForm, written_in_its_direction
from .models import Association, PolicyVersion, VersionLife
from .models.versions import APPROVAL
from .printed_dates import reason_dates_disagree

ACTS = {
    "approve": (_("Approve"), admin_views.ApproveVersionView),
    "submit": (_("Lay before the board"), admin_views.SubmitVersionView),
    "take_back": (_("Take back from the board"), admin_views.TakeBackVersionView),
    "withdraw": (_("Withdraw this version"), admin_views.WithdrawVersionView),
    "copy": (_("New draft from this version"), admin_views.CopyVersionView),
}
ACTS_IN = {
    VersionLife.DRAFT: ("approve", "submit", "withdraw", "copy"),
    VersionLife.BEFORE_THE_BOARD: ("approve", "take_back", "withdraw", "copy"),
}


class PolicyAdmin(AuditedAdmin):
    """Read by the board and the auditor, written by the administrator."""

    view_permission = "policies.view_version"
    change_permission = "policies.change_version"

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return written_in_its_direction(super().formfield_for_dbfield(db_field, request, **kwargs), db_field)


@admin.register(Association)
class AssociationAdmin(PolicyAdmin):
    form = SeenVersionForm
    list_display = ["name", "licence", "place", "supervision"]

    def get_fields(self, request, obj=None):
        names = [field.name for field in Association._meta.fields if field.editable and field.name != "id"]
        return [*names, "seen_version"] if self.has_change_permission(request, obj) else names

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []

    def has_add_permission(self, request):
        return super().has_add_permission(request) and Association.objects.the_one() is None


@admin.register(PolicyVersion)
class PolicyVersionAdmin(PolicyAdmin):
    form = PolicyVersionForm
    inlines = PART_INLINES
    list_display = ["number", "title", "life", "approval_session", "approved", "effective"]
    change_form_template = "admin/policies/policyversion/change_form.html"
    readonly_fields = [
        *("number", "life", "submitted", "withdrawn", "withdrawal_reason"),
        *("recorded", "approved_by", "content_digest", "minutes_link", *APPROVAL),
        *("approved", "effective", "disagreement"),
    ]

    def get_queryset(self, request):
        versions = PolicyVersion.objects.with_life().select_related("association")
        return versions.prefetch_related("service_types")

    def has_add_permission(self, request):
        return super().has_add_permission(request) and Association.objects.the_one() is not None

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.reason_closed() is None)

    def get_fieldsets(self, request, obj=None):
        seen = ["seen_version"] if self.has_change_permission(request, obj) else []
        sets = [
            (None, {"fields": [*(["number", "life"] if obj else []), "title_ar", "title_en", *seen]}),
            (
                _("Reply and clarification"),
                {"fields": ["minimum_reply_days", "target_reply_days", "clarification_target"]},
            ),
            (
                _("Research committee"),
                {
                    "fields": [
                        *("committee_size", "quorum_percent", "quorum_minimum", "chair_has_casting_vote"),
                        "second_reader",
                    ]
                },
            ),
            (
                _("Periods"),
                {"fields": ["appeal_days", "appeal_reply_days", "review_months", "retention_years"]},
            ),
            (
                _("Texts"),
                {
                    "fields": [
                        *("purpose_ar", "purpose_en", "pledge_ar", "pledge_en"),
                        *("privacy_notice_ar", "privacy_notice_en"),
                    ]
                },
            ),
        ]
        return sets + _what_happened(obj)

    @admin.display(description=_("title"))
    def title(self, version):
        return version.title

    @admin.display(description=_("state"))
    def life(self, version):
        return version.life_on().label

    @admin.display(description=_("approved on"))
    def approved(self, version):
        return dual(version.approved_on) if version.approved_on else None

    @admin.display(description=_("in force from"))
    def effective(self, version):
        return dual(version.effective_on) if version.effective_on else None

    @admin.display(description=PolicyVersion._meta.get_field("submitted_to_board_at").verbose_name)
    def submitted(self, version):
        return moment(version.submitted_to_board_at)

    @admin.display(description=PolicyVersion._meta.get_field("withdrawn_at").verbose_name)
    def withdrawn(self, version):
        return moment(version.withdrawn_at)

    @admin.display(description=PolicyVersion._meta.get_field("approved_at").verbose_name)
    def recorded(self, version):
        return moment(version.approved_at)

    @admin.display(description=_("the printed dates"))
    def disagreement(self, version):
        return reason_dates_disagree(version.hijri_of_approval, version.approved_on)

    @admin.display(description=_("scan of the minutes"))
    def minutes_link(self, version):
        if not version.minutes:
            return None
        url = reverse("admin:policies_policyversion_minutes", args=[version.pk])
        return format_html('<a href="{}">{}</a>', url, _("Download the scan"))

    def get_urls(self):
        view = self.admin_site.admin_view
        acts = [
            path(f"<int:pk>/{name}/", view(page.as_view()), name=f"policies_policyversion_{name}")
            for name, (_label, page) in ACTS.items()
        ]
        minutes = path(
            "<int:pk>/minutes/",
            view(require_safe(admin_views.minutes_file)),
            name="policies_policyversion_minutes",
        )
        return [*acts, minutes, *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["acts"] = list(acts_open_to(request.user, obj)) if obj else []
        context["approval"] = approval_open_to(request.user, obj) if obj else None
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.association = Association.objects.the_one()
            obj.number = next_number(obj.association)
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        parts = formset.save(commit=False)
        for part in formset.deleted_objects:
            remove(part, by=request.user, reason=self.change_reason)
        for part in parts:
            write(part, by=request.user, reason=self.change_reason)


def _what_happened(version) -> list:
    """The stamps of a version's life, as far as it has come."""
    if version is None:
        return []
    if version.withdrawn_at:
        return [(_("Withdrawal of the version"), {"fields": ["withdrawn", "withdrawal_reason"]})]
    if version.approved_at:
        shown = {"approved_on": "approved", "effective_on": "effective", "minutes_sha256": "minutes_link"}
        names = [shown.get(name, name) for name in APPROVAL if getattr(version, name) not in ("", None)]
        if version.approval_dates_disagree:
            names.insert(names.index("approved"), "disagreement")
        return [
            (
                _("Approval by the board"),
                {"fields": [*names, "recorded", "approved_by", "content_digest"]},
            )
        ]
    return [(_("Board"), {"fields": ["submitted"]})] if version.submitted_to_board_at else []


def acts_open_to(user, version):
    """The acts that this person's role has for a version at this point of its life."""
    for name in ACTS_IN.get(version.life_on(), ("copy",)):
        label, page = ACTS[name]
        if name != "approve" and user.may(page.permission):
            url = reverse(f"admin:policies_policyversion_{name}", args=[version.pk])
            yield {"url": url, "label": label}


def approval_open_to(user, version) -> dict | None:
    """The approval as a member of the board finds it above the version: the way to it, or why there is none."""
    life, page = version.life_on(), admin_views.ApproveVersionView
    if "approve" not in ACTS_IN.get(life, ()) or not user.may(page.permission):
        return None
    reasons = (
        rules.reason_wrote_it(version, user),
        rules.reason_newer_is_approved(version),
        rules.reason_incomplete(version),
    )
    return {
        "url": reverse("admin:policies_policyversion_approve", args=[version.pk]),
        "before_the_board": life == VersionLife.BEFORE_THE_BOARD,
        "reasons": [reason for reason in reasons if reason],
    }
