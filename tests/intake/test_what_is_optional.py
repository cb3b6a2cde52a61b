"""What a form calls optional may be left empty; what it demands in some cases says in which."""

import pytest
from django import forms
from django.db import transaction
from django.urls import reverse

from audit.forms import VerbForm
from tests.walks.page import Page

from .filled_forms import FORMS
from .test_every_form import Sheet

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

OPTIONAL = "(اختياري)"
# A form names its missing fields at the latest when the others are filled in.
MOST_TRIES = 6


def optional(form: VerbForm) -> list[str]:
    """The questions that may be left empty, as far as the form's shape is concerned."""
    return [
        name
        for name, field in form.fields.items()
        if not field.required
        and not field.disabled
        and not field.widget.is_hidden
        and not isinstance(field.widget, forms.CheckboxInput | forms.CheckboxSelectMultiple)
    ]


def ways_to_fill_in(form: VerbForm, given: dict) -> list[dict]:
    """The form without anything optional: under each choice it offers, and with each optional field alone."""
    names = optional(form)
    bare = given | dict.fromkeys(names, "")
    choices = [
        bare | {name: value}
        for name, field in form.fields.items()
        if type(field) is forms.ChoiceField
        for value, _label in field.choices
    ]
    return [bare, *choices, *(bare | {name: given[name]} for name in names if given.get(name))]


def refused(sheet: Sheet, sent: dict) -> dict:
    """The fields that are refused, with their form; nothing stays of what was sent."""
    with transaction.atomic():
        response = sheet.send(**sent)
        transaction.set_rollback(True)
    return {} if response.status_code == 303 else response.context["form"]


@pytest.mark.parametrize("filled", FORMS, ids=lambda filled: filled.page)
def test_no_field_that_is_called_optional_is_refused_for_being_empty(world, filled):
    sheet = Sheet(world, filled)
    form = sheet.client.get(sheet.path).context["form"]
    silent = set()
    for sent in ways_to_fill_in(form, sheet.data):
        for _try in range(MOST_TRIES):
            form = refused(sheet, sent)
            missing = (
                [name for name in optional(form) if name in form.errors and not sent[name]] if form else []
            )
            silent |= {name for name in missing if not form[name].condition}
            given = {name: sheet.data[name] for name in missing if sheet.data.get(name)}
            if not given:
                break
            sent = sent | given
    assert silent == set()


@pytest.mark.parametrize("filled", FORMS, ids=lambda filled: filled.page)
def test_every_condition_belongs_to_a_field_that_may_be_left_empty(world, filled):
    sheet = Sheet(world, filled)
    form = sheet.client.get(sheet.path).context["form"]
    assert form.required_if.keys() <= form.fields.keys()
    assert not {name for name in form.required_if if form.fields[name].required}


def test_the_condition_stands_where_else_it_says_optional(world):
    page = Page(world.client("reception").get(reverse("person_add")))
    labels = {e.attributes.get("for"): e.text for e in page.elements if e.tag == "label"}
    assert labels["id_identity_missing_reason"].endswith("(مطلوب إن لم يوجد إثبات)")
    assert labels["id_district"].endswith(OPTIONAL)
    assert labels["id_city"] == "المدينة"
