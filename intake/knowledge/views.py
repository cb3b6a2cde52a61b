"""The pages of the knowledge base."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from arabic.text import clean_line
from audit.views import VerbView

from ..models import Clarification
from ..pages.queue import addresses
from .articles import (
    MAY_PROPOSE,
    MAY_PUBLISH,
    MAY_READ,
    propose_article,
    publish_article,
    reason_not_an_article,
    retire_article,
    revise_article,
    sees_clarification,
)
from .finding import LONGEST_QUERY
from .forms import ArticleForm, PublishForm, RetireForm, ReviseForm
from .page import article_page, article_rows, choices, crumbs, headings, visible_to


@require_safe
def article_list(request):
    """The articles of one part, or what was searched for among them."""
    user = request.user
    if not user.may(MAY_READ):
        raise PermissionDenied(_text("Your role does not include this page."))
    parts, asked = dict(choices(user)), request.GET.get("state", "")
    state = asked if asked in parts else ""
    query, mark = clean_line(request.GET.get("q", "")[:LONGEST_QUERY]), request.GET.get("after", "")
    rows, following = article_rows(user, state, query, mark)
    base = reverse("article_list")
    context = {
        "rows": rows,
        "columns": headings(),
        "query": query,
        "state": state,
        "base": base,
        "segments": [
            {
                "url": f"{base}?state={part}" if part else base,
                "label": label,
                "count": "",
                "current": part == state,
            }
            for part, label in parts.items()
        ],
        "add_url": reverse("article_add") if user.may(MAY_PROPOSE) else "",
        **addresses(base, state, following, mark),
    }
    return render(request, "intake/knowledge/article_list.html", context)


@require_safe
def article_detail(request, pk):
    """One article."""
    article = find_article(request.user, pk)
    return render(request, "intake/knowledge/article_detail.html", article_page(article, request.user))


def find_article(user, pk: int):
    """An article that this person may read; what is only proposed is for those who write articles."""
    if not user.may(MAY_READ):
        raise Http404
    people = ("owner", "proposed_by", "published_by", "clarification")
    return get_object_or_404(visible_to(user).select_related(*people), pk=pk)


class ArticleAddView(VerbView):
    """A new article, without a clarification."""

    permission = MAY_PROPOSE
    form_class = ArticleForm
    page_title = _("A new article")
    lead = _("A question that several people ask, with the answer for all of them.")
    submit_label = _("Propose the article")
    done_message = _("The article is proposed. It is found at the desk once it is published.")

    def act(self, form):
        article = propose_article(by=self.request.user, **self.origin(), **form.acts())
        return reverse("article_detail", args=[article.pk])

    def origin(self) -> dict:
        """What it is made of."""
        return {}

    def cancel_url(self):
        return reverse("article_list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"crumbs": crumbs(), **kwargs})


class ArticleFromClarificationView(ArticleAddView):
    """An article of an answer that was given: laid out, to be written for everybody."""

    template_name = "intake/knowledge/article_from_clarification.html"
    page_title = _("An article of this answer")
    lead = _("Write it for everybody: what belongs to one person only is left out.")

    def find(self):
        rows = Clarification.objects.select_related("support_request")
        clarification = get_object_or_404(rows, pk=self.kwargs["pk"])
        if not sees_clarification(self.request.user, clarification):
            raise Http404
        return clarification

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "about": None}

    def get_initial(self):
        return {"question": " ".join(self.object.questions.split())[:300], "answer": self.object.answer}

    def origin(self):
        return {"clarification": self.object}

    def get_context_data(self, **kwargs):
        reason = reason_not_an_article(self.object, self.request.user)
        gate = [{"open": False, "sentence": reason}] if reason else []
        return super().get_context_data(**{"gate": gate, **kwargs})


class ArticleVerbView(VerbView):
    """An act about one article."""

    permission = "intake.publish_article"
    verb = None

    def find(self):
        return find_article(self.request.user, self.kwargs["pk"])

    def cancel_url(self):
        return reverse("article_detail", args=[self.object.pk])

    def act(self, form):
        seen = form.cleaned_data["seen_version"]
        type(self).verb(self.object, by=self.request.user, seen_version=seen, **form.acts())
        return self.cancel_url()

    def get_context_data(self, **kwargs):
        here = {"url": self.cancel_url(), "label": self.object.question}
        return super().get_context_data(**{"crumbs": crumbs(here), **kwargs})


class ArticlePublishView(ArticleVerbView):
    verb, form_class = staticmethod(publish_article), PublishForm
    template_name = "intake/knowledge/article_publish.html"
    page_title = _("Publish the article")
    lead = _("From then on everybody at the desk finds it.")
    submit_label = _("Publish")
    done_message = _("The article is published.")


class ArticleReviseView(ArticleVerbView):
    verb, form_class = staticmethod(revise_article), ReviseForm
    page_title = _("Revise the article")
    submit_label = _("Save the article")
    done_message = _("The article is revised.")

    @property
    def permission(self):
        return MAY_PUBLISH if self.object and self.object.published_at else MAY_PROPOSE


class ArticleRetireView(ArticleVerbView):
    verb, form_class = staticmethod(retire_article), RetireForm
    page_title = _("Retire the article")
    lead = _("It is no longer found at the desk. It stays readable as what was said until today.")
    submit_label = _("Retire")
    done_message = _("The article is retired.")
