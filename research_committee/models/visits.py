"""The visits of a study: arranged, held, and what was seen there."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.guards import Guard
from audit.models import Audited, AuditedQuerySet
from beneficiaries.models import StoredFile
from intake.models.requests import AboutRequest, of_request

from .reports import ReportQuerySet, ResearchReport, VisitKind
from .sql import under_study_by


class AppointmentState(models.TextChoices):
    ARRANGED = "arranged", _("Arranged")
    HELD = "held", _("Held")
    MISSED = "missed", _("Nobody was there")
    CANCELLED = "cancelled", _("Called off")


class AppointmentQuerySet(AuditedQuerySet):
    def visible_to(self, user):
        """Those of the requests that this researcher has in hand, whoever arranged them: they say where a family lives.

        SECURITY: whoever handed the request over no longer sees them.
        """
        if not user.may("research_committee.submit_report"):
            return self.none()
        return self.filter(support_request__researcher=user)


class VisitAppointment(AboutRequest):
    """A visit arranged with the person: when and where; moved or called off with a reason."""

    support_request = of_request("visit_appointments")
    researcher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("social researcher"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    study = models.PositiveSmallIntegerField(_("study"))
    kind = models.CharField(_("place of the visit"), max_length=6, choices=VisitKind.choices)
    starts_at = models.DateTimeField(_("day and time"))
    note = models.CharField(_("what to know"), max_length=500, blank=True)
    state = models.CharField(
        _("state of the appointment"),
        max_length=9,
        choices=AppointmentState.choices,
        default=AppointmentState.ARRANGED,
    )
    reason = models.CharField(_("why"), max_length=500, blank=True)

    timeline_hidden = ("support_request", "note", "study")
    objects = AppointmentQuerySet.as_manager()
    guards = (
        Guard("visit_appointments_are_kept", ("DELETE",)),
        Guard(
            "a_visit_is_arranged_by_the_researcher_in_charge",
            ("INSERT",),
            f"NEW.state <> 'arranged' OR NOT {under_study_by('NEW.researcher_id')}",
        ),
        # Called off may be what stands too, when the request went back meanwhile.
        Guard(
            "an_appointment_changes_while_it_stands",
            ("UPDATE",),
            "OLD.state <> 'arranged' OR OLD.support_request_id <> NEW.support_request_id "
            "OR OLD.study <> NEW.study OR OLD.kind <> NEW.kind OR NEW.state <> 'cancelled' "
            f"AND NOT {under_study_by('NEW.researcher_id')}",
        ),
        Guard(
            "a_visit_that_was_held_is_written_down",
            ("UPDATE",),
            "NEW.state = 'held' AND NOT EXISTS (SELECT 1 FROM research_committee_studyvisit v "
            "WHERE v.appointment_id = NEW.id)",
        ),
    )

    class Meta:
        verbose_name = _("appointment for a visit")
        verbose_name_plural = _("appointments for visits")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=AppointmentState.values), name="state_of_an_appointment_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["missed", "cancelled"]) | ~Q(reason=""),
                name="a_visit_that_was_not_held_says_why",
            ),
            models.UniqueConstraint(
                fields=["support_request", "study", "starts_at"],
                condition=Q(state="arranged"),
                name="a_visit_is_arranged_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["researcher", "starts_at"],
                condition=Q(state="arranged"),
                name="visits_ahead_of_researcher",
            )
        ]

    def __str__(self):
        return f"{self.support_request}: {self.starts_at:%Y-%m-%d %H:%M}"


class StudyVisit(AboutRequest):
    """One visit as it was: who was there, and what was seen."""

    support_request = of_request("study_visits")
    study = models.PositiveSmallIntegerField(_("study"))
    researcher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("social researcher"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    appointment = models.OneToOneField(
        VisitAppointment,
        verbose_name=_("appointment"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="visit",
    )
    kind = models.CharField(_("place of the visit"), max_length=6, choices=VisitKind.choices)
    visited_on = models.DateField(_("day of the visit"))
    at_home = models.CharField(_("who was there"), max_length=300)
    seen = models.TextField(_("what was seen"), max_length=4000)

    append_only = True
    # The timeline is read by more people than the study is.
    timeline_hidden = ("support_request", "study", "at_home", "seen")
    # SECURITY: who reads the study reads its visits, and nobody else.
    READERS = ResearchReport.READERS
    objects = ReportQuerySet.as_manager()
    guards = (
        Guard(
            "a_visit_is_recorded_by_the_researcher_in_charge",
            ("INSERT",),
            f"NOT {under_study_by('NEW.researcher_id')}",
        ),
        Guard(
            "a_visit_follows_its_own_appointment",
            ("INSERT",),
            "NEW.appointment_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM research_committee_visitappointment a "
            "WHERE a.id = NEW.appointment_id AND a.state = 'arranged' AND a.study = NEW.study "
            "AND a.support_request_id = NEW.support_request_id)",
        ),
        Guard(
            "a_visit_follows_the_referral",
            ("INSERT",),
            "EXISTS (SELECT 1 FROM intake_supportrequest r "
            "WHERE r.id = NEW.support_request_id AND r.told_on > NEW.visited_on)",
        ),
    )

    class Meta:
        verbose_name = _("visit of a study")
        verbose_name_plural = _("visits of studies")
        constraints = [
            models.CheckConstraint(
                condition=~Q(at_home="") & ~Q(seen=""), name="a_visit_says_who_was_there_and_what_was_seen"
            )
        ]
        indexes = [models.Index(fields=["support_request", "study"], name="visits_of_study")]

    def __str__(self):
        return f"{self.support_request}: {self.visited_on}"


class ConsentGiven(models.TextChoices):
    SPOKEN = "spoken", _("Spoken, before the picture was taken")
    WRITTEN = "written", _("In writing")


MOST_PHOTOS = 10
_VISIT = "SELECT 1 FROM research_committee_studyvisit v JOIN intake_supportrequest r ON r.id = v.support_request_id "


class PhotoQuerySet(AuditedQuerySet):
    def visible_to(self, user):
        """SECURITY: the inside of a home is seen by those who read the study, and by nobody else."""
        return self.filter(visit__in=StudyVisit.objects.visible_to(user))


class VisitPhoto(Audited):
    """A picture of the home, with the consent under which it was taken; no consent, no picture."""

    visit = models.ForeignKey(
        StudyVisit, verbose_name=_("visit"), on_delete=models.PROTECT, related_name="photos"
    )
    file = models.OneToOneField(
        StoredFile, verbose_name=_("file"), on_delete=models.PROTECT, related_name="visit_photo"
    )
    caption = models.CharField(_("what it shows"), max_length=200)
    consent_by = models.CharField(_("who consented"), max_length=150)
    consent_given = models.CharField(
        _("how the consent was given"), max_length=7, choices=ConsentGiven.choices
    )

    append_only = True
    timeline_hidden = ("visit", "file", "caption", "consent_by")
    objects = PhotoQuerySet.as_manager()
    guards = (
        Guard(
            "a_visit_has_ten_pictures_at_most",
            ("INSERT",),
            "(SELECT COUNT(*) FROM research_committee_visitphoto p "  # noqa: S608 (constants only)
            f"WHERE p.visit_id = NEW.visit_id) >= {MOST_PHOTOS}",
        ),
        Guard(
            "a_picture_of_a_visit_is_a_photograph_of_that_persons_file",
            ("INSERT",),
            f"NOT EXISTS ({_VISIT} JOIN beneficiaries_storedfile f ON f.beneficiary_id = r.beneficiary_id "
            "WHERE v.id = NEW.visit_id AND f.id = NEW.file_id AND f.kind IN ('jpeg', 'png'))",
        ),
        Guard(
            "pictures_come_while_the_study_is_under_way",
            ("INSERT",),
            f"NOT EXISTS ({_VISIT} WHERE v.id = NEW.visit_id AND r.state = 'referred' AND r.study = v.study)",
        ),
    )

    class Meta:
        verbose_name = _("picture of a visit")
        verbose_name_plural = _("pictures of visits")
        constraints = [
            models.CheckConstraint(
                condition=~Q(consent_by="") & Q(consent_given__in=ConsentGiven.values),
                name="a_picture_has_its_consent",
            )
        ]

    def __str__(self):
        return self.caption

    @property
    def thumbnail(self):
        """The small picture that was drawn of it; None where it is not drawn yet."""
        return getattr(self.file, "thumbnail", None)

    def audit_subjects(self):
        return self.visit.support_request.beneficiary_id, self.visit.support_request_id
