"""Opening a request for a person, and an executive's permission for a second one."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.views import VerbView
from beneficiaries.file_page import may_search
from beneficiaries.models import Beneficiary
from policies.models import PolicyVersion

from ..forms import AllowSameNeedForm, OpenRequestForm
from ..pages.done import said_after
from ..reception import allow_same_need, open_request
from ..steps import Step


class PersonVerbView(VerbView):
    """An act for one person, under the policy in force; without one, the page says what has to happen."""

    def find(self):
        self.version = PolicyVersion.objects.in_force()
        return get_object_or_404(
            Beneficiary.objects.visible_to(self.request.user), pk=self.kwargs["person_pk"]
        )

    def dispatch(self, request, *args, **kwargs):
        if request.user.may(self.permission) and self.version is None:
            return render(request, "intake/no_policy.html", status=409)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "version": self.version}

    def cancel_url(self):
        return reverse("person_detail", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        crumbs = [{"url": self.cancel_url(), "label": self.object.full_name}]
        if may_search(self.request.user):
            crumbs.insert(0, {"url": reverse("desk"), "label": _("Reception desk")})
        return super().get_context_data(crumbs=crumbs, **kwargs)


class RequestOpenView(PersonVerbView):
    """Step 1 on one page."""

    permission = "intake.receive_request"
    form_class = OpenRequestForm
    page_title = _("Open a request")
    submit_label = _("Open the request")

    @property
    def lead(self):
        return self.object.full_name

    def act(self, form):
        filled = form.cleaned_data
        support_request = open_request(
            beneficiary=self.object,
            channel=filled["channel"],
            service_type=filled["service_type"],
            need=filled["need"],
            talk=form.talk(),
            inquiries=form.inquiries(),
            phone_still_right=filled["phone_still_right"],
            by=self.request.user,
        )
        self.done_message = said_after(Step.RECEIVE, support_request)
        return reverse("request_detail", args=[support_request.pk])


class SameNeedAllowView(PersonVerbView):
    """The executive director allows one more request for a need that is already being handled."""

    permission = "intake.allow_same_need"
    form_class = AllowSameNeedForm
    page_title = _("Allow a second request for the same service")
    submit_label = _("Allow")
    done_message = _("A second request for this service may be opened now.")

    def act(self, form):
        allow_same_need(beneficiary=self.object, by=self.request.user, **form.acts())
        return self.cancel_url()
