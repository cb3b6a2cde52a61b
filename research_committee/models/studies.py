"""What stands beside a report: the draft before it, the confidential annex, and the second reading."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from audit.guards import Guard
from audit.masking import Sensitive
from audit.models import Audited, AuditedQuerySet
from intake.models import SupportRequest

from . import reading_sql
from .reports import ResearchReport


class StudyDraft(models.Model):
    """What a researcher has typed of a study so far; it goes when the report is submitted, and is no record."""

    support_request = models.ForeignKey(
        SupportRequest,
        verbose_name=_("support request"),
        on_delete=models.PROTECT,
        related_name="study_drafts",
    )
    study = models.PositiveSmallIntegerField(_("study"))
    researcher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("social researcher"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    # The fields of the form as they were typed, valid or not.
    typed = models.JSONField(_("as typed"), default=dict)
    saved_at = models.DateTimeField(_("saved"))
    # Counts the savings, so that two windows do not silently overwrite each other.
    saving = models.PositiveIntegerField(_("saving"), default=1)

    class Meta:
        verbose_name = _("draft of a study")
        verbose_name_plural = _("drafts of studies")
        constraints = [
            models.UniqueConstraint(
                fields=["support_request", "study", "researcher"], name="a_researcher_drafts_a_study_once"
            )
        ]

    def __str__(self):
        return f"{self.support_request} — {self.study}"


class AboutReport(Audited):
    """A row that belongs to a report and shows on its request's timeline."""

    class Meta:
        abstract = True

    def audit_subjects(self):
        return self.report.support_request.beneficiary_id, self.report.support_request_id


class AnnexQuerySet(AuditedQuerySet):
    def visible_to(self, user):
        """Of the studies that this person may read: for the committee all, for a researcher those of the own requests.

        SECURITY: a second reader, or who answers a clarification, sees the study and not what is beside it.
        """
        if not user.may("research_committee.read_annex"):
            return self.none()
        annexes = self.filter(
            Exists(ResearchReport.objects.visible_to(user).filter(pk=OuterRef("report_id")))
        )
        if user.may("research_committee.vote"):
            return annexes
        return annexes.filter(Q(report__researcher=user) | Q(report__support_request__researcher=user))


class ConfidentialAnnex(AboutReport):
    """What the committee has to know and nobody else may read: violence at home, an illness not spoken of."""

    report = models.OneToOneField(
        ResearchReport, verbose_name=_("research report"), on_delete=models.PROTECT, related_name="annex"
    )
    text = models.TextField(_("confidential annex"), max_length=4000)

    append_only = True
    timeline_hidden = ("report", "text")
    sensitive = {"text": Sensitive("research_committee.read_annex")}
    objects = AnnexQuerySet.as_manager()

    class Meta:
        verbose_name = _("confidential annex")
        verbose_name_plural = _("confidential annexes")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="an_annex_says_something")]

    def __str__(self):
        return str(self.report)


class ReadingVerdict(models.TextChoices):
    AGREES = "agrees", _("Agrees with the study")
    REMARKS = "remarks", _("Agrees, with remarks")
    DISAGREES = "disagrees", _("Sees it otherwise")


class SecondReading(AboutReport):
    """What a second researcher says of a study, where the policy version asks for one."""

    report = models.OneToOneField(
        ResearchReport,
        verbose_name=_("research report"),
        on_delete=models.PROTECT,
        related_name="second_reading",
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("second reader"), on_delete=models.PROTECT, related_name="+"
    )
    verdict = models.CharField(_("verdict of the reading"), max_length=9, choices=ReadingVerdict.choices)
    remarks = models.TextField(_("remarks"), max_length=2000, blank=True)

    append_only = True
    timeline_hidden = ("report", "remarks")
    guards = (
        Guard(
            "nobody_reads_their_own_study_a_second_time",
            ("INSERT",),
            f"{reading_sql.STUDIED_IT} OR {reading_sql.HAD_IT_IN_HAND} OR {reading_sql.VISITED_IT}",
        ),
        Guard("who_voted_does_not_read_a_study", ("INSERT",), reading_sql.VOTED_ON_IT),
        Guard("only_a_study_before_the_committee_is_read", ("INSERT",), reading_sql.IS_NOT_BEFORE_COMMITTEE),
        # It stands on the decision, which knows nothing of second readings.
        Guard(
            "a_decision_waits_for_the_second_reading",
            ("INSERT",),
            reading_sql.READING_IS_MISSING,
            table="research_committee_decision",
        ),
    )

    class Meta:
        verbose_name = _("second reading")
        verbose_name_plural = _("second readings")
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="agrees") | ~Q(remarks=""), name="a_reading_that_differs_has_its_remarks"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=ReadingVerdict.values), name="verdict_of_a_reading_is_known"
            ),
        ]

    def __str__(self):
        return f"{self.report} — {self.reader}"
