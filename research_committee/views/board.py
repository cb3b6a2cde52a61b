"""The board: a session run from one page, whose parts are swapped in place; without scripts each act has its page."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.http import push_url, reswap, retarget

from audit.reading import log_read

from ..forms.items import VoteForm
from ..models import CommitteeSession
from ..pages.board import session_page
from ..pages.board.panel import panel_of
from ..pages.board.place import Place
from ..session_file import ItemFile, SessionFile
from ..session_version import version_of
from .base import find_session


@require_safe
def session_detail(request, pk):
    """One session with its agenda: references and counts, nothing about the persons; and the item open on it."""
    place = Place.on_the_screen(request) if request.htmx else Place.read(request.GET)
    context = board_of(request, find_session(request.user, pk), place)
    if request.htmx:
        # After an act on the session: its lists as they stand now; the open item is left as it is.
        response = render(request, "research_committee/board/acted.html", context)
        return reswap(retarget(response, "#session-act"), "innerHTML")
    return render(
        request, "research_committee/session_detail.html", {**context, **open_item(request, context)}
    )


def board_item(request, item) -> HttpResponse:
    """An item opened on the board, or as it stands after an act on it."""
    place = Place.on_the_screen(request)
    shown = Place(item.pk, place.show, place.large)
    context = board_of(request, item.session, shown)
    # What the page fetches anew by itself takes nothing away of what was said last.
    context |= open_item(request, context) | {"said_stays": "X-Fetched-Anew" in request.headers}
    response = render(request, "research_committee/board/opened.html", context)
    if place.item != item.pk:
        response = push_url(response, shown.url(item.session))
    return reswap(retarget(response, "#item"), "outerHTML")


@require_safe
def session_state(request, pk):
    """The lists of the board as they stand; nothing at all when they stand as the page knows them."""
    # SECURITY: a page that asks by itself does not keep its session alive.
    request.asks_by_itself = True
    sessions = CommitteeSession.objects.visible_to(request.user)
    version = version_of(sessions, pk)
    if version is None:
        raise Http404
    if request.GET.get("seen", "") == version:
        return HttpResponse(status=204)
    place = Place.read(request.GET)
    context = board_of(request, find_session(request.user, pk), place)
    response = render(request, "research_committee/board/state.html", context)
    if "seen" not in request.GET:
        response = push_url(response, place.url(context["session"]))
    return response


def board_of(request, session, place: Place) -> dict:
    version = version_of(CommitteeSession.objects.visible_to(request.user), session.pk)
    file = SessionFile(session)
    return {"file": file, **session_page(file, request.user, place, version or "")}


def open_item(request, context: dict) -> dict:
    """The item that is open on the board; reading its study leaves a trace."""
    file, place = context["file"], context["place"]
    found = next((item for item in file.items if item.pk == place.item), None)
    row = context["figures"]["current"]
    if found is None or not row["url"]:
        return {"panel": None}
    item_file = ItemFile(found, file)
    panel = panel_of(item_file, request.user)
    if panel["shows_study"]:
        log_read(request, item_file.request)
    votes_here = panel["may_vote"] and panel["own_vote"] is None
    form = VoteForm(actor=request.user, about=found, vote=None) if votes_here else None
    return {"panel": panel, "form": form}
