"""What was said: contacts, the questions asked and answered, and clarifications by the policy's target."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from policies.models import Channel

from .requests import AboutRequest, of_request


class CameAs(models.TextChoices):
    SELF = "self", _("The beneficiary")
    REPRESENTATIVE = "representative", _("A representative")


class PreferredContact(models.TextChoices):
    PHONE = "phone", _("Phone call")
    SMS = "sms", _("Text message")
    VISIT = "visit", _("In person")


class Contact(AboutRequest):
    """One talk with the person or a representative, over one of the policy's channels."""

    support_request = of_request("contacts")
    channel = models.ForeignKey(
        Channel, verbose_name=_("channel"), on_delete=models.PROTECT, related_name="+"
    )
    came_as = models.CharField(_("who came"), max_length=14, choices=CameAs.choices)
    representative_name = models.CharField(_("representative's name"), max_length=150, blank=True)
    representative_proof = models.CharField(_("proof of representation"), max_length=200, blank=True)
    arrived_at = models.DateTimeField(_("arrival"))
    started_at = models.DateTimeField(_("start of the talk"))
    ended_at = models.DateTimeField(_("end of the talk"))
    unclear = models.TextField(_("what is unclear to the person"), max_length=2000, blank=True)
    preferred_contact = models.CharField(
        _("preferred contact"), max_length=5, choices=PreferredContact.choices
    )
    privacy_notice_shown_at = models.DateTimeField(_("privacy notice shown"))

    append_only = True

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                condition=Q(started_at__gte=F("arrived_at"), ended_at__gte=F("started_at")),
                name="a_talk_starts_after_arrival_and_then_ends",
            ),
            models.CheckConstraint(
                condition=~Q(came_as=CameAs.REPRESENTATIVE)
                | (~Q(representative_name="") & ~Q(representative_proof="")),
                name="a_representative_has_a_name_and_proof",
            ),
        ]

    def __str__(self):
        return f"{self.channel} {self.started_at:%Y-%m-%d}"


class Inquiry(AboutRequest):
    """A question that the person asked, with the answer that was given."""

    support_request = of_request("inquiries")
    contact = models.ForeignKey(
        Contact, verbose_name=_("contact"), on_delete=models.PROTECT, related_name="inquiries"
    )
    question = models.CharField(_("question"), max_length=1000)
    answer = models.TextField(_("answer given"), max_length=2000)

    append_only = True

    class Meta:
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")

    def __str__(self):
        return self.question[:80]


class Clarification(AboutRequest):
    """What the person did not understand, referred to the policy's clarification target until it is answered."""

    support_request = of_request("clarifications")
    questions = models.TextField(_("questions"), max_length=2000)
    # A role code, copied from the policy version to which the request is pinned.
    target = models.CharField(_("referred to"), max_length=20, choices=Role.choices)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    person_confirmed = models.BooleanField(_("the person confirmed that it is clear now"), default=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name = _("clarification")
        verbose_name_plural = _("clarifications")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True)
                | (Q(answered_by__isnull=False, person_confirmed=True) & ~Q(answer="")),
                name="an_answered_clarification_is_complete",
            )
        ]
        indexes = [
            models.Index(
                fields=["target", "id"],
                condition=Q(answered_at__isnull=True),
                name="open_clarifications_by_target",
            )
        ]

    def __str__(self):
        return self.questions[:80]
