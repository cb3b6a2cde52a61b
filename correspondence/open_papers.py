"""Papers about nobody, which all of the staff may have: the policy in force, and the blank request form."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from audit.forms import VerbForm
from audit.views import VerbView
from policies.models import PolicyVersion

from .issuing import issue_once
from .kept import letter_response
from .kinds import LetterKind
from .models import Letter
from .policy_letters import policy_content

ISSUED = _("Letter issued")


class IssuePaperForm(VerbForm):
    """Nothing is asked."""


class OpenPaperView(VerbView):
    """A paper of the policy in force: the last one issued where it says the same, or else a new one."""

    kind: LetterKind
    content = None
    form_class = IssuePaperForm
    lead = _(
        "It is issued once for each version, with a number of the register; after that the same paper is given out."
    )
    submit_label = _("Get the paper")

    def find(self):
        version = PolicyVersion.objects.with_parts().in_force()
        if version is None:
            raise Http404
        return version

    def act(self, form):
        subject, content = self.content(self.object)
        facts = {"subject": subject, "content": content, "policy_version": self.object, "about": self.object}
        letter = issue_once(self.kind, by=self.request.user, reason=ISSUED, **facts)
        return reverse("open_paper_file", args=[letter.pk])

    def cancel_url(self):
        return reverse("policies:policy_detail")


class PolicyPaperView(OpenPaperView):
    kind, content = LetterKind.POLICY, staticmethod(policy_content)
    page_title = _("The policy as a paper")


@require_safe
def open_paper_file(request, pk):
    """SECURITY: only what is about nobody and meant for everybody; other letters have their own doors."""
    papers = Letter.objects.filter(
        kind__in=(LetterKind.POLICY, LetterKind.REQUEST_FORM), beneficiary__isnull=True
    )
    return letter_response(get_object_or_404(papers, pk=pk))
