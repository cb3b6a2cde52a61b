"""The public page behind the QR code of every paper: genuine or not, and nothing personal."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arabic.calendars import dual
from arabic.text import clean_line

from .checking import LONGEST_TYPED, Genuine, code_in_groups, code_meant, find_genuine


@login_not_required
@require_safe
def letter_check_form(request):
    """The box to type the code into, for whoever cannot scan it."""
    typed = clean_line(request.GET.get("code", "")[:LONGEST_TYPED])
    if code := code_meant(typed):
        return HttpResponseRedirect(reverse("letter_check", args=[code]))
    return _answer(request, typed, None) if typed else _page(request)


@login_not_required
@require_safe
def letter_check(request, code):
    """What stands in the register under this code."""
    return _answer(request, clean_line(code[:LONGEST_TYPED]), find_genuine(code))


def _answer(request, typed: str, genuine: Genuine | None):
    if genuine is None:
        # SECURITY: a code that is none and one that no letter has get the same answer.
        return _page(request, status=404, asked=True, typed=typed)
    return _page(request, asked=True, typed=code_in_groups(code_meant(typed)), genuine=_facts(genuine))


def _page(request, *, status: int = 200, asked: bool = False, typed: str = "", genuine: dict | None = None):
    context = {"asked": asked, "typed": typed, "genuine": genuine}
    response = render(request, "correspondence/letter_check.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _facts(genuine: Genuine) -> dict:
    newer = genuine.corrected_by
    facts = [
        (_("Kind of paper"), genuine.kind),
        (_("Number"), _number(genuine.serial)),
        (_("Date of issue"), dual(genuine.issued_on)),
    ]
    if genuine.corrects:
        facts.append((_("Corrects the letter"), _number(genuine.corrects)))
    return {
        "facts": [{"label": label, "value": value, "hint": ""} for label, value in facts],
        "corrected": newer is not None,
        "newer": _number(newer[0]) if newer else "",
        "newer_on": dual(newer[1]) if newer else "",
        "fingerprint": genuine.fingerprint,
    }


def _number(text: str) -> str:
    return format_html('<bdi class="number" dir="ltr">{}</bdi>', text)
