"""The documents of a person: looked at once, and asked for again only when they are no longer valid."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arabic.text import fold
from audit.guards import Guard
from audit.models import AuditedQuerySet
from policies.models import RequiredDocument

from .around import AboutPerson, of_person
from .files import StoredFile
from .open_files import only_of_open_files


class DocumentVerdict(models.TextChoices):
    MATCHES = "matches", _("Matches")
    DIFFERS = "differs", _("Differs")


_COPY_OF_ANOTHER = (
    "NEW.file_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM beneficiaries_storedfile AS paper "
    "WHERE paper.id = NEW.file_id AND paper.beneficiary_id = NEW.beneficiary_id)"
)


class PersonDocumentQuerySet(AuditedQuerySet):
    def current(self):
        """The newest of each kind."""
        return self.filter(is_current=True)


class PersonDocument(AboutPerson):
    """One document as it was last looked at; the newest of its kind is the current one."""

    beneficiary = of_person("documents")
    # The code under which every version of the policy asks for it; empty for one that no policy asks for.
    code = models.CharField(_("document code"), max_length=60, blank=True)
    required_document = models.ForeignKey(
        RequiredDocument,
        verbose_name=_("document"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    other_name = models.CharField(_("name of the document"), max_length=120, blank=True)
    number = models.CharField(_("document number"), max_length=40, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    issued_printed = models.CharField(_("issue date as printed"), max_length=30, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    expires_printed = models.CharField(_("expiry date as printed"), max_length=30, blank=True)
    verdict = models.CharField(_("verdict"), max_length=8, choices=DocumentVerdict.choices)
    difference = models.CharField(_("what differs"), max_length=500, blank=True)
    proves = models.CharField(_("what it proves"), max_length=200, blank=True)
    file = models.ForeignKey(
        StoredFile, verbose_name=_("file"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    original_seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("original seen by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    original_seen_on = models.DateField(_("original seen on"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("checked by"), on_delete=models.PROTECT, related_name="+"
    )
    checked_on = models.DateField(_("checked on"))
    is_current = models.BooleanField(_("the current one"), default=True)

    guards = (
        only_of_open_files("beneficiaries_persondocument"),
        Guard("a_persons_document_has_their_own_copy", ("INSERT",), _COPY_OF_ANOTHER),
        # When files are merged their rows move one after the other.
        Guard(
            "a_persons_document_gets_their_own_copy",
            ("UPDATE",),
            f"COALESCE(OLD.file_id, 0) <> NEW.file_id AND {_COPY_OF_ANOTHER}",
        ),
    )
    objects = PersonDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document of a person")
        verbose_name_plural = _("documents of a person")
        constraints = [
            models.UniqueConstraint(
                fields=["beneficiary", "code"],
                condition=Q(is_current=True) & ~Q(code=""),
                name="one_document_of_a_kind_is_current",
            ),
            models.CheckConstraint(
                condition=Q(required_document__isnull=False, other_name="") & ~Q(code="")
                | Q(required_document__isnull=True, code="") & ~Q(other_name=""),
                name="a_document_has_one_name",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | Q(issued_on__isnull=True)
                | Q(expires_on__gte=F("issued_on")),
                name="a_persons_document_expires_after_its_issue",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="differs") | ~Q(difference=""), name="a_documents_difference_is_named"
            ),
            models.CheckConstraint(
                condition=Q(original_seen_by__isnull=True, original_seen_on__isnull=True)
                | Q(original_seen_by__isnull=False, original_seen_on__isnull=False),
                name="an_original_was_seen_by_somebody_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["beneficiary", "-id"], name="documents_of_person"),
            models.Index(
                fields=["expires_on", "id"],
                condition=Q(is_current=True, expires_on__isnull=False),
                name="documents_about_to_expire",
            ),
        ]

    def __str__(self):
        return self.other_name or str(self.required_document)

    @property
    def kind(self) -> str:
        """What earlier and later documents of one kind have in common."""
        return self.code or f"={fold(self.other_name)}"
