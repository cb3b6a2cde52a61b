"""The outbox: one row per message, written in the same transaction as the step that it tells of."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.guards import Guard
from audit.models import Audited, AuditedQuerySet
from beneficiaries.models import Beneficiary
from beneficiaries.models.merge_guards import passes_on_only_with_a_merge

from ..about import request_pk


class NoticeChannel(models.TextChoices):
    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")
    CALL = "call", _("Phone call")


class NoticeState(models.TextChoices):
    QUEUED = "queued", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
    # The worker ended between asking the provider and hearing the answer: only a person decides to send again.
    UNCERTAIN = "uncertain", _("Perhaps sent")
    # The person asked for a call, a letter or a visit: no machine sends it.
    TO_CALL = "to_call", _("Waits for a call")
    HANDED_OVER = "handed_over", _("Handed over by a person")
    DROPPED = "dropped", _("Not needed any more")


# What did not arrive, or waits for a call: somebody has to do something.
FOR_A_PERSON = (NoticeState.FAILED, NoticeState.UNCERTAIN, NoticeState.TO_CALL)


class NoticeQuerySet(AuditedQuerySet):
    def visible_to(self, user):
        """The messages to the people whose file this person may open."""
        if user.may("beneficiaries.see_everyone"):
            return self
        return self.filter(beneficiary__in=Beneficiary.objects.visible_to(user))


class Notice(Audited):
    """One message to one person on one channel. Its text holds nothing sensitive, and never a one-time code."""

    beneficiary = models.ForeignKey(
        Beneficiary, verbose_name=_("beneficiary"), on_delete=models.PROTECT, related_name="notices"
    )
    about = models.CharField(_("what it is about"), max_length=60, blank=True)
    channel = models.CharField(_("channel"), max_length=5, choices=NoticeChannel.choices)
    template = models.CharField(_("text"), max_length=40)
    template_version = models.PositiveSmallIntegerField(_("version of the text"))
    language = models.CharField(_("language"), max_length=2)
    address = models.CharField(_("sent to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("message"))
    # The provider and we know the message by this key: asked twice, it is sent once.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=11, choices=NoticeState.choices, default=NoticeState.QUEUED
    )
    written_at = models.DateTimeField(_("written"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    provider_reference = models.CharField(_("provider's reference"), max_length=120, blank=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handed over by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    handed_over_at = models.DateTimeField(_("handed over"), null=True, blank=True)
    handed_over_to = models.CharField(_("who was reached"), max_length=150, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    guards = (
        passes_on_only_with_a_merge("correspondence_notice"),
        Guard(
            "a_notice_keeps_its_words",
            ("UPDATE",),
            "OLD.text <> NEW.text OR OLD.subject <> NEW.subject OR OLD.channel <> NEW.channel "
            "OR OLD.template <> NEW.template OR OLD.about <> NEW.about OR OLD.key <> NEW.key",
        ),
        # Sent again is only what failed, or what a person decided about.
        Guard(
            "a_notice_that_arrived_is_not_sent_again",
            ("UPDATE",),
            "OLD.state IN ('sent', 'handed_over', 'dropped') AND NEW.state <> OLD.state",
        ),
        Guard(
            "a_notice_is_asked_for_once_at_a_time",
            ("UPDATE",),
            "NEW.state = 'sending' AND OLD.state NOT IN ('queued', 'sending')",
        ),
    )
    timeline_hidden = (
        *("beneficiary", "about", "template", "template_version", "language", "address", "subject", "key"),
        *("written_at", "attempts", "provider_reference"),
        # SECURITY: it names a request, which not everybody who reads the person's timeline may see.
        "text",
        # Told as the note of the act, in the reader's language.
        *("problem", "note"),
    )
    # The worker's own moves stand in the message's history; on timelines they would drown the steps.
    quiet = False
    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=NoticeState.values), name="notice_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=NoticeState.SENT) | Q(sent_at__isnull=False),
                name="a_sent_notice_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=NoticeState.HANDED_OVER)
                | Q(handed_over_by__isnull=False, handed_over_at__isnull=False) & ~Q(handed_over_to=""),
                name="a_hand_over_is_recorded_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=NoticeState.FAILED) | ~Q(problem=""), name="a_failed_notice_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=NoticeState.DROPPED) | ~Q(note=""), name="a_dropped_notice_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(channel=NoticeChannel.CALL)
                | Q(state__in=[NoticeState.TO_CALL, NoticeState.HANDED_OVER, NoticeState.DROPPED]),
                name="no_machine_makes_a_call",
            ),
        ]
        indexes = [
            models.Index(fields=["about", "-id"], name="notices_about_one_thing"),
            models.Index(fields=["beneficiary", "-id"], name="notices_of_person"),
            models.Index(
                fields=["id"],
                condition=Q(state__in=FOR_A_PERSON),
                name="notices_for_a_person",
            ),
        ]

    def __str__(self):
        return f"{self.get_channel_display()} {self.template}"

    def audit_subjects(self):
        if self.quiet:
            return None, None
        return self.beneficiary_id, request_pk(self.about)
