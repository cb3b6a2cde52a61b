from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.models import Audited, AuditedQuerySet

from ..pack import ACCENTS
from ..wording import in_active_language


class Accent(models.TextChoices):
    """The colours that were tried for contrast, light and dark."""

    GREEN = "green", _("Green")
    TEAL = "teal", _("Teal")
    BLUE = "blue", _("Blue")
    INDIGO = "indigo", _("Indigo")
    PLUM = "plum", _("Plum")
    UMBER = "umber", _("Umber")


class AssociationQuerySet(AuditedQuerySet):
    def the_one(self) -> "Association | None":
        """The association that this installation serves."""
        return self.order_by("pk").first()


class Association(Audited):
    """Whose portal this is: one installation serves one association."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    licence = models.CharField(_("licence number"), max_length=40, blank=True)
    licensed_by_ar = models.CharField(_("licensed by, in Arabic"), max_length=200, blank=True)
    licensed_by_en = models.CharField(_("licensed by, in English"), max_length=200, blank=True)
    place_ar = models.CharField(_("place in Arabic"), max_length=200, blank=True)
    place_en = models.CharField(_("place in English"), max_length=200, blank=True)
    supervision_ar = models.CharField(_("supervised by, in Arabic"), max_length=200, blank=True)
    supervision_en = models.CharField(_("supervised by, in English"), max_length=200, blank=True)
    served_ar = models.CharField(_("people served, in Arabic"), max_length=200)
    served_en = models.CharField(_("people served, in English"), max_length=200)
    accent = models.CharField(_("accent colour"), max_length=10, choices=Accent.choices, default=Accent.GREEN)

    objects = AssociationQuerySet.as_manager()

    class Meta:
        verbose_name = _("association")
        verbose_name_plural = _("associations")
        constraints = [
            models.UniqueConstraint(models.Value(1), name="one_installation_serves_one_association"),
            models.CheckConstraint(condition=models.Q(accent__in=ACCENTS), name="accent_is_one_of_ours"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return in_active_language(self, "name")

    @property
    def licensed_by(self) -> str:
        return in_active_language(self, "licensed_by")

    @property
    def place(self) -> str:
        return in_active_language(self, "place")

    @property
    def supervision(self) -> str:
        return in_active_language(self, "supervision")

    @property
    def served(self) -> str:
        return in_active_language(self, "served")
