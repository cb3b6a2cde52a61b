"""The pages of the floor, each as short as a tutorial would write it."""

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from .models import Case

ROWS = 50


@require_safe
@login_not_required
def static_page(request):
    """(a) A page that asks nobody anything."""
    return HttpResponse("<!DOCTYPE html><title>·</title>")


@require_safe
def empty_page(request):
    """A signed-in page with nothing on it."""
    return render(request, "floor/empty.html")


@require_safe
def case_list(request):
    """(c) The naive list: fifty objects, and everything else is done by the template."""
    cases = Case.objects.select_related("person", "kind").filter(state="open").order_by("since")[:ROWS]
    return render(request, "floor/case_list.html", {"cases": cases})


@require_safe
def case_detail(request, pk):
    """A case with its history."""
    case = get_object_or_404(Case.objects.select_related("person", "kind"), pk=pk)
    return render(request, "floor/case_detail.html", {"case": case, "history": case.history.all()[:20]})


@require_POST
@transaction.atomic
def case_move(request, pk):
    """(d) One row is written, and one history row."""
    case = get_object_or_404(Case, pk=pk)
    case.state, case.note = request.POST["state"], request.POST["note"]
    case.save()
    return redirect("case_detail", pk=pk)
