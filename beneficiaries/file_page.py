"""What the page of a person shows, each part read once and formatted before the template prints it."""

from django.db.models import CharField, F, JSONField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from arabic.calendars import dual, riyadh_day
from audit.timeline import entries_about, looks_at

from .documents.page import documents_section
from .duplicates.signposts import with_signposts
from .file_sections import around_sections, fact_groups, standing_of
from .households.of_person import household_section
from .models import Beneficiary, PersonDocument
from .models.files import FileKind
from .phones import dialled
from .virus_scan import closed_in_words

NEWEST_REQUESTS = 20
NEWEST_PAPERS = 50
# The whole history is one click away.
NEWEST_ENTRIES = 6


def person_page(person: Beneficiary, *, user) -> dict:
    """The whole page as plain data, in as few questions to the database as there are parts."""
    files = with_signposts(person)
    return {
        "person": person,
        "crumbs": [{"url": reverse("desk"), "label": _("Reception desk")}] if may_search(user) else [],
        "meta": _meta(person),
        "fact_groups": fact_groups(person, user),
        "standing": standing_of(person, user),
        "around": around_sections(person, user),
        "household": household_section(person, user=user),
        "requests": _requests(person, user),
        "documents": documents_section(person, user),
        "papers": _papers(person, user),
        "timeline": entries_about(person=files, reader=user, limit=NEWEST_ENTRIES),
        "looks": _looks(files) if user.may("audit.read_everything") else None,
        "pair_url": _pair_url(person, user),
        "may_change": person.is_open and user.may("beneficiaries.change_person"),
        "may_open_request": person.is_open and user.may("intake.receive_request"),
        "may_allow_second": person.is_open and user.may("intake.allow_same_need"),
    }


def _pair_url(person: Beneficiary, user) -> str:
    """Where this file is compared with one that looks like it, for those who compare files."""
    pair = getattr(person, "waiting_pair", None)
    return (
        reverse("duplicate_detail", args=[pair]) if pair and user.may("beneficiaries.approve_merge") else ""
    )


def may_search(user) -> bool:
    """Whether the way back leads to the reception desk."""
    return user.may("beneficiaries.find_people")


def _meta(person: Beneficiary) -> list[dict]:
    facts = (
        ("person-badge", person.get_identity_kind_display(), person.identity_number or "", "ltr"),
        ("telephone", _("Phone"), dialled(person.phone), "ltr"),
        ("geo-alt", _("City"), person.city, "auto"),
    )
    return [dict(zip(("icon", "label", "value", "direction"), fact, strict=True)) for fact in facts]


def _requests(person: Beneficiary, user) -> dict:
    """The person's requests that this user may open, newest first, with the registration that came of one."""
    requests = person.support_requests.visible_to(user).select_related("service_type").order_by("-id")
    registered = {"number": F("registrations__number"), "until": F("registrations__valid_until")}
    prefix = reverse("request_detail", args=[0]).removesuffix("0/")
    rows = [
        (
            f"{prefix}{row.pk}/",
            _in_one_piece(row.reference),
            row.service_type.label,
            (row.get_state_display(), _registration(row)),
            _day(row.state_since),
        )
        for row in requests.annotate(**registered)[:NEWEST_REQUESTS]
    ]
    return _table([_("Request"), _("Service"), _("State"), _("In this state since")], rows)


def _registration(row) -> str:
    if not row.number:
        return ""
    words = _("Number {number}, valid until {date}")
    return format_html(words, number=_in_one_piece(row.number), date=dual(row.until))


def _in_one_piece(number: str) -> str:
    return format_html('<bdi class="number">{}</bdi>', number)


def _papers(person: Beneficiary, user) -> dict:
    """What was brought, newest first: what it is, its file for whoever may open it, and the request it belongs to."""
    kinds = dict(FileKind.choices)
    papers = person.files.order_by("-id").annotate(**_uses(person.support_requests.visible_to(user)))
    signed = ("signed", "drawn", "proof")
    columns = ("id", "original_name", "kind", "size", "virus_scan__state")
    columns += ("checked", *signed, "received", "on_file")
    rows = []
    for pk, name, kind, size, scan, *uses in papers.values_list(*columns)[:NEWEST_PAPERS]:
        use = next((use for use in uses if use), None)
        rows.append(
            (
                _address_of_paper(pk, use) if use else "",
                use["what"] if use else _("A paper no longer in use"),
                (
                    format_html("<bdi>{}</bdi>", name),
                    _in_bdi(kinds[kind], filesizeformat(size), *closed_in_words(scan)),
                ),
                _in_one_piece(use["reference"]) if use and "reference" in use else "—",
            )
        )
    return _table([_("Paper"), _("File"), _("Request")], rows)


def _address_of_paper(pk: int, use: dict) -> str:
    if "document" in use:
        return reverse("document_file", args=[use["document"]])
    return reverse("request_file", args=[use["request"], pk])


def _in_bdi(*parts) -> str:
    return format_html_join(" · ", "<bdi>{}</bdi>", ((part,) for part in parts))


def _uses(seen) -> dict:
    """What a paper is for, among the requests that this user may see; the address of a file asks once more."""
    label = "label_en" if get_language() == "en" else "label_ar"

    def used_as(field: str, what) -> Subquery:
        requests = seen.filter(**{field: OuterRef("pk")}).order_by()
        use = JSONObject(request="pk", reference="reference", what=what)
        return Subquery(requests.values_list(use)[:1], output_field=JSONField())

    kept = PersonDocument.objects.filter(file=OuterRef("pk")).order_by("-pk")
    called = Coalesce(F(f"required_document__{label}"), F("other_name"))
    on_file = kept.values_list(JSONObject(document="pk", what=called))
    return {
        "on_file": Subquery(on_file[:1], output_field=JSONField()),
        "checked": used_as("verifications__file", F(f"verifications__required_document__{label}")),
        "signed": used_as("pledges__scan", Value(_("Accuracy pledge"), CharField())),
        "drawn": used_as("pledges__signature", Value(_("Signature"), CharField())),
        "proof": used_as("pledges__proof_file", Value(_("Copy of the proof"), CharField())),
        "received": used_as("deliveries__receipt", Value(_("Receipt"), CharField())),
    }


def _looks(files: list[int]) -> dict:
    looks = looks_at(person=files)
    return _table(
        [_("Who"), _("Acting as"), _("What"), _("When")],
        [("", look["who"], look["acting_as"], look["action"], look["moment"]) for look in looks],
    )


def _table(columns: list[str], rows) -> dict:
    """A table for the plain_table component, from rows of (address, text, text, …); a text may bring its hint."""
    return {
        "columns": columns,
        "rows": [
            {
                "url": url,
                "cells": [_cell(c, *_with_hint(t)) for c, t in zip(columns, texts, strict=True)],
            }
            for url, *texts in rows
        ],
    }


def _cell(label: str, text: str, hint: str) -> dict:
    return {"label": label, "text": text, "hint": hint}


def _with_hint(text) -> tuple[str, str]:
    return text if isinstance(text, tuple) else (text, "")


def _day(moment) -> str:
    return dual(riyadh_day(moment))
