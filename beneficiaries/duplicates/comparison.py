"""Two files side by side: every field, what is alike, and what belongs to each."""

from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arabic.calendars import dual, dual_partial
from arabic.text import fold, listed

from ..countries import country_name
from ..models import Beneficiary, HouseholdMember, OtherPhone, PersonDocument
from ..phones import dialled
from ..privacy import hidden_fields, shown
from ..rules import NAMES
from .choices import groups, values_of
from .moving import moving_links

NEWEST = 10


def compared_fields(first: Beneficiary, second: Beneficiary, *, user) -> list[dict]:
    """Each group of fields that says something in one of the files, in the words of the file."""
    hidden = hidden_fields(user)
    rows = []
    for group in groups():
        texts = [_in_words(person, group, user, hidden) for person in (first, second)]
        if any(texts):
            same = values_of(first, group) == values_of(second, group)
            alike = same or (group[0] in NAMES and fold(texts[0]) == fold(texts[1]))
            rows.append(
                {
                    "name": group[0],
                    "label": label_of(group),
                    "texts": texts,
                    "is_same": same,
                    "is_alike": alike,
                    "cells": [{"text": text, "mark": ""} for text in texts],
                }
            )
    return rows


def label_of(group: tuple[str, ...]) -> str:
    if group[0] == "latitude":
        return _("Coordinates")
    return capfirst(str(Beneficiary._meta.get_field(group[0]).verbose_name))


def _in_words(person: Beneficiary, group: tuple[str, ...], user, hidden) -> str:
    name = group[0]
    if hidden & set(group):
        return listed(shown(person, name, user) for name in group if getattr(person, name))
    if name == "identity_kind":
        country = country_name(person.identity_country) if person.identity_country else ""
        parts = (person.get_identity_kind_display(), person.identity_number, country)
        return listed(part for part in (*parts, person.identity_missing_reason) if part)
    if name == "birth_date":
        born = dual_partial(person.birth_date, person.birth_precision)
        return listed(part for part in (born, person.birth_printed) if part)
    if name == "phone":
        return listed(part for part in (dialled(person.phone), person.phone_answered_by) if part)
    if name == "nationality":
        return country_name(person.nationality) if person.nationality else ""
    return _single(person, group)


def _single(person: Beneficiary, group: tuple[str, ...]) -> str:
    texts = []
    for name in group:
        value = getattr(person, name)
        if value not in (None, ""):
            display = getattr(person, f"get_{name}_display", None)
            texts.append(str(display() if display else value))
    return listed(texts)


def compared_parts(first: Beneficiary, second: Beneficiary, *, user) -> list[dict]:
    """What belongs to each of the two: requests, further phones, documents and household; one question each."""
    both = (first.pk, second.pk)
    return [
        {"label": label, "sides": [rows.get(pk, []) for pk in both]}
        for label, rows in (
            (_("Support requests"), _requests(both, first, user)),
            (_("Further phones"), _phones(both)),
            (_("Documents"), _documents(both)),
            (_("Household"), _homes(both)),
        )
        if any(rows.values())
    ]


def _sides(rows) -> dict[int, list]:
    """Texts by the file they belong to."""
    sides: dict[int, list] = {}
    for pk, text in rows:
        sides.setdefault(pk, []).append(text)
    return {pk: texts[:NEWEST] for pk, texts in sides.items()}


def _requests(both, person: Beneficiary, user) -> dict:
    requests = person.support_requests.model.objects.visible_to(user).filter(beneficiary__in=both)
    requests = requests.select_related("service_type").order_by("-pk")
    return _sides(
        (
            row.beneficiary_id,
            format_html(
                '<a href="{}"><bdi>{}</bdi></a> {} · {}',
                reverse("request_detail", args=[row.pk]),
                row.reference,
                row.service_type.label,
                row.get_state_display(),
            ),
        )
        for row in requests[: 2 * NEWEST]
    )


def _phones(both) -> dict:
    phones = OtherPhone.objects.filter(beneficiary__in=both, ended_on__isnull=True).order_by("pk")
    return _sides(
        (
            row.beneficiary_id,
            format_html('<bdi dir="ltr">{}</bdi> {}', dialled(row.number), row.answered_by),
        )
        for row in phones
    )


def _documents(both) -> dict:
    documents = PersonDocument.objects.filter(beneficiary__in=both, is_current=True)
    documents = documents.select_related("required_document").order_by("-pk")
    return _sides(
        (row.beneficiary_id, listed([str(row), *([dual(row.expires_on)] if row.expires_on else [])]))
        for row in documents[: 2 * NEWEST]
    )


def _homes(both) -> dict:
    homes = HouseholdMember.objects.filter(person__in=both, left_on__isnull=True)
    return _sides(
        (row.person_id, listed([str(row.household), row.household.short_address, row.get_relation_display()]))
        for row in homes.select_related("household").order_by("pk")
    )


def what_passes_on(merged: Beneficiary) -> list[dict]:
    """How many records of each kind belong to a file and follow it; one question for all kinds."""
    links = {f"{model._meta.model_name}_{field.name}": (model, field) for model, field in moving_links()}
    counts = {name: _count_of(model, field) for name, (model, field) in links.items()}
    row = Beneficiary.objects.filter(pk=merged.pk).values(**counts).get()
    return [
        {"label": capfirst(str(links[name][0]._meta.verbose_name_plural)), "value": number, "hint": ""}
        for name, number in row.items()
        if number
    ]


def _count_of(model, field) -> Subquery:
    rows = model._base_manager.filter(**{field.name: OuterRef("pk")}).order_by().values(field.name)
    return Subquery(rows.annotate(number=Count("pk")).values("number"))
