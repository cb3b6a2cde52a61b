"""Proposing, publishing, revising and retiring an article."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.calendars import dual, riyadh_today
from arabic.text import clean_line, clean_text
from audit.reasons import refuse_placeholder, says_something
from audit.refusals import NotPermitted, Refused
from audit.writing import one_transaction, refuse_stale, write

from ..models import Clarification, KnowledgeArticle, SupportRequest
from .names import reason_names_the_person, reason_numbers_somebody

MAY_PROPOSE, MAY_PUBLISH, MAY_READ = (
    "intake.propose_article",
    "intake.publish_article",
    "intake.read_articles",
)
MOST_DAYS_TO_A_REVIEW = 3 * 366
PROPOSED, PUBLISHED = gettext_lazy("Article proposed"), gettext_lazy("Article published")
REVISED, RETIRED = gettext_lazy("Article revised"), gettext_lazy("Article retired")


def propose_article(
    *, question: str, answer: str, owner: User, review_on: date, by: User, clarification=None, **said
) -> KnowledgeArticle:
    """Writes an article that waits to be published; of a clarification it is made once, when that is answered."""
    refuse_without(by, MAY_PROPOSE)
    with one_transaction():
        if clarification is not None:
            clarification = Clarification.objects.select_for_update().get(pk=clarification.pk)
            if reason := reason_not_an_article(clarification, by):
                raise Refused(reason)
        article = KnowledgeArticle(clarification=clarification, proposed_by=by)
        _fill(article, question, answer, owner, review_on, by, **said)
        return write(article, by=by, reason=PROPOSED)


def publish_article(
    article: KnowledgeArticle, *, by: User, seen_version: int | None = None
) -> KnowledgeArticle:
    """Puts a proposed article before everybody at the desk."""
    refuse_without(by, MAY_PUBLISH)
    with one_transaction():
        current = _locked(article, seen_version)
        if current.published_at is not None:
            raise Refused(_("This article is already published."))
        _refuse_somebodys(current, by)
        if reason := reason_review_is_wrong(current.review_on):
            raise Refused(reason)
        current.published_at, current.published_by = timezone.now(), by
        return write(current, by=by, reason=PUBLISHED)


def revise_article(
    article: KnowledgeArticle,
    *,
    question: str,
    answer: str,
    owner: User,
    review_on: date,
    reason: str = "",
    by: User,
    seen_version: int | None = None,
    **said,
) -> KnowledgeArticle:
    """Changes an article; what is published is changed by whoever may publish, with the reason."""
    refuse_without(by, MAY_PUBLISH if article.published_at else MAY_PROPOSE)
    with one_transaction():
        current, reason = _locked(article, seen_version), clean_line(reason)
        if current.published_at is not None:
            refuse_without(by, MAY_PUBLISH)
            refuse_placeholder(reason)
        _fill(current, question, answer, owner, review_on, by, **said)
        return write(current, by=by, reason=REVISED, note=reason)


def retire_article(
    article: KnowledgeArticle, *, reason: str, by: User, seen_version: int | None = None
) -> KnowledgeArticle:
    """Takes an article away from the desk for good, with the reason; it stays readable as what once was said."""
    refuse_without(by, MAY_PUBLISH)
    with one_transaction():
        current, reason = _locked(article, seen_version), clean_line(reason)
        refuse_placeholder(reason)
        current.retired_at, current.retired_because = timezone.now(), reason
        return write(current, by=by, reason=RETIRED, note=reason)


def refuse_without(by: User, permission: str) -> None:
    if not by.may(permission):
        raise NotPermitted(_("Your role does not include this step."))


def reason_not_an_article(clarification: Clarification, by: User) -> str | None:
    """Why no article is made of a clarification, or None."""
    if clarification.answered_at is None:
        return _("The clarification has not been answered yet.")
    if not sees_clarification(by, clarification):
        return _("This request is not among those you handle.")
    standing = KnowledgeArticle.objects.standing().filter(clarification=clarification).first()
    if standing is not None:
        return _("An article was already made of it: “%(question)s”.") % {"question": standing.question}
    return None


def sees_clarification(user: User, clarification: Clarification) -> bool:
    """Who answered it, and who may see its request."""
    if clarification.answered_by_id == user.pk:
        return True
    return SupportRequest.objects.visible_to(user).filter(pk=clarification.support_request_id).exists()


def reason_review_is_wrong(review_on: date) -> str | None:
    today = riyadh_today()
    if review_on <= today:
        return _("The review is on a day to come.")
    if review_on > today + timedelta(days=MOST_DAYS_TO_A_REVIEW):
        return _("An article is looked at again within three years, by %(date)s at the latest.") % {
            "date": dual(today + timedelta(days=MOST_DAYS_TO_A_REVIEW))
        }
    return None


def _locked(article: KnowledgeArticle, seen_version: int | None) -> KnowledgeArticle:
    current = KnowledgeArticle.objects.select_for_update().get(pk=article.pk)
    refuse_stale(current, seen_version)
    if current.retired_at is not None:
        raise Refused(_("This article was retired: %(reason)s") % {"reason": current.retired_because})
    return current


def _fill(article, question, answer, owner, review_on, by, *, is_misconception: bool = False) -> None:
    article.question, article.answer = clean_line(question), clean_text(answer)
    article.owner, article.is_misconception = owner, is_misconception
    if not says_something(article.question):
        raise Refused(_("Write the question in words."), field="question")
    if not says_something(article.answer):
        raise Refused(_("Write the answer in words."), field="answer")
    if not owner.may(MAY_PROPOSE):
        raise Refused(_("Choose somebody who works here and keeps articles."), field="owner")
    # A day that stands already may have come: it is judged when it is changed, and at the publication.
    if review_on != article.review_on and (reason := reason_review_is_wrong(review_on)):
        raise Refused(reason, field="review_on")
    article.review_on = review_on
    _refuse_somebodys(article, by)


def _refuse_somebodys(article: KnowledgeArticle, by: User) -> None:
    """No name, identity number or phone of whoever asked, and nobody's identity number."""
    person, sees = None, False
    if article.clarification_id is not None:
        clarification = Clarification.objects.select_related("support_request__beneficiary").get(
            pk=article.clarification_id
        )
        person, sees = clarification.support_request.beneficiary, sees_clarification(by, clarification)
    for field in ("question", "answer"):
        text = getattr(article, field)
        reason = reason_numbers_somebody(text)
        if reason is None and person is not None:
            reason = reason_names_the_person(text, person, may_see=sees)
        if reason:
            raise Refused(reason, field=field)
