"""What the committee's pages share: finding a session or an item, and who runs it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse

from audit.views import VerbView

from ..models import AgendaItem, CommitteeSession
from ..pages.sessions import crumbs
from ..rules import reason_not_running
from ..session_file import ItemFile, SessionFile


def find_session(user, pk: int) -> CommitteeSession:
    """A session that this person may see; any other one does not exist for them."""
    return get_object_or_404(CommitteeSession.objects.visible_to(user).select_related("opened_by"), pk=pk)


def find_item(user, pk: int, *, line_only: bool = False) -> AgendaItem:
    """An agenda item that this person may see, with its session and request.

    SECURITY: who is recused does not find it, but for acts on its line of the agenda (`line_only`).
    """
    seen = AgendaItem.objects.visible_to(user) if line_only else AgendaItem.objects.open_to(user)
    items = seen.select_related(
        "session",
        "support_request__policy_version",
        "support_request__service_type",
        "support_request__beneficiary",
    )
    return get_object_or_404(items, pk=pk)


class OnTheBoard:
    """An act that is done from the session's one page too: there its form comes alone, without the frame.

    `board_extra` is a template that stands above the fields.
    """

    board_extra = ""

    def get_template_names(self):
        if self.request.htmx:
            return ["research_committee/board/act.html"]
        return super().get_template_names()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **{"board_extra": self.board_extra, "act_url": self.request.get_full_path(), **kwargs}
        )


class SessionVerbView(OnTheBoard, VerbView):
    """An act on one session, of its chair or secretary."""

    permission = "research_committee.run_session"

    def find(self):
        session = find_session(self.request.user, self.kwargs["pk"])
        self.file = SessionFile(session)
        return session

    def dispatch(self, request, *args, **kwargs):
        if request.user.may(self.permission) and (reason := reason_not_running(self.file, request.user)):
            raise PermissionDenied(reason)
        return super().dispatch(request, *args, **kwargs)

    def session_url(self) -> str:
        return reverse("session_detail", args=[self.file.session.pk])

    cancel_url = session_url

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"crumbs": crumbs(self.file.session), **kwargs})


class ItemVerbView(OnTheBoard, VerbView):
    """An act on one agenda item; with `for_runners` only of its session's chair and secretary."""

    for_runners = False
    # An act on the line of the agenda says nothing about the person: who is recused may still do it.
    on_the_line = False

    def find(self):
        item = find_item(self.request.user, self.kwargs["pk"], line_only=self.on_the_line)
        self.file = ItemFile(item)
        return item

    def dispatch(self, request, *args, **kwargs):
        if self.for_runners and request.user.may(self.permission):
            reason = reason_not_running(self.file.session_file, request.user)
            if reason:
                raise PermissionDenied(reason)
        return super().dispatch(request, *args, **kwargs)

    def item_url(self) -> str:
        """Where the item is read: on its own page, by who is recused on the agenda alone."""
        if AgendaItem.objects.open_to(self.request.user).filter(pk=self.object.pk).exists():
            return reverse("item_detail", args=[self.object.pk])
        return reverse("session_detail", args=[self.object.session_id])

    def cancel_url(self) -> str:
        return self.item_url()

    @property
    def lead(self):
        return f"{self.object.support_request.reference} · {self.object.support_request.service_type.label}"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"crumbs": crumbs(self.object.session, self.object), **kwargs})
