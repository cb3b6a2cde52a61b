"""What the pages about researchers show: who has how much, where each serves, and what each has under study."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from arabic.calendars import dual, riyadh_day, riyadh_today
from arabic.text import listed, listed_apart

from ..models import ResearcherDistrict, SupportRequest
from ..pages.queue import PAGE, after_mark, reply_in_words, waited_in_words
from ..queues import said_literally
from ..steps import State
from .districts import MAY_ASSIGN
from .places import Place
from .suggesting import load_in_words, loads

MOST_ENDED = 20


def crumbs(*more: dict) -> list[dict]:
    home = {"url": reverse("home"), "label": _("My work")}
    return [home, *more]


def to_researchers() -> dict:
    return {"url": reverse("researcher_list"), "label": _("Social researchers")}


def headings() -> list[str]:
    return [
        _("Social researcher"),
        _("Districts"),
        _("Under study"),
        _("Longest waiting"),
        _("Past the promised day"),
    ]


def researcher_rows() -> list[dict]:
    """Everybody who works as a researcher, and everybody else who still has something under study; three questions."""
    loaded, today, places = loads(), riyadh_today(), {}
    for researcher, city, district in (
        ResearcherDistrict.objects.served()
        .order_by("city", "district", "pk")
        .values_list("researcher", "city", "district")
    ):
        places.setdefault(researcher, []).append(_served(city, district))
    people = Q(pk__in=User.objects.working_as(Role.RESEARCHER).values("pk")) | Q(pk__in=loaded)
    found = (
        User.objects.filter(people)
        .order_by("full_name", "pk")
        .values_list("pk", "full_name", "is_active", "role_codes")
    )
    prefix, labels = reverse("researcher_detail", args=[0]).removesuffix("0/"), headings()
    rows = []
    for pk, name, is_active, codes in found:
        works = is_active and Role.RESEARCHER.value in codes.split(",")
        cells = _cells(name, works, places.get(pk, ()), loaded.get(pk), today)
        rows.append(
            {
                "url": f"{prefix}{pk}/",
                "cells": [
                    {"label": label, "text": text, "hint": hint}
                    for label, (text, hint) in zip(labels, cells, strict=True)
                ],
            }
        )
    return rows


def _served(city: str, district: str) -> str:
    return str(Place(city, district)) if district else _("%(city)s, the whole city") % {"city": city}


def _cells(name: str, works: bool, places, loaded: dict | None, today: date) -> tuple:
    oldest, waited, late = "—", "", 0
    if loaded:
        since = riyadh_day(loaded["oldest"])
        oldest, waited, late = waited_in_words((today - since).days), dual(since), loaded["late"]
    return (
        (format_html("<bdi>{}</bdi>", name), "" if works else _("No longer works as a researcher")),
        (listed_apart(places) or _("no district"), ""),
        (load_in_words(loaded["load"] if loaded else 0), ""),
        (oldest, waited),
        (str(late or "—"), ""),
    )


def researchers_known():
    """Who works as a researcher, and who did and has left something behind."""
    given = Q(pk__in=ResearcherDistrict.objects.values("researcher"))
    studies = Q(pk__in=SupportRequest.objects.filter(state=State.REFERRED).values("researcher"))
    return User.objects.filter(
        Q(pk__in=User.objects.working_as(Role.RESEARCHER).values("pk")) | given | studies
    )


def researcher_page(researcher: User, mark: str, user: User) -> dict:
    """One researcher: the districts served now and before, and what is under study, longest waiting first."""
    may = user.may(MAY_ASSIGN)
    districts = list(researcher.research_districts.order_by("city", "district", "pk"))
    ended = sorted(
        (row for row in districts if row.ended_on), key=lambda row: (row.ended_on, row.pk), reverse=True
    )
    requests, following = under_study(researcher, mark, may)
    base = reverse("researcher_detail", args=[researcher.pk])
    return {
        "researcher": researcher,
        "crumbs": crumbs(to_researchers()),
        "districts": [
            {
                "place": _served(row.city, row.district),
                "end_url": reverse("district_end", args=[row.pk]) if may else "",
            }
            for row in districts
            if row.ended_on is None
        ],
        "ended": [
            _("%(place)s, until %(date)s")
            % {"place": Place(row.city, row.district), "date": dual(row.ended_on)}
            for row in ended[:MOST_ENDED]
        ],
        "add_url": reverse("district_add", args=[researcher.pk]) if may else "",
        "rows": requests,
        "columns": request_headings(),
        "next_url": f"{base}?after={following}" if following else "",
        "previous_url": base if mark else "",
    }


def request_headings() -> list[str]:
    return [_("Request"), _("Person"), _("Where the person lives"), _("Waiting"), _("Reply period")]


def under_study(researcher: User, mark: str, may_assign: bool) -> tuple[list[dict], str]:
    """One page of what this researcher studies, and the mark of the next one; one question."""
    mine = SupportRequest.objects.filter(said_literally([State.REFERRED]), researcher=researcher)
    mine = mine.filter(after_mark(mark)) if mark else mine
    names = ("first_name", "father_name", "family_name", "city", "district")
    days = ("told_on", "earliest_decision_on", "reply_due_on")
    columns = ("pk", "reference", "state_since", *days, *(f"beneficiary__{name}" for name in names))
    found = list(mine.order_by("state_since", "pk").values_list(*columns)[: PAGE + 1])
    following = f"{found[PAGE - 1][2].isoformat()}~{found[PAGE - 1][0]}" if len(found) > PAGE else ""
    name = "request_reassign" if may_assign else "request_detail"
    before, after = reverse(name, args=[0]).split("/0/")
    today, labels = riyadh_today(), request_headings()
    return [_request_row(f"{before}/{{}}/{after}", labels, today, *row) for row in found[:PAGE]], following


def _request_row(address, labels, today, pk, reference, since, told, earliest, due, *person) -> dict:
    first, father, family, city, district = person
    left, _percent, _tone = reply_in_words(State.REFERRED, told, earliest, due, today)
    texts = (
        (format_html("<bdi>{}</bdi>", reference), ""),
        (format_html("<bdi>{}</bdi>", f"{first} {father} {family}"), ""),
        (listed(part for part in (city, district) if part), ""),
        (waited_in_words((today - riyadh_day(since)).days), dual(riyadh_day(since))),
        (left, dual(due or earliest)),
    )
    cells = [
        {"label": label, "text": text, "hint": hint}
        for label, (text, hint) in zip(labels, texts, strict=True)
    ]
    return {"url": address.format(pk), "cells": cells}
