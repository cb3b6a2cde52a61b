"""The rows of the queue: open questions, the oldest first, and what was answered, the latest first."""

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import dual, riyadh_day, riyadh_today
from policies.frozen import shown_in_force

from ..models import Clarification, KnowledgeArticle
from ..pages.queue import PAGE, waited_in_words
from ..workflow import BEFORE_ACCEPTANCE

ANSWERED = "answered"
SHOWN_OF_A_TEXT = 220


def open_for(user: User):
    """The open questions that this person's roles answer, while the answer can still be given."""
    waiting = Clarification.objects.filter(answered_at__isnull=True, target__in=list(user.roles))
    return waiting.filter(support_request__state__in=BEFORE_ACCEPTANCE)


def answered_for(user: User):
    """What was answered in this person's roles: all of it for who oversees every request, otherwise the own answers."""
    answered = Clarification.objects.filter(answered_at__isnull=False, target__in=list(user.roles))
    return answered if user.may("intake.see_all_requests") else answered.filter(answered_by=user)


def nothing_waits(user: User) -> str:
    """Why the queue is empty: nobody asked, or the policy in force refers questions to somebody else."""
    version = shown_in_force()
    if version is None or version.clarification_target in user.roles:
        return _("A question comes here as soon as reception refers it.")
    return _("The policy in force refers what is unclear to: %(target)s.") % {
        "target": User.roles_in_words([version.clarification_target])
    }


def open_headings() -> list[str]:
    return [_("What is unclear"), _("Request"), _("Person"), _("Waiting")]


def answered_headings() -> list[str]:
    return [_("What was unclear"), _("Answer"), _("Answered"), _("For everybody")]


def open_rows(user: User, mark: str) -> tuple[list[dict], str]:
    """One page of the queue, and the mark of the next one ("" at the end); one question."""
    rows = open_for(user).annotate(asked_at=_asked_at())
    rows = rows.filter(pk__gt=int(mark)) if is_mark(mark) else rows
    person = tuple(
        f"support_request__beneficiary__{name}" for name in ("first_name", "father_name", "family_name")
    )
    columns = ("pk", "support_request", "questions", "support_request__reference", "asked_at", *person)
    found = list(rows.order_by("pk").values_list(*columns)[: PAGE + 1])
    today, labels = riyadh_today(), open_headings()
    return [_open_row(today, labels, *row) for row in found[:PAGE]], _following(found)


def answered_rows(user: User, mark: str) -> tuple[list[dict], str]:
    """One page of what was answered; its article, or the way to make one; one question."""
    rows = answered_for(user)
    rows = rows.filter(pk__lt=int(mark)) if is_mark(mark) else rows
    articles = KnowledgeArticle.objects.standing().filter(clarification=OuterRef("pk"))
    rows = rows.annotate(article=Subquery(articles.values("pk")[:1]), who=F("answered_by__full_name"))
    columns = ("pk", "questions", "answer", "answered_at", "who", "article")
    found = list(rows.order_by("-pk").values_list(*columns)[: PAGE + 1])
    labels, may = answered_headings(), user.may("intake.propose_article")
    return [_answered_row(labels, may, *row) for row in found[:PAGE]], _following(found)


def _asked_at() -> Subquery:
    """When the question was written down, from its history."""
    first = Clarification.history.filter(id=OuterRef("pk"), history_type="+")
    return Subquery(first.values("history_date")[:1])


def is_mark(mark: str) -> bool:
    return mark.isascii() and mark.isdecimal() and len(mark) < 19


def _following(found: list[tuple]) -> str:
    return str(found[PAGE - 1][0]) if len(found) > PAGE else ""


def _open_row(today, labels, pk, request, questions, reference, asked_at, *names) -> dict:
    asked_on = riyadh_day(asked_at)
    texts = (
        (sentence(short(questions)), ""),
        (format_html('<bdi class="number">{}</bdi>', reference), ""),
        (format_html("<bdi>{}</bdi>", " ".join(names)), ""),
        (waited_in_words((today - asked_on).days), dual(asked_on)),
    )
    return {"url": reverse("clarification_answer", args=[request, pk]), "cells": _cells(labels, texts)}


def _answered_row(labels, may, pk, questions, answer, answered_at, who, article) -> dict:
    url, words = "", ""
    if article:
        url, words = reverse("article_detail", args=[article]), _("stands in the knowledge base")
    elif may:
        url, words = reverse("article_from_clarification", args=[pk]), _("Make an article of it")
    texts = (
        (sentence(short(questions)), ""),
        (short(answer), ""),
        (dual(riyadh_day(answered_at)), who),
        (words, ""),
    )
    return {"url": url, "cells": _cells(labels, texts)}


def _cells(labels, texts) -> list[dict]:
    return [
        {"label": label, "text": text, "hint": hint}
        for label, (text, hint) in zip(labels, texts, strict=True)
    ]


def sentence(text: str) -> str:
    """A text that leads somewhere and is longer than a name."""
    return format_html('<span class="queue__sentence">{}</span>', text)


def short(text: str) -> str:
    """The beginning of a longer text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_OF_A_TEXT else f"{line[:SHOWN_OF_A_TEXT].rsplit(' ', 1)[0]}…"
