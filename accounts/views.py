"""Signing in; what somebody had typed when the session ended passes through the same door."""

from django.contrib import messages
from django.contrib.auth.views import LoginView
from django.shortcuts import resolve_url
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from audit import drafts

from .forms import SignInForm


class SignInView(LoginView):
    """The one door of the staff."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    @cached_property
    def draft(self) -> drafts.Draft | None:
        return drafts.carried_by(self.request)

    def get_success_url(self):
        """Back to the form for whoever typed into it; for anybody else to their own work."""
        if self.draft is None:
            return super().get_success_url()
        if self.draft.user != self.request.user.pk:
            messages.info(self.request, _("Here a colleague was filling in a form; it is not shown to you."))
            return resolve_url("home")
        if not url_has_allowed_host_and_scheme(self.draft.path, allowed_hosts=None):
            return resolve_url("home")
        drafts.keep(self.request, self.draft)
        return self.draft.path

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.draft is not None:
            context |= {"draft": self.draft, self.redirect_field_name: self.draft.path}
        return {"draft": None, **context}


def ask_to_sign_in(request, draft: drafts.Draft):
    """The answer to a form whose session had ended: the sign-in page, which keeps what was typed."""
    view = SignInView()
    view.setup(request)
    view.draft = draft
    response = view.render_to_response(view.get_context_data(form=SignInForm(request)), status=403)
    add_never_cache_headers(response)
    return response
