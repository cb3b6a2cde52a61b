"""Answers that serve more people than the one who asked: the articles of the knowledge base."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.guards import Guard
from audit.models import Audited, AuditedQuerySet

from .contacts import Clarification

# The clarification of an article, with whoever asked it.
_ASKED = (
    "EXISTS (SELECT 1 FROM intake_clarification c JOIN intake_supportrequest r ON r.id = c.support_request_id "
    "JOIN beneficiaries_beneficiary b ON b.id = r.beneficiary_id WHERE c.id = NEW.clarification_id AND ({said}))"
)
# In an index of words names would be found as people write them; here they are found as the file writes them.
_SAID = " OR ".join(
    f"(NEW.question || ' ' || NEW.answer) LIKE '%' || {part} || '%'"
    for part in (
        "b.identity_number",
        "substr(b.phone, 5)",
        "b.first_name || ' ' || b.father_name",
        "b.first_name || ' ' || b.family_name",
    )
)


class ArticleState(models.TextChoices):
    """Where an article stands, derived from what happened to it."""

    PUBLISHED = "published", _("Published for everybody")
    PROPOSED = "proposed", _("Proposed, not published yet")
    RETIRED = "retired", _("Taken out of use")


class ArticleQuerySet(AuditedQuerySet):
    def standing(self):
        """Every article that was not retired."""
        return self.filter(retired_at__isnull=True)

    def published(self):
        return self.standing().filter(published_at__isnull=False)

    def proposed(self):
        return self.standing().filter(published_at__isnull=True)

    def retired(self):
        return self.filter(retired_at__isnull=False)

    def to_review(self, on):
        """What should have been looked at again by this day."""
        return self.standing().filter(review_on__lte=on)


class KnowledgeArticle(Audited):
    """A question that several people ask, with the answer for all of them; it names nobody.

    Proposed until its owner publishes it; retired when it no longer holds. Where an article stands is derived.
    """

    question = models.CharField(_("question"), max_length=300)
    answer = models.TextField(_("answer"), max_length=4000)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who answers for it"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    review_on = models.DateField(_("to be reviewed by"))
    is_misconception = models.BooleanField(_("corrects a misconception"), default=False)
    # Where it came from, for those who may see that request; the article itself says nothing of it.
    clarification = models.ForeignKey(
        Clarification,
        verbose_name=_("clarification"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("proposed by"), on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    retired_at = models.DateTimeField(_("retired"), null=True, editable=False)
    retired_because = models.CharField(_("why it no longer holds"), max_length=500, blank=True)

    objects = ArticleQuerySet.as_manager()
    guards = (
        Guard("an_article_names_nobody_who_asked", ("INSERT", "UPDATE"), _ASKED.format(said=_SAID)),
        Guard("an_article_waits_for_the_answer", ("INSERT",), _ASKED.format(said="c.answered_at IS NULL")),
        Guard(
            "an_article_keeps_where_it_came_from",
            ("UPDATE",),
            "COALESCE(OLD.clarification_id, 0) <> COALESCE(NEW.clarification_id, 0) "
            "OR OLD.proposed_by_id <> NEW.proposed_by_id",
        ),
        Guard(
            "an_article_is_published_once",
            ("UPDATE",),
            "OLD.published_at IS NOT NULL AND (NEW.published_at IS NULL OR NEW.published_at <> OLD.published_at "
            "OR NEW.published_by_id <> OLD.published_by_id)",
        ),
        Guard("a_retired_article_stands_still", ("UPDATE",), "OLD.retired_at IS NOT NULL"),
        Guard("knowledge_articles_are_kept", ("DELETE",)),
    )

    class Meta:
        verbose_name = _("knowledge article")
        verbose_name_plural = _("knowledge articles")
        constraints = [
            models.UniqueConstraint(
                fields=["clarification"],
                condition=Q(retired_at__isnull=True, clarification__isnull=False),
                name="a_clarification_becomes_one_article",
            ),
            models.CheckConstraint(
                condition=~Q(question="") & ~Q(answer=""), name="an_article_has_a_question_and_an_answer"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="a_published_article_says_who_published_it",
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_because="")
                | (Q(retired_at__isnull=False) & ~Q(retired_because="")),
                name="a_retired_article_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["review_on", "id"],
                condition=Q(retired_at__isnull=True),
                name="articles_by_their_review",
            )
        ]

    def __str__(self):
        return self.question

    @property
    def state(self) -> ArticleState:
        if self.retired_at is not None:
            return ArticleState.RETIRED
        return ArticleState.PUBLISHED if self.published_at is not None else ArticleState.PROPOSED
