"""Pages that only show: the request, its papers, its data sheet and its files."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arabic.calendars import dual, riyadh_today
from audit.reading import log_read
from audit.timeline import history_page, looks_at
from beneficiaries.models import StoredFile
from beneficiaries.papers import hand_out
from beneficiaries.thumbnails import show_thumbnail

from ..case_file import CaseFile
from ..models import SupportRequest
from ..pages import data_sheet_rows, papers_page, request_page
from ..pages.letters import letter_rows
from ..pages.queue import addresses, queue_columns, queue_rows, segments
from ..steps import State
from .base import find_request
from .exports import export_url


@require_safe
def request_list(request):
    """Every request this person may see, the latest moved first; for those who oversee the whole."""
    if not request.user.may("intake.see_all_requests"):
        raise PermissionDenied(_("Your role does not include this page."))
    state, mark = request.GET.get("state", ""), request.GET.get("after", "")
    seen = SupportRequest.objects.visible_to(request.user)
    seen = seen.filter(state=state) if state in State.values else seen
    rows, following = queue_rows(seen, mark=mark, english=get_language() == "en", newest_first=True)
    base = reverse("request_list")
    context = {
        "rows": rows,
        "columns": queue_columns(),
        "segments": segments(base, [(value, "") for value in State.values], state, ""),
        **addresses(base, state, following, mark),
        "export_url": export_url(request.user, mine=False, state=state),
    }
    return render(request, "intake/request_list.html", context)


@require_safe
def request_detail(request, pk):
    """The request: where it stands, what comes next and why it may wait, and everything that happened."""
    support_request = find_request(request.user, pk, with_notes=True)
    context = request_page(CaseFile(support_request), request.user)
    log_read(request, support_request)
    return render(request, "intake/request_detail.html", context)


@require_safe
def request_history(request, pk):
    """Everything that was ever done about a request, page by page."""
    support_request = find_request(request.user, pk)
    log_read(request, support_request)
    context = {
        "subject": f"{support_request.reference} · {support_request.beneficiary.full_name}",
        "crumbs": [{"url": reverse("request_detail", args=[pk]), "label": support_request.reference}],
        **history_page(request.path, request.GET.get("before", ""), support_request=pk, reader=request.user),
    }
    return render(request, "components/history_page.html", context)


@require_safe
def request_papers(request, pk):
    """What was said, studied, decided, registered and delivered, in full."""
    support_request = find_request(request.user, pk)
    case = CaseFile(support_request)
    context = papers_page(case, request.user) | {"letters": letter_rows(case, request.user)}
    if request.user.may("audit.read_everything"):
        context["looks"] = looks_at(support_request=pk)
    log_read(request, support_request)
    return render(request, "intake/request_papers.html", context)


@require_safe
def request_data_sheet(request, pk):
    """The data sheet as it is printed and signed."""
    support_request = find_request(request.user, pk)
    case = CaseFile(support_request)
    log_read(request, support_request)
    context = {
        "support_request": support_request,
        "case": case,
        "sheet": data_sheet_rows(case, request.user),
        "digest": case.data_sheet.sha256,
        "pledge_text": support_request.policy_version.pledge,
        "today": dual(riyadh_today()),
        "crumbs": [
            {"url": reverse("home"), "label": _("My work")},
            {"url": reverse("request_detail", args=[pk]), "label": support_request.reference},
        ],
    }
    return render(request, "intake/request_data_sheet.html", context)


@require_safe
def request_file(request, pk, file_pk):
    """A paper of this request, now or at any time, for those who may see the request."""
    return hand_out(request, _paper_of(request, pk, file_pk))


@require_safe
def request_thumbnail(request, pk, file_pk):
    """The same paper as a small picture."""
    return show_thumbnail(request, _paper_of(request, pk, file_pk))


def _paper_of(request, pk: int, file_pk: int) -> StoredFile:
    support_request = find_request(request.user, pk)
    stored = support_request.beneficiary.files.filter(pk=file_pk).first()
    # SECURITY: the person's other requests may be none of this reader's business, or one they are recused from.
    if stored is None or not CaseFile(support_request).has_held(stored):
        raise Http404
    return stored
