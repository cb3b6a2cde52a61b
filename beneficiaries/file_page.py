"""What the page of a person shows, each part read once and formatted before the template prints it."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from arabic.calendars import dual, dual_partial, riyadh_day
from audit.timeline import entries_about, looks_at

from .models import Beneficiary, IdentityKind
from .models.files import FileKind

NEWEST_REQUESTS = 20
NEWEST_PAPERS = 50


def person_page(person: Beneficiary, *, user) -> dict:
    """The whole page as plain data, in as few questions to the database as there are parts."""
    return {
        "person": person,
        "crumbs": [{"url": reverse("desk"), "label": _("Reception desk")}] if may_search(user) else [],
        "meta": _meta(person),
        "facts": _facts(person),
        "requests": _requests(person, user),
        "papers": _papers(person),
        "timeline": entries_about(person=person.pk),
        "looks": _looks(person) if user.may("audit.read_everything") else None,
        "may_change": user.may("beneficiaries.change_person"),
        "may_open_request": user.may("intake.receive_request"),
        "may_allow_second": user.may("intake.allow_same_need"),
    }


def may_search(user) -> bool:
    """Whether the way back leads to the reception desk."""
    return user.may("beneficiaries.find_people")


def _meta(person: Beneficiary) -> list[dict]:
    facts = (
        ("person-badge", person.get_identity_kind_display(), person.identity_number or "", "ltr"),
        ("telephone", _("Phone"), _phone(person), "ltr"),
        ("geo-alt", _("City"), person.city, "auto"),
    )
    return [dict(zip(("icon", "label", "value", "direction"), fact, strict=True)) for fact in facts]


def _facts(person: Beneficiary) -> list[dict]:
    rows = [
        (_("Identity document"), person.get_identity_kind_display(), ""),
        (_("Identity number"), person.identity_number or "", ""),
        (_("Gender"), person.get_gender_display(), ""),
        (_("Birth date"), dual_partial(person.birth_date, person.birth_precision), _birth_hint(person)),
        (_("Phone"), format_html('<bdi dir="ltr">{}</bdi>', _phone(person)), ""),
        (_("City"), person.city, ""),
        (_("District"), person.district, ""),
        (_("Branch"), str(person.branch or _("Head office")), ""),
    ]
    if person.identity_kind == IdentityKind.NONE:
        rows[1:2] = [
            (_("Why there is no document"), person.identity_missing_reason, ""),
            (_("Who follows the document up"), str(person.identity_follow_up_by), ""),
        ]
    return [{"label": label, "value": value, "hint": hint} for label, value, hint in rows]


def _phone(person: Beneficiary) -> str:
    return person.phone.as_international if person.phone else ""


def _birth_hint(person: Beneficiary) -> str:
    known = {"month": _("Only the month and the year are known."), "year": _("Only the year is known.")}
    return known.get(person.birth_precision, "")


def _requests(person: Beneficiary, user) -> dict:
    """The person's requests that this user may open, newest first."""
    requests = person.support_requests.visible_to(user).select_related("service_type").order_by("-id")
    prefix = reverse("request_detail", args=[0]).removesuffix("0/")
    rows = [
        (
            f"{prefix}{row.pk}/",
            row.reference,
            row.service_type.label,
            row.get_state_display(),
            _day(row.state_since),
        )
        for row in requests[:NEWEST_REQUESTS]
    ]
    return _table([_("Request"), _("Service"), _("State"), _("In this state since")], rows)


def _papers(person: Beneficiary) -> dict:
    kinds = dict(FileKind.choices)
    papers = person.files.order_by("-id").values_list("original_name", "kind", "size")[:NEWEST_PAPERS]
    return _table(
        [_("Paper"), _("Kind"), _("Size")],
        [("", name, kinds[kind], filesizeformat(size)) for name, kind, size in papers],
    )


def _looks(person: Beneficiary) -> dict:
    looks = looks_at(person=person.pk)
    return _table(
        [_("Who"), _("Acting as"), _("What"), _("When")],
        [("", look["who"], look["acting_as"], look["action"], look["moment"]) for look in looks],
    )


def _table(columns: list[str], rows) -> dict:
    """A table for the plain_table component, from rows of (address, text, text, …)."""
    return {
        "columns": columns,
        "rows": [
            {
                "url": url,
                "cells": [{"label": c, "text": t, "hint": ""} for c, t in zip(columns, texts, strict=True)],
            }
            for url, *texts in rows
        ],
    }


def _day(moment) -> str:
    return dual(riyadh_day(moment))
