"""What the pages of the knowledge base show, everything formatted."""

from django.db.models import F
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import dual, riyadh_day, riyadh_today
from audit.models import AuditEntry
from audit.timeline import moment_text

from ..clarifications.queue import is_mark, sentence, short
from ..models import Clarification, KnowledgeArticle, SupportRequest
from ..models.knowledge import ArticleState
from ..pages.queue import PAGE
from .articles import MAY_PROPOSE, MAY_PUBLISH
from .finding import MOST_READ, meant

TO_REVIEW = "review"
MOST_ACTS = 20
LOOKS = {
    ArticleState.PUBLISHED: ("check-circle", "good"),
    ArticleState.PROPOSED: ("hourglass-split", "waiting"),
    ArticleState.RETIRED: ("dash-circle", "closed"),
}
_COLUMNS = ("pk", "question", "answer", "published_at", "retired_at", "review_on", "who", "is_misconception")


def headings() -> list[str]:
    return [_("Question"), _("Where it stands"), _("Who is responsible for it"), _("To be reviewed by")]


def choices(user: User) -> list[tuple[str, str]]:
    """The parts of the list: what was not published is for those who write it."""
    parts = [("", ArticleState.PUBLISHED.label)]
    if user.may(MAY_PROPOSE):
        parts.append((ArticleState.PROPOSED.value, ArticleState.PROPOSED.label))
        parts.append((TO_REVIEW, _("To be looked at again")))
    return [*parts, (ArticleState.RETIRED.value, ArticleState.RETIRED.label)]


def chosen(user: User, state: str):
    """The articles of one part of the list; without the right to it, what is published."""
    rows = KnowledgeArticle.objects.annotate(who=F("owner__full_name"))
    if state == ArticleState.RETIRED:
        return rows.retired().order_by("-pk")
    if state == ArticleState.PROPOSED and user.may(MAY_PROPOSE):
        return rows.proposed().order_by("-pk")
    if state == TO_REVIEW and user.may(MAY_PROPOSE):
        # Index articles_by_their_review.
        return rows.to_review(riyadh_today()).order_by("review_on", "pk")
    return rows.published().order_by("-pk")


def visible_to(user: User):
    """The articles whose page this person may open."""
    rows = KnowledgeArticle.objects.all()
    return rows if user.may(MAY_PROPOSE) else rows.filter(published_at__isnull=False)


def article_rows(user: User, state: str, query: str, mark: str) -> tuple[list[dict], str]:
    """One page of the list, or everything that was searched for; and the mark of the next page; one question."""
    rows = chosen(user, state)
    if query:
        return _rows(meant(list(rows.values(*_COLUMNS)[:MOST_READ]), query)), ""
    if is_mark(mark) and state != TO_REVIEW:
        rows = rows.filter(pk__lt=int(mark))
    # What is to be looked at again is done in its order, and then no longer stands here.
    found = list(rows.values(*_COLUMNS)[: PAGE + 1])
    following = str(found[PAGE - 1]["pk"]) if len(found) > PAGE and state != TO_REVIEW else ""
    return _rows(found[:PAGE]), following


def _rows(found: list[dict]) -> list[dict]:
    prefix, labels = reverse("article_detail", args=[0]).removesuffix("0/"), headings()
    today, misconception = riyadh_today(), _("corrects a misconception")
    rows = []
    for row in found:
        state = ArticleState.PUBLISHED if row["published_at"] else ArticleState.PROPOSED
        state = ArticleState.RETIRED if row["retired_at"] else state
        due = row["review_on"] <= today and not row["retired_at"]
        texts = (
            (sentence(row["question"]), short(row["answer"])),
            (str(state.label), misconception if row["is_misconception"] else ""),
            (row["who"], ""),
            (dual(row["review_on"]), _("it is time") if due else ""),
        )
        cells = [
            {"label": label, "text": text, "hint": hint}
            for label, (text, hint) in zip(labels, texts, strict=True)
        ]
        rows.append({"url": f"{prefix}{row['pk']}/", "cells": cells})
    return rows


def article_page(article: KnowledgeArticle, user: User) -> dict:
    """One article, and what may be done about it."""
    state, pk = article.state, article.pk
    icon, tone = LOOKS[state]
    stands, publishes = state != ArticleState.RETIRED, user.may(MAY_PUBLISH)
    revises = publishes if state == ArticleState.PUBLISHED else user.may(MAY_PROPOSE)
    return {
        "article": article,
        "chip": {"icon": icon, "label": state.label, "tone": tone},
        "facts": [
            {"label": label, "value": value, "hint": hint} for label, value, hint in _facts(article) if value
        ],
        "acts": _acts(article),
        "is_due": stands and article.review_on <= riyadh_today(),
        "request_url": _request_url(article, user),
        "publish_url": reverse("article_publish", args=[pk])
        if publishes and state == ArticleState.PROPOSED
        else "",
        "revise_url": reverse("article_revise", args=[pk]) if stands and revises else "",
        "retire_url": reverse("article_retire", args=[pk]) if stands and publishes else "",
        "crumbs": crumbs(),
    }


def _facts(article: KnowledgeArticle):
    yield _("Who is responsible for it"), str(article.owner), ""
    yield _("To be reviewed by"), dual(article.review_on), ""
    yield _("Proposed by"), str(article.proposed_by), ""
    if article.published_at:
        yield _("Published by"), str(article.published_by), dual(riyadh_day(article.published_at))
    if article.retired_at:
        yield _("Taken out of use"), dual(riyadh_day(article.retired_at)), article.retired_because


def _acts(article: KnowledgeArticle) -> list[dict]:
    """What was done with it, the latest first: who, when and why; one question."""
    entries = AuditEntry.objects.filter(model=article._meta.label_lower, object_pk=article.pk)
    rows = entries.order_by("-seq").values_list("at", "user__full_name", "reason", "note")[:MOST_ACTS]
    return [
        {"title": _(reason), "who": who or "", "when": moment_text(at), "note": note}
        for at, who, reason, note in rows
    ]


def _request_url(article: KnowledgeArticle, user: User) -> str:
    """Where it came from, for who may see that request."""
    if article.clarification_id is None:
        return ""
    request = article.clarification.support_request_id
    sees = SupportRequest.objects.visible_to(user).filter(pk=request).exists()
    return reverse("request_detail", args=[request]) if sees else ""


def crumbs(*more: dict) -> list[dict]:
    return [
        {"url": reverse("home"), "label": _("My work")},
        {"url": reverse("article_list"), "label": _("Knowledge base")},
        *more,
    ]


def with_the_way_to_an_article(said: str, clarification: Clarification, user: User) -> str:
    """What was said after an answer, and where an article is made of it by whoever may."""
    if not user.may(MAY_PROPOSE):
        return said
    url = reverse("article_from_clarification", args=[clarification.pk])
    return format_html('{} <a href="{}">{}</a>', said, url, _("Make an article of it"))


def beside_a_question(rows: list[dict]) -> list[dict]:
    """Articles beside a form: each with its question, its answer and its page."""
    return [
        {
            "url": reverse("article_detail", args=[row["pk"]]),
            "question": row["question"],
            "answer": row["answer"],
        }
        for row in rows
    ]
