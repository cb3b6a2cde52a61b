"""The employee's pages of the private link: sending it, seeing where it stands, closing it."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import riyadh_today

from ..forms.links import CloseLinkForm, LinkForm
from ..models.links import PledgeLink
from ..models.pledges import SignerRole
from ..pages import data_sheet_rows
from ..pages.links import link_page
from ..pledge import is_minor, step_of_signing
from ..remote_pledge.issuing import close_pledge_link, issue_pledge_link
from .base import StepView, find_request


class PledgeLinkIssueView(StepView):
    """Sends the link for the sheet that stands on the page; afterwards the same page says where the link stands."""

    form_class, verb = LinkForm, staticmethod(issue_pledge_link)
    shows_person = True
    template_name = "intake/pledge_link_issue.html"
    page_title = gettext_lazy("A link to sign from afar")
    submit_label = gettext_lazy("Send the link")
    lead = gettext_lazy(
        "The person gets a private link, reads the same sheet on their phone, and signs with a code that is sent to "
        "the number on file."
    )

    @property
    def step(self):
        return step_of_signing(self.object)

    def get_initial(self):
        shown = {"shown_sha256": self.case.data_sheet.sha256}
        if is_minor(self.case.person.birth_date, riyadh_today()):
            return {**shown, "signer_role": SignerRole.GUARDIAN}
        return {**shown, "signer_role": SignerRole.SELF, "signer_name": self.case.person.full_name}

    def act(self, form) -> str:
        super().act(form)
        return reverse("pledge_link_issue", args=[self.object.pk])

    def say(self, step, done) -> None:
        self.done_message = _("The link is on its way. It counts for this sheet alone.")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            **{
                **link_page(self.case, self.request.user),
                "sheet": data_sheet_rows(self.case, self.request.user),
                "digest": self.case.data_sheet.sha256,
                "pledge_text": self.object.policy_version.pledge,
                **kwargs,
            }
        )
        # What stands against a link beside the gate of the signature keeps the button shut too.
        return context | {"closed": [*context["closed"], *context["against"]]}


class PledgeLinkCloseView(StepView):
    """Closes a link that is still open."""

    form_class = CloseLinkForm
    page_title = submit_label = gettext_lazy("Close the link")
    lead = gettext_lazy("What was sent leads nowhere from then on. Another link can be sent at any time.")

    @property
    def step(self):
        return step_of_signing(self.object)

    def find(self):
        support_request = find_request(self.request.user, self.kwargs["pk"], shown_with=("beneficiary",))
        links = PledgeLink.objects.filter(support_request=support_request)
        self.link = get_object_or_404(links, pk=self.kwargs["link_pk"])
        if self.link.used_at is not None:
            raise Http404
        return support_request

    def cancel_url(self) -> str:
        return reverse("pledge_link_issue", args=[self.object.pk])

    def act(self, form) -> str:
        close_pledge_link(self.link, by=self.request.user, **form.acts())
        self.done_message = _("The link is closed.")
        return self.cancel_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"gate": [], **kwargs})
