"""The score scale: data with versions of its own; a report keeps the one it was scored by."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from arabic.calendars import riyadh_today
from audit.guards import Guard
from audit.models import Audited, AuditedQuerySet
from audit.refusals import Refused


class ScaleQuerySet(AuditedQuerySet):
    def adopted(self, on: date | None = None):
        """The adopted scales whose day has come."""
        return self.filter(adopted_at__isnull=False, in_force_from__lte=on or riyadh_today())

    def in_force(self, on: date | None = None) -> "ScoreScale | None":
        """The newest of them."""
        return self.adopted(on).order_by("-number").first()

    def visible_to(self, user):
        """Who writes, decides on or answers for studies reads how they are scored."""
        return self.all() if user.may("research_committee.see_scales") else self.none()


class ScoreScale(Audited):
    """One version of the scale; once adopted it is frozen.

    `content` is {"parts": [{code, label_ar, label_en, most, levels: [{code, label_ar, label_en, points}]}]}: a part
    with levels is scored by choosing one, a part without by giving points.
    """

    number = models.PositiveSmallIntegerField(_("version of the scale"), unique=True)
    title_ar = models.CharField(_("title in Arabic"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    content = models.JSONField(_("parts and levels"))
    sha256 = models.CharField(_("digest of the content"), max_length=64)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    adopted_at = models.DateTimeField(_("adopted"), null=True, editable=False)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("adopted by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    timeline_hidden = ("content",)
    objects = ScaleQuerySet.as_manager()
    guards = (
        Guard("an_adopted_score_scale_is_frozen", ("UPDATE",), "OLD.adopted_at IS NOT NULL"),
        Guard("score_scales_are_kept", ("DELETE",)),
        Guard("a_score_scale_begins_as_a_draft", ("INSERT",), "NEW.adopted_at IS NOT NULL"),
    )

    class Meta:
        verbose_name = _("score scale")
        verbose_name_plural = _("score scales")
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="score_scales_count_from_one"),
            models.CheckConstraint(
                condition=Q(adopted_at__isnull=True, adopted_by__isnull=True)
                | Q(adopted_at__isnull=False, adopted_by__isnull=False, in_force_from__isnull=False),
                name="an_adopted_score_scale_says_by_whom_and_from_when",
            ),
        ]

    def save(self, *args, **kwargs):
        """Asks the stored row, so that an adopted version changes by no path."""
        stored = type(self).objects.select_for_update().filter(pk=self.pk, adopted_at__isnull=False)
        if stored.exists():
            raise Refused(
                _text(
                    "This version of the scale is adopted and is not changed any more; draft a new version."
                )
            )
        super().save(*args, **kwargs)

    def __str__(self):
        return _text("Score scale, version %(number)s") % {"number": self.number}
