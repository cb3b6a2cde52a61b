"""The documents that are about to expire or have expired, so that people are told before they stand at the desk."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import JSONField, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from arabic.calendars import dual, riyadh_today
from audit.reading import log_search

from ..models import Beneficiary, PersonDocument, Standing

PAGE = 50
PERIODS = (30, 60, 90)
EXPIRED = "expired"
_NAMES = ("first_name", "father_name", "grandfather_name", "family_name")


@require_safe
def documents_expiring(request):
    """The documents of the people this person may see, the first to expire first; of the expired the latest first."""
    if not request.user.may("beneficiaries.find_people"):
        raise PermissionDenied(_("Your role does not include this page."))
    chosen = chosen_of(request.GET.get("within", ""))
    mark = request.GET.get("after", "")
    rows, following = page_of_documents(request.user, chosen, mark)
    log_search(request, PersonDocument)
    context = {
        "rows": rows,
        "columns": headings(),
        "segments": _segments(chosen),
        "period": "" if chosen == EXPIRED else chosen,
        "export_url": _export_url(request.user, chosen) if rows else "",
        "previous_url": _address(chosen) if mark else "",
        "next_url": _address(chosen, following) if following else "",
    }
    return render(request, "beneficiaries/documents_expiring.html", context)


def headings() -> list[str]:
    return [_("Person"), _("Document"), _("Expires on"), _("Branch")]


def documents_about_to_expire(user: User, chosen: str, on: date):
    """The current documents of open files in this person's sight, by the index documents_about_to_expire."""
    seen = Beneficiary.objects.visible_to(user).filter(standing=Standing.OPEN, pk=OuterRef("beneficiary_id"))
    whose = JSONObject(branch="branch__name", **{name: name for name in _NAMES})
    # Asked of each row by its key: joined, a database may take it for cheaper to read all people.
    current = PersonDocument.objects.current().filter(expires_on__isnull=False)
    current = current.annotate(
        seen=Subquery(seen.values("pk")[:1]),
        whose=Subquery(seen.values_list(whose)[:1], output_field=JSONField()),
    ).filter(seen__isnull=False)
    if chosen == EXPIRED:
        return current.filter(expires_on__lt=on).order_by("-expires_on", "-pk")
    until = on + timedelta(days=int(chosen))
    return current.filter(expires_on__range=(on, until)).order_by("expires_on", "pk")


def page_of_documents(user: User, chosen: str, mark: str) -> tuple[list[dict], str]:
    """One page, and the mark behind which the next one begins ("" at the end)."""
    today = riyadh_today()
    label = "label_en" if get_language() == "en" else "label_ar"
    documents = documents_about_to_expire(user, chosen, today).filter(_after(mark, chosen == EXPIRED))
    columns = ("pk", "expires_on", "beneficiary_id", "whose", "other_name", f"required_document__{label}")
    found = list(documents.values_list(*columns)[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        following = f"{found[-1][1].isoformat()}~{found[-1][0]}"
    return _rows(found, today), following


def _after(mark: str, backwards: bool) -> Q:
    """The condition for the rows behind a page's last row (`expires_on~id`); a spoilt mark starts over."""
    day, _tilde, pk = mark.partition("~")
    try:
        last = parse_date(day)
    except ValueError:
        last = None
    if last is None or not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        return Q()
    way = "lt" if backwards else "gt"
    # The first condition is implied by the second: an index can begin there.
    return Q(**{f"expires_on__{way}e": last}) & (
        Q(**{f"expires_on__{way}": last}) | Q(expires_on=last, **{f"pk__{way}": int(pk)})
    )


def _rows(found, today: date) -> list[dict]:
    prefix, head_office = reverse("person_detail", args=[0]).removesuffix("0/"), _("Head office")
    labels, rows = headings(), []
    for _pk, expires_on, person, whose, other_name, required in found:
        texts = (
            (" ".join(whose[name] for name in _NAMES if whose[name]), ""),
            (other_name or required, ""),
            (dual(expires_on), left_in_words((expires_on - today).days)),
            (whose["branch"] or head_office, ""),
        )
        cells = [
            {"text": text, "hint": hint, "label": label}
            for label, (text, hint) in zip(labels, texts, strict=True)
        ]
        rows.append({"url": f"{prefix}{person}/", "cells": cells})
    return rows


def left_in_words(days: int) -> str:
    """How long a document still holds, or since when it does not."""
    if days < 0:
        words = ngettext("expired %(days)d day ago", "expired %(days)d days ago", -days)
        return words % {"days": -days}
    if days == 0:
        return _("expires today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def chosen_of(within: str) -> str:
    """The period that an address names; a spoilt one counts as the first."""
    known = {EXPIRED, *map(str, PERIODS)}
    return within if within in known else str(PERIODS[0])


def periods() -> dict[str, str]:
    """The times that may be chosen, in words."""
    words = {str(days): ngettext("Within %(days)d day", "Within %(days)d days", days) for days in PERIODS}
    return {days: text % {"days": int(days)} for days, text in words.items()} | {
        EXPIRED: _("Already expired")
    }


def _segments(chosen: str) -> list[dict]:
    return [
        {"url": _address(value), "label": label, "count": "", "current": value == chosen}
        for value, label in periods().items()
    ]


def _export_url(user: User, chosen: str) -> str:
    return f"{reverse('expiring_export')}?within={chosen}" if user.may("beneficiaries.export_people") else ""


def _address(chosen: str, mark: str = "") -> str:
    query = {"within": chosen} | ({"after": mark} if mark else {})
    return f"{reverse('documents_expiring')}?{urlencode(query)}"
