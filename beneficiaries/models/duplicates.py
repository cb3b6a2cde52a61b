"""Two files that may be of one person, and what became of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.models import Audited, AuditedQuerySet

from .import_guards import goes_only_with_its_list
from .particulars import Standing
from .people import Beneficiary


class PairState(models.TextChoices):
    WAITING = "waiting", _("To be compared")
    DIFFERENT = "different", _("Two different people")
    MERGED = "merged", _("Merged")


class PairQuerySet(AuditedQuerySet):
    def waiting_about(self, person):
        """The pairs in which this file waits to be compared with another one that is no signpost."""
        waiting = self.filter(Q(first=person) | Q(second=person), state=PairState.WAITING)
        return waiting.exclude(first__standing=Standing.MERGED).exclude(second__standing=Standing.MERGED)


class DuplicatePair(Audited):
    """Two files that look like one person's; the older file comes first."""

    first = models.ForeignKey(
        Beneficiary, verbose_name=_("first file"), on_delete=models.PROTECT, related_name="pairs_as_first"
    )
    second = models.ForeignKey(
        Beneficiary, verbose_name=_("second file"), on_delete=models.PROTECT, related_name="pairs_as_second"
    )
    # Codes of what is alike: see beneficiaries.duplicates.
    signs = models.JSONField(_("what is alike"), default=list)
    found_at = models.DateTimeField(_("found at"))
    state = models.CharField(_("state"), max_length=9, choices=PairState.choices, default=PairState.WAITING)
    because = models.CharField(_("why"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = PairQuerySet.as_manager()
    removable = True
    guards = (
        goes_only_with_its_list(
            "a_pair_goes_only_with_the_list_that_brought_a_file",
            "(r.person_pk = OLD.first_id OR r.person_pk = OLD.second_id)",
            " OR OLD.state <> 'waiting'",
        ),
    )

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="a_pair_of_files_is_compared_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="the_older_file_comes_first"),
            models.CheckConstraint(condition=Q(state__in=PairState.values), name="pair_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="different") | (~Q(because="") & Q(decided_by__isnull=False)),
                name="two_people_are_told_apart_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="waiting"), name="pairs_to_compare"),
        ]

    def __str__(self):
        return f"{self.first_id} – {self.second_id}"

    def audit_subjects(self):
        return self.first_id, None


class MergeState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for a second person")
    REFUSED = "refused", _("Refused")
    APPROVED = "approved", _("Merged")
    UNDONE = "undone", _("Taken apart again")


class FileMerge(Audited):
    """One file taken into another: proposed by one colleague, approved by another, and able to be taken apart."""

    kept = models.ForeignKey(
        Beneficiary,
        verbose_name=_("file that is kept"),
        on_delete=models.PROTECT,
        related_name="merges_taken_in",
    )
    merged = models.ForeignKey(
        Beneficiary,
        verbose_name=_("file that becomes a signpost"),
        on_delete=models.PROTECT,
        related_name="merges_given_up",
    )
    state = models.CharField(
        _("state"), max_length=8, choices=MergeState.choices, default=MergeState.PROPOSED
    )
    # The fields whose value comes from the file that is merged.
    taken_over = models.JSONField(_("taken over"), default=list)
    because = models.CharField(_("why it is one person"), max_length=300)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("proposed by"), on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    refused_because = models.CharField(_("why it was refused"), max_length=300, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken apart by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("taken apart at"), null=True, blank=True)
    undone_because = models.CharField(_("why it was taken apart"), max_length=300, blank=True)
    # What the merge changed, so that it can be taken apart: the kept file's fields, and each row with its fields.
    fields_before = models.JSONField(_("fields before"), default=dict)
    rows_moved = models.JSONField(_("rows moved"), default=list)

    timeline_hidden = ("fields_before", "rows_moved")

    class Meta:
        verbose_name = _("merge of files")
        verbose_name_plural = _("merges of files")
        constraints = [
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(state__in=["proposed", "approved"]),
                name="a_file_is_merged_once_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="two_files_are_merged"),
            models.CheckConstraint(condition=Q(state__in=MergeState.values), name="merge_state_is_known"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="a_merge_is_decided_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True)
                | Q(state__in=["refused", "approved", "undone"], decided_by__isnull=False),
                name="a_merge_is_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="undone") | (Q(undone_by__isnull=False) & ~Q(undone_because="")),
                name="a_merge_is_taken_apart_for_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.merged_id} → {self.kept_id}"

    def audit_subjects(self):
        return self.kept_id, None
