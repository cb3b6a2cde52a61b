"""One POST, start to end: the base of every page that does something."""

import logging
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpResponseRedirect
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from . import drafts
from .models import HandedIn
from .reading import log_read
from .refusals import NotPermitted, Refused
from .writing import one_transaction

log = logging.getLogger(__name__)


class SeeOther(HttpResponseRedirect):
    status_code = 303


class VerbView(FormView):
    """Shows one form and does one act.

    A leaf says `permission`, `form_class`, `find()` (the row this person may see, or 404) and `act(form)`, which calls
    one verb and returns the address to go to.
    """

    http_method_names = ["get", "post", "head", "options"]
    template_name = "components/form_page.html"
    permission = ""
    page_title = ""
    lead = ""
    submit_label = gettext_lazy("Save")
    done_message = ""
    # Whether the page shows personal data besides its form: then opening it leaves a row in the access log.
    shows_person = False
    object = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        reads = request.method != "POST" and "anew" not in request.GET
        self.draft = drafts.kept_for(request) if reads and request.user.is_authenticated else None
        self.earlier = self._earlier_result() if request.method == "POST" or self.draft else None
        if request.user.is_authenticated:
            try:
                self.object = self.find()
            except Http404:
                # Sent again after it took the row out of this person's sight.
                if self.earlier is None:
                    raise

    def dispatch(self, request, *args, **kwargs):
        if request.method == "POST" or self.earlier is not None:
            drafts.forget(request)
        if self.earlier is not None:
            return self._once(self.earlier)
        if self.permission and not request.user.may(self.permission):
            raise PermissionDenied(_("Your role does not include this step."))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        if self.shows_person:
            log_read(request, self.object)
        return response

    def find(self):
        """The row that this act is about, among those this person may see; raises Http404 for any other."""
        return None

    def act(self, form) -> str:
        """Calls the verb and returns the address that shows its result."""
        raise NotImplementedError(type(self).__name__)

    def get_form_kwargs(self):
        kwargs = {**super().get_form_kwargs(), "actor": self.request.user, "about": self.object}
        return kwargs | ({"data": self.draft.data, "files": MultiValueDict()} if self.draft else {})

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.anew_url = f"{self.request.path}?anew=1"
        if self.draft is not None:
            form.show_again(self.draft)
        return form

    def form_valid(self, form):
        key, user = form.cleaned_data["idempotency_key"], self.request.user
        try:
            with one_transaction():
                url = self.act(form)
                HandedIn.objects.create(key=key, user=user, url=url)
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except (Refused, IntegrityError) as problem:
            if (earlier := self._earlier_result()) is not None:
                return self._once(earlier)
            if not isinstance(problem, Refused):
                # A number that two took at once, or a key of somebody else's form: nothing was saved.
                log.warning("Refused by the database", exc_info=True)
                problem = Refused(_("Somebody else saved the same at this moment. Look again, then decide."))
            form.add_refusal(problem)
            return self.render_to_response(self.get_context_data(form=form), status=409)
        if self.done_message:
            messages.success(self.request, self.done_message)
        return SeeOther(url)

    def _earlier_result(self) -> str | None:
        """Where this form led when the same person sent it before."""
        try:
            key = UUID(self.draft.key if self.draft else self.request.POST.get("idempotency_key", ""))
        except ValueError:
            return None
        handed_in = HandedIn.objects.filter(key=key, user_id=self.request.user.pk)
        return handed_in.values_list("url", flat=True).first()

    def _once(self, url: str) -> SeeOther:
        messages.info(self.request, _("This form had already been received; nothing was done twice."))
        return SeeOther(url)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        closed = [row["sentence"] for row in kwargs.get("gate", ()) if not row["open"]]
        return super().get_context_data(
            **{
                "closed": closed,
                "page_title": self.page_title,
                "lead": self.lead,
                "submit_label": self.submit_label,
                "cancel_url": self.cancel_url(),
                "object": self.object,
                **kwargs,
            }
        )

    def cancel_url(self) -> str:
        """Where the person goes without doing anything."""
        return "/"
