"""The public page on which a family follows its request.

SECURITY: nothing is shown before the digits; a wrong code and wrong digits read the same; whoever guesses waits, from
one address and, about one request, all addresses together.
"""

import time

from django.contrib.auth.decorators import login_not_required
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from accounts.models import system_user
from audit.reading import log_family_read
from audit.refusals import Refused
from audit.views import SeeOther

from ..case_file import CaseFile, under_its_policy
from ..models import SupportRequest
from ..remote_pledge.attempts import count_failure, fails_too_often
from ..views.signing import PublicPage
from .codes import request_named, request_tracked
from .forms import LastDigitsForm
from .standing import standing_of

_SEEN = "request_tracked"
SHOWN_FOR = 20 * 60


@method_decorator(login_not_required, name="dispatch")
class RequestTrackView(PublicPage):
    """Where the link of a request leads: to the question for the digits, then to where the request stands."""

    http_method_names = ["get", "post", "head"]

    def answer(self, request, code):
        number = request_named(code)
        self.thing = f"track {number}" if number is not None else ""
        if fails_too_often(request, self.thing):
            return self.page("intake/sign_wait.html", status=429)
        return super().answer(request, code)

    def get(self, request, code):
        pk = self._opened(code)
        if pk is None:
            return self.page("intake/track_start.html", form=LastDigitsForm())
        found = SupportRequest.objects.select_related("beneficiary").get(pk=pk)
        return self.page("intake/track_standing.html", **standing_of(CaseFile(under_its_policy(found))))

    def post(self, request, code):
        form = LastDigitsForm(request.POST)
        if not form.is_valid():
            return self.page("intake/track_start.html", status=422, form=form)
        found = request_tracked(code, form.cleaned_data["last_digits"])
        if found is None:
            count_failure(request, self.thing)
            form.add_refusal(Refused(_("The link and these digits do not match."), field="last_digits"))
            return self.page("intake/track_start.html", status=422, form=form)
        if not request.user.is_authenticated:
            request.session.cycle_key()
        request.session[_SEEN] = {"code": code, "request": found.pk, "until": int(time.time()) + SHOWN_FOR}
        log_family_read(request, found, portal=system_user())
        return SeeOther(reverse("request_track", args=[code]))

    def _opened(self, code: str) -> int | None:
        kept = self.request.session.get(_SEEN) or {}
        return kept["request"] if kept.get("code") == code and kept.get("until", 0) > time.time() else None
