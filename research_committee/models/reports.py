"""The research report: what the social researcher found, and the score part by part."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from audit.guards import Guard
from audit.models import AuditedQuerySet
from intake.models import SupportRequest
from intake.models.requests import AboutRequest, of_request
from intake.steps import State
from policies.models import ServiceType

from ..outcomes import Recommendation
from .scales import ScoreScale
from .sql import under_study_by

# The scale of the reports that were written before scales were data: the most points of each part.
SCORE_PARTS = {"score_income": 30, "score_housing": 25, "score_health": 25, "score_family": 20}


class VisitKind(models.TextChoices):
    OFFICE = "office", _("At the office")
    FIELD = "field", _("Field visit")


class ReportQuerySet(AuditedQuerySet):
    def visible_to(self, user):
        """The studies this person may read: of requests in their sight, unless they are recused from one."""
        if not any(user.may(permission) for permission in self.model.READERS):
            return self.none()
        # Asked of each study: read as a list, it would be all requests of the association.
        requests = SupportRequest.objects.visible_to(user).filter(pk=OuterRef("support_request_id"))
        recused = self._rows_of("Recusal").filter(
            member=user, item__support_request_id=OuterRef("support_request_id")
        )
        return self.filter(Exists(requests), ~Exists(recused))

    def waiting_for_second_reader(self, user):
        """The studies before the committee that this researcher may read a second time, where the policy asks."""
        if not user.may("research_committee.read_second_time"):
            return self.none()
        rows, of_request = self._rows_of, {"support_request_id": OuterRef("support_request_id")}
        voted = {"item__support_request_id": OuterRef("support_request_id"), "member": user}
        return self.filter(
            ~Exists(rows("ResearchReport").filter(researcher=user, **of_request)),
            ~Exists(SupportRequest.history.filter(researcher=user, id=OuterRef("support_request_id"))),
            ~Exists(rows("StudyVisit").filter(researcher=user, **of_request)),
            ~Exists(rows("Vote").filter(**voted)),
            second_reading__isnull=True,
            study=F("support_request__study"),
            support_request__state=State.STUDIED,
            support_request__policy_version__second_reader=True,
        )

    def _rows_of(self, model: str):
        return self.model._meta.apps.get_model("research_committee", model)._base_manager


class ResearchReport(AboutRequest):
    """One study of one request, as it was submitted; a deferral asks for another one."""

    # SECURITY: a study holds what is most private; delegates and service providers do not read it.
    READERS = (
        "research_committee.submit_report",
        "research_committee.see_sessions",
        "intake.see_all_requests",
    )

    support_request = of_request("reports")
    study = models.PositiveSmallIntegerField(_("study"))
    researcher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("social researcher"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    visited_on = models.DateField(_("day of the visit"))
    visit_kind = models.CharField(_("place of the visit"), max_length=6, choices=VisitKind.choices)
    household_size = models.PositiveSmallIntegerField(_("persons in the household"))
    monthly_income = models.DecimalField(_("monthly income in riyals"), max_digits=10, decimal_places=2)
    monthly_expenses = models.DecimalField(_("monthly expenses in riyals"), max_digits=10, decimal_places=2)
    findings = models.TextField(_("findings"), max_length=4000)
    needs = models.TextField(_("needs"), max_length=2000)
    # Everything that was found, in the form of `research_committee.studying`; empty in the oldest reports.
    sheet = models.JSONField(_("study"), null=True)
    scale = models.ForeignKey(
        ScoreScale, verbose_name=_("score scale"), on_delete=models.PROTECT, null=True, related_name="reports"
    )
    # [{code, level, points, most}] in the order of the scale, and their sum.
    scores = models.JSONField(_("points by part"), null=True)
    score_total = models.PositiveSmallIntegerField(_("total of the score"), null=True)
    # Only in reports without a scale.
    score_income = models.PositiveSmallIntegerField(_("score: income"), null=True)
    score_housing = models.PositiveSmallIntegerField(_("score: housing"), null=True)
    score_health = models.PositiveSmallIntegerField(_("score: health"), null=True)
    score_family = models.PositiveSmallIntegerField(_("score: family circumstances"), null=True)
    recommendation = models.CharField(_("recommendation"), max_length=6, choices=Recommendation.choices)
    recommended_service = models.ForeignKey(
        ServiceType,
        verbose_name=_("recommended service"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    recommended_amount = models.DecimalField(
        _("recommended amount in riyals"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    recommendation_text = models.TextField(_("recommendation in words"), max_length=2000)

    append_only = True
    # The timeline is read by more people than the study is.
    timeline_hidden = (
        "support_request",
        "household_size",
        "monthly_income",
        "monthly_expenses",
        "findings",
        "needs",
        *SCORE_PARTS,
        *("sheet", "scale", "scores", "score_total"),
        *("recommended_service", "recommended_amount"),
        "recommendation",
        "recommendation_text",
    )
    objects = ReportQuerySet.as_manager()
    guards = (
        Guard(
            "a_report_is_written_by_the_researcher_in_charge",
            ("INSERT",),
            f"NOT {under_study_by('NEW.researcher_id')}",
        ),
        Guard(
            "a_report_follows_a_visit_of_its_study",
            ("INSERT",),
            "NOT EXISTS (SELECT 1 FROM research_committee_studyvisit v "
            "WHERE v.support_request_id = NEW.support_request_id AND v.study = NEW.study)",
        ),
        Guard(
            "a_report_is_scored_by_an_adopted_scale",
            ("INSERT",),
            "NEW.scale_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM research_committee_scorescale s "
            "WHERE s.id = NEW.scale_id AND s.adopted_at IS NOT NULL)",
        ),
    )

    class Meta:
        verbose_name = _("research report")
        verbose_name_plural = _("research reports")
        constraints = [
            models.UniqueConstraint(fields=["support_request", "study"], name="one_report_per_study"),
            models.CheckConstraint(
                condition=Q(household_size__gte=1), name="a_household_has_at_least_one_person"
            ),
            models.CheckConstraint(
                condition=Q(monthly_income__gte=0, monthly_expenses__gte=0),
                name="household_budget_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(recommendation__in=Recommendation.values), name="recommendation_is_known"
            ),
            models.CheckConstraint(
                condition=Q(scale__isnull=True, scores__isnull=True, score_total__isnull=True)
                | Q(scale__isnull=False, scores__isnull=False, score_total__isnull=False),
                name="a_scored_report_keeps_its_scale",
            ),
            models.CheckConstraint(
                condition=Q(scale__isnull=False) | Q(**{f"{part}__isnull": False for part in SCORE_PARTS}),
                name="a_report_has_its_score",
            ),
            models.CheckConstraint(
                condition=Q(recommended_amount__isnull=True) | Q(recommended_amount__gt=0),
                name="recommended_amount_is_positive",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{part}__gte": 0, f"{part}__lte": most}),
                    name=f"{part}_is_within_its_scale",
                )
                for part, most in SCORE_PARTS.items()
            ),
        ]

    def __str__(self):
        return f"{self.support_request} — {self.study}"

    @property
    def total_score(self) -> int:
        """The sum of the parts."""
        return self.score_total if self.scale_id else sum(getattr(self, part) for part in SCORE_PARTS)

    @property
    def score_parts(self) -> list[tuple]:
        """Each part as (its name, points, most points)."""
        return [
            (self._meta.get_field(part).verbose_name, getattr(self, part), most)
            for part, most in SCORE_PARTS.items()
        ]
