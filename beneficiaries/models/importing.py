"""Lists of people on their way into the files: the list, its rows, and the columns that are remembered."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.models import Audited


class ImportStage(models.TextChoices):
    READING = "reading", _("Being opened")
    COLUMNS = "columns", _("Columns to be confirmed")
    STAGING = "staging", _("Rows being examined")
    STAGED = "staged", _("Waits for a second person")
    COMMITTING = "committing", _("Being brought in")
    COMMITTED = "committed", _("Brought in")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
    REFUSED = "refused", _("Not accepted")
    DROPPED = "dropped", _("Given up")


class Verdict(models.TextChoices):
    """What a row is, before it is brought in. Every row has exactly one."""

    NEW = "new", _("New")
    LIKELY = "likely", _("New, but looks like a file")
    UPDATES = "updates", _("Updates a file")
    UNCHANGED = "unchanged", _("Changes nothing")
    DUPLICATE = "duplicate", _("Twice in the list")
    ERROR = "error", _("With errors")


class Outcome(models.TextChoices):
    """What became of a row."""

    WAITING = "", _("Not brought in")
    ADDED = "added", _("File opened")
    CHANGED = "changed", _("File changed")
    LEFT_OUT = "left_out", _("Left out")
    UNDONE = "undone", _("Undone")


class ImportBatch(Audited):
    """One list as it was brought: by whom, what was seen in it, who let it in, and who undid it."""

    original_name = models.CharField(_("name as uploaded"), max_length=150)
    # Random; "" once the file is read and gone.
    key = models.CharField(_("storage name"), max_length=40, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    # How the file is written and where its headings stand: see beneficiaries.importing.reading.Found.
    found = models.JSONField(_("what was found"), default=dict, blank=True)
    # For each column its field ("" for none), and what is said once for all rows.
    columns = models.JSONField(_("columns"), default=list, blank=True)
    for_all = models.JSONField(_("said once for all rows"), default=dict, blank=True)
    stage = models.CharField(
        _("stage"), max_length=10, choices=ImportStage.choices, default=ImportStage.READING
    )
    # The reason in each language, so that everybody reads it in their own.
    refusal = models.JSONField(_("why it is not accepted"), default=dict, blank=True)
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    empty_count = models.PositiveIntegerField(_("empty rows"), default=0)
    # How many rows have each verdict, and later each outcome.
    verdicts = models.JSONField(_("verdicts"), default=dict, blank=True)
    outcomes = models.JSONField(_("outcomes"), default=dict, blank=True)
    staged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("brought by"), on_delete=models.PROTECT, related_name="+"
    )
    staged_at = models.DateTimeField(_("brought at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("let in by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("let in at"), null=True, blank=True)
    # Why rows that look like files that are there are other people; "" leaves them out.
    different_because = models.CharField(_("why these are other people"), max_length=300, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("undone by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    timeline_hidden = ("key", "found", "columns", "for_all", "verdicts", "outcomes", "refusal")

    class Meta:
        verbose_name = _("list of people")
        verbose_name_plural = _("lists of people")
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("staged_by")),
                name="a_list_is_let_in_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=ImportStage.values), name="stage_of_a_list_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["committing", "committed", "undoing", "undone"])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="a_list_that_is_in_was_let_in",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["undoing", "undone"]) | Q(undone_by__isnull=False),
                name="a_list_was_undone_by_somebody",
            ),
        ]

    def __str__(self):
        return self.original_name

    @property
    def about(self) -> str:
        """The name under which its background work is found."""
        return f"beneficiaries.importbatch:{self.pk}"


class ImportRow(models.Model):
    """One row of a list: what it said, what it is, and what became of it."""

    batch = models.ForeignKey(
        ImportBatch, verbose_name=_("list of people"), on_delete=models.PROTECT, related_name="rows"
    )
    number = models.PositiveIntegerField(_("row of the sheet"))
    cells = models.JSONField(_("cells"), default=list)
    verdict = models.CharField(_("verdict"), max_length=9, choices=Verdict.choices)
    # By what the same person is known within the list; "" where a row does not say.
    key = models.CharField(max_length=300, blank=True)
    # By what two rows may be one person, as two files may: see beneficiaries.duplicates.
    alike_name = models.CharField(max_length=430, blank=True)
    alike_phone = models.CharField(max_length=20, blank=True)
    # In each language: [field, sentence].
    reasons = models.JSONField(_("reasons"), default=dict)
    duplicate_of = models.PositiveIntegerField(_("the same as row"), null=True)
    # SECURITY: a number and no link, so that a file opened by an import can go again; see `undoing`.
    person_pk = models.BigIntegerField(_("beneficiary"), null=True)
    # At which version the file was, before the row was brought in and after.
    version_before = models.PositiveIntegerField(null=True)
    version_after = models.PositiveIntegerField(null=True)
    changes = models.JSONField(_("changes"), default=dict)
    # The files and the earlier rows this row looks like: {"person" or "row": number, "signs": […]}.
    likely = models.JSONField(_("looks like"), default=list)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True)

    class Meta:
        verbose_name = _("row of a list")
        verbose_name_plural = _("rows of a list")
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="a_row_of_a_list_is_read_once"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="verdict_is_known"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="outcome_of_a_row_is_known"),
        ]
        indexes = [
            models.Index(fields=["batch", "verdict", "number"], name="rows_by_verdict"),
            models.Index(fields=["batch", "outcome", "number"], name="rows_by_outcome"),
            models.Index(fields=["batch", "key"], name="rows_of_one_person"),
            models.Index(fields=["batch", "alike_name"], name="rows_with_one_name"),
            models.Index(fields=["batch", "alike_phone"], name="rows_with_one_phone"),
            models.Index(fields=["person_pk"], name="rows_about_person"),
        ]

    def __str__(self):
        return str(self.number)


class ColumnMapping(models.Model):
    """What the columns of a list meant the last time a list with the same headings was brought."""

    signature = models.CharField(max_length=64, unique=True)
    columns = models.JSONField(default=list)
    for_all = models.JSONField(default=dict)
    remembered_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")

    def __str__(self):
        return self.signature[:12]
