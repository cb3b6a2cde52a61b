"""The public pages of a private link: Arabic first, nothing personal before the code, nothing done by a GET.

SECURITY: messengers open links to show a preview of them. Whatever sends, counts or signs is a POST.
"""

import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View

from audit.refusals import Refused
from audit.views import SeeOther

from ..forms.links import AskForCodeForm, CodeForm, SignForm
from ..pages import data_sheet_rows
from ..pages.links import last_digits
from ..remote_pledge.attempts import count_failure, fails_too_often
from ..remote_pledge.codes import (
    WrongCode,
    check_code,
    code_counts,
    codes_left,
    seconds_to_next_code,
    send_code,
)
from ..remote_pledge.signing import sign_from_link
from ..remote_pledge.standing import CannotBeSigned, LinkClosed, refuse_unless_signable
from ..remote_pledge.tokens import link_meant, number_meant
from ..remote_pledge.visit import Visit

log = logging.getLogger(__name__)


class PublicPage(View):
    """A page for somebody without an account: kept by nobody, found by no search engine."""

    def dispatch(self, request, *args, **kwargs):
        response = self.answer(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        # SECURITY: the address is a secret, and goes along to nobody. (Under `no-referrer` browsers also leave out the
        # origin of a form, and no proof of origin would hold: docs/decisions/0021-remote-pledge.md.)
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    def answer(self, request, *args, **kwargs):
        return super().dispatch(request, *args, **kwargs)

    def page(self, template: str, *, status: int = 200, **context):
        shown = {"office_phone": settings.RIFADA_OFFICE_PHONE, "come_back_to": self.address(), **context}
        return render(self.request, template, shown, status=status)

    def address(self) -> str:
        return self.request.path


@method_decorator(login_not_required, name="dispatch")
class PledgeSignView(PublicPage):
    """Where a link leads: to the code, to its entry, or to the sheet; and the signature."""

    http_method_names = ["get", "post", "head"]

    def answer(self, request, token):
        self.visit = Visit(request.session)
        if fails_too_often(request):
            return self.page("intake/sign_wait.html", status=429)
        self.link = link_meant(token)
        if self.link is not None:
            return super().answer(request, token)
        if self.visit.has_signed(number_meant(token)):
            return SeeOther(reverse("pledge_signed"))
        count_failure(request)
        return self.closed()

    def address(self) -> str:
        return reverse("pledge_sign", args=[self.kwargs["token"]])

    def closed(self):
        """SECURITY: one page for what never was, has passed, was used or was closed."""
        return self.page("intake/sign_closed.html", status=404)

    def get(self, request, token):
        if self.visit.proof_for(self.link):
            return self.sheet(SignForm())
        return self.code(CodeForm()) if code_counts(self.link) else self.start()

    def post(self, request, token):
        proof = self.visit.proof_for(self.link)
        if not proof:
            return HttpResponseRedirect(self.address())
        form = SignForm(request.POST)
        if not form.is_valid():
            return self.sheet(form, status=422)
        try:
            pledge = sign_from_link(self.link, proof=proof, **form.cleaned_data)
        except LinkClosed:
            pledge = self.visit.signed_before(self.link)
            if pledge is None:
                return self.closed()
        except (CannotBeSigned, IntegrityError):
            return self.stopped()
        except Refused as refusal:
            form.add_refusal(refusal)
            return self.sheet(form, status=422)
        self.visit.keep_signature(self.link.pk, pledge)
        return SeeOther(reverse("pledge_signed"))

    def start(self, refusal: str = "", status: int = 200):
        link = self.link
        form = AskForCodeForm(initial={"seen_codes": link.codes_sent})
        left = codes_left(link)
        context = {"form": form, "refusal": refusal, "left": left, "phone": last_digits(link.phone)}
        return self.page("intake/sign_start.html", status=status, token=self.kwargs["token"], **context)

    def code(self, form, status: int = 200):
        link = self.link
        return self.page(
            "intake/sign_code.html",
            status=status,
            token=self.kwargs["token"],
            form=form,
            again=AskForCodeForm(initial={"seen_codes": link.codes_sent}),
            left=codes_left(link),
            soon=bool(seconds_to_next_code(link)),
            phone=last_digits(link.phone),
        )

    def sheet(self, form, status: int = 200):
        try:
            case = refuse_unless_signable(self.link)
        except CannotBeSigned:
            return self.stopped()
        return self.page(
            "intake/sign_sheet.html",
            status=status,
            form=form,
            link=self.link,
            sheet=data_sheet_rows(case),
            digest=self.link.shown_sha256,
            pledge_text=case.version.pledge,
            reference=case.request.reference,
        )

    def stopped(self, sentence: str = ""):
        return self.page("intake/sign_stopped.html", status=409, sentence=sentence)


class PledgeCodeSendView(PledgeSignView):
    """The person asks for a code to the phone on file."""

    http_method_names = ["post"]

    def post(self, request, token):
        form = AskForCodeForm(request.POST)
        if form.is_valid():
            try:
                send_code(self.link, seen_codes=form.cleaned_data["seen_codes"])
            except LinkClosed:
                return self.closed()
            except CannotBeSigned:
                return self.stopped()
            except Refused as refusal:
                return self.start(str(refusal), status=409)
        return SeeOther(self.address()) if form.is_valid() else HttpResponseRedirect(self.address())


class PledgeCodeCheckView(PledgeSignView):
    """The person gives the code back."""

    http_method_names = ["post"]

    def post(self, request, token):
        if "code" not in request.POST:
            return HttpResponseRedirect(self.address())
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.code(form, status=422)
        try:
            opened = check_code(self.link, form.cleaned_data["code"])
        except LinkClosed:
            return self.closed()
        except Refused as refusal:
            return self.refused(form, refusal)
        self.visit.keep_proof(opened, rotate=not request.user.is_authenticated)
        return SeeOther(self.address())

    def refused(self, form, refusal):
        if isinstance(refusal, WrongCode):
            count_failure(self.request)
        self.link.refresh_from_db()
        if not self.link.is_open:
            return self.stopped(str(refusal))
        if not code_counts(self.link):
            return self.start(str(refusal), status=422)
        form.add_refusal(refusal)
        return self.code(form, status=422)


@method_decorator(login_not_required, name="dispatch")
class PledgeSignedView(PublicPage):
    """Thanks, with the number to ask by; only in the browser that signed."""

    http_method_names = ["get", "head"]

    def get(self, request):
        pledge = Visit(request.session).signed()
        if pledge is None:
            return self.page("intake/sign_closed.html", status=404)
        return self.page(
            "intake/sign_thanks.html",
            reference=pledge.support_request.reference,
            digest=pledge.sha256[:16],
            signed_at=pledge.signed_at,
        )
