"""What an executive lets pass although it is missing or differs: by whom, when and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .requests import AboutRequest


class Waivable(AboutRequest):
    """A check whose outcome an executive may let pass; checked again, the waiver is gone (and stays in the history)."""

    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("waived by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    waived_at = models.DateTimeField(_("waived"), null=True, blank=True)
    waiver_reason = models.CharField(_("reason of the waiver"), max_length=500, blank=True)

    class Meta:
        abstract = True

    @property
    def is_waived(self) -> bool:
        return self.waived_by_id is not None

    def end_waiver(self) -> None:
        """What is checked anew is judged anew."""
        self.waived_by = self.waived_at = None
        self.waiver_reason = ""


def waived_whole(name: str) -> models.CheckConstraint:
    """Who, when and why: all three, or none."""
    nobody = Q(waived_by__isnull=True, waived_at__isnull=True, waiver_reason="")
    somebody = Q(waived_by__isnull=False, waived_at__isnull=False) & ~Q(waiver_reason="")
    return models.CheckConstraint(condition=nobody | somebody, name=name)
