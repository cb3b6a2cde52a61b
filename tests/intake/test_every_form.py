"""Every form: sent twice, sent late, in other digits, with markup and hidden characters, and with wrong fields."""

import re
import uuid

import pytest
import time_machine
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from arabic.forms import AmountField, DualDateField
from audit.forms import VerbForm
from audit.models import AuditEntry
from audit.verification import audited_models
from beneficiaries.importing.forms import ListField
from beneficiaries.papers import PaperField
from intake.forms.opening import ClockField
from research_committee.forms.fields import CountField
from tests.matrix.world import World
from tests.walks.page import Form, Page

from .filled_forms import FORMS, Filled
from .forms import (
    ARABIC,
    TURNING,
    is_kept,
    nothing_is_saved,
    one_code_for_every_letter,
    reason_beside,
    shown_form,
)
from .kinds_of_forms import (
    DONE_ONCE,
    KEPT_IN_THE_TRAIL,
    NOT_SHOWN_AGAIN,
    NUMBERED,
    ONLY_CHOSEN,
    ONLY_CONFIRMED,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def forms_of(*pages: str):
    """One test for each of these forms."""
    found = [filled for filled in FORMS if filled.page in pages]
    return pytest.mark.parametrize("filled", found, ids=lambda filled: filled.page)


def forms_but(*pages: str):
    return forms_of(*{filled.page for filled in FORMS} - set(pages))


every_form = forms_but()


class Sheet:
    """A form opened by the one who sends it, and filled in well."""

    def __init__(self, world: World, filled: Filled):
        self.world, self.actor = world, filled.actor
        self.path = filled.path(world)
        given = filled.data(world)
        self.form: Form = shown_form(self.client, self.path)
        assert given.keys() <= self.form.controls.keys(), given.keys() - self.form.controls.keys()
        self.data = self.form.as_shown() | given

    @property
    def client(self):
        return self.world.client(self.actor)

    @property
    def texts(self) -> list[str]:
        """The controls in which something is written, and not chosen."""
        return [
            name
            for name, control in self.form.controls.items()
            if control.kind in ("text", "tel", "textarea")
            and isinstance(self.data.get(name), str)
            and self.data[name]
        ]

    def send(self, **changed):
        for value in self.data.values():
            if hasattr(value, "seek"):
                value.seek(0)
        return self.client.post(self.path, self.data | changed)


@every_form
def test_a_form_sent_twice_has_one_effect_and_leads_to_the_first_result(world, filled):
    sheet = Sheet(world, filled)
    first = sheet.send()
    assert first.status_code == 303, Page(first).texts("errors")
    with nothing_is_saved():
        second = sheet.send()
    assert (second.status_code, second.url) == (303, first.url)


@forms_of(*DONE_ONCE)
def test_who_sends_what_somebody_has_just_done_is_told(world, filled):
    sheet = Sheet(world, filled)
    assert sheet.send().status_code == 303
    with nothing_is_saved():
        response = sheet.send(idempotency_key=str(uuid.uuid4()))
    assert response.status_code in (409, 422), response.status_code
    (told,) = Page(response).texts("errors")
    assert ARABIC.search(told)
    if filled.page.startswith("request_") or filled.page == "person_change":
        assert str(world.users[filled.actor]) in told


# Drawn anew at each writing.
BY_CHANCE = {"key", "reference"}


def numbers_of(sheet: Sheet) -> list[str]:
    """The controls that hold a number, an amount, a day or a time."""
    return [name for name in sheet.texts if re.fullmatch("[A-Z]*[0-9/:.-]+", sheet.data[name])]


def effect_of(sheet: Sheet, **changed) -> list:
    """What a form writes, and then it is as if it had never been sent."""
    before = AuditEntry.objects.count()
    with transaction.atomic():
        response = sheet.send(**changed)
        assert response.status_code == 303, Page(response).texts("errors")
        entries = AuditEntry.objects.order_by("pk").values_list("model", "changes")[before:]
        written = [
            (model, {name: change for name, change in changes.items() if name not in BY_CHANCE})
            for model, changes in entries
        ]
        transaction.set_rollback(True)
    return written


@forms_of(*NUMBERED)
def test_numbers_may_be_written_in_the_digits_of_three_scripts(world, filled):
    with time_machine.travel(timezone.now(), tick=False), one_code_for_every_letter():
        sheet = Sheet(world, filled)
        assert numbers_of(sheet)
        written = effect_of(sheet)
        for zero in "٠۰":
            digits = {ord(str(number)): chr(ord(zero) + number) for number in range(10)}
            typed = {name: sheet.data[name].translate(digits) for name in numbers_of(sheet)}
            assert effect_of(sheet, **typed) == written


def stored_texts() -> dict[str, str]:
    """Every text that stands in an audited table, by its place."""
    texts = {}
    for model in audited_models():
        fields = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField)
        ]
        for values in model._base_manager.values("pk", *fields):
            texts |= {f"{model._meta.label} {values['pk']} {name}": str(values[name]) for name in fields}
    return texts


MARK = "<i on=x>"
ABOUT_PERSON = ("person_detail", "person_change", "person_history", "request_open", "same_need_allow")
ABOUT_REQUEST = (
    "request_detail",
    "request_papers",
    "request_history",
    "request_data_sheet",
    "request_pledge",
)
ABOUT_SESSION = {
    "importbatch": "import_detail",
    "notice": "notice_detail",
    "household": "household_detail",
    "agendaitem": "item_detail",
    "committeesession": "session_detail",
    "researchreport": "report_detail",
}


def pages_about(entry: AuditEntry) -> set[str]:
    """Where something stands that was written: the person's pages, the request's, the committee's, the administration's."""
    app, model = entry.model.split(".")
    pages = {reverse(name, args=[entry.about_person]) for name in ABOUT_PERSON if entry.about_person}
    pages |= {reverse(name, args=[entry.about_request]) for name in ABOUT_REQUEST if entry.about_request}
    pages |= {
        reverse(f"admin:{app}_{model}_{page}", args=[entry.object_pk]) for page in ("change", "history")
    }
    if model in ABOUT_SESSION:
        pages.add(reverse(ABOUT_SESSION[model], args=[entry.object_pk]))
    return pages | {
        reverse(name) for name in ("home", "request_list", "session_list", f"admin:{app}_{model}_changelist")
    }


def with_tricks(sheet: Sheet) -> dict[str, str]:
    """Everything that is written, with hidden characters, and with markup where words are free."""
    names = {*numbers_of(sheet), "signer_name", "latin_name", "email"}
    marked = {
        name: sheet.data[name] if name in names else f"{MARK}{name} {sheet.data[name]}"
        for name in sheet.texts
    }
    return {name: f"\u2067{text}\u202e\u200b\u0640\x00" for name, text in marked.items()}


@forms_but(*ONLY_CHOSEN, *NOT_SHOWN_AGAIN, *KEPT_IN_THE_TRAIL)
def test_markup_is_shown_as_it_was_typed_and_hidden_characters_nowhere(world, filled):
    sheet, before = Sheet(world, filled), AuditEntry.objects.count()
    typed = with_tricks(sheet)
    response = sheet.send(**typed)
    assert response.status_code == 303, Page(response).texts("errors")
    assert not {place for place, text in stored_texts().items() if TURNING.search(text)}
    entries = AuditEntry.objects.order_by("pk")[before:]
    free, shown = {name for name, text in typed.items() if MARK in text}, set()
    for actor in (filled.actor, "auditor"):
        for page in {response.url, "/"}.union(*map(pages_about, entries)):
            text = world.client(actor).get(page, follow=True).text
            assert MARK not in text, f"{page} of {actor}"
            assert not TURNING.search(text), f"{page} of {actor}"
            shown |= {name for name in free if f"&lt;i on=x&gt;{name}" in text}
    assert shown == free


class Hinted(VerbForm):
    said = forms.CharField(help_text=f"{MARK} & “words”")


def test_a_hint_from_the_policy_is_words_and_never_markup(db):
    shown = render_crispy_form(Hinted())
    assert MARK not in shown
    assert "&lt;i on=x&gt; &amp; “words”" in shown


LONG, PROGRAM = "ن" * 10_000, SimpleUploadedFile("id.pdf", b"MZ\x90 a program", "application/pdf")
NONE_OF_OURS = ("none of ours", "-1", str(2**63), "9" * 5_000, "\x00nothing")
WRONG = {
    DualDateField: ("30/5/1446", "31/4/2023", "٢٠/٢٠/١٤٤٦", "غدًا", "1/1/1"),
    AmountField: ("-1", "ألف", "1e5", "٩" * 40, "NaN"),
    CountField: ("-1", "ستة", "٩٩٩٩٩٩", "1.5", "²"),
    ClockField: ("25:00", "٩:٦٠", "صباحًا", "9", "24:00"),
    PaperField: (PROGRAM,) * 5,
    ListField: (PROGRAM,) * 5,
    forms.ModelMultipleChoiceField: NONE_OF_OURS,
    forms.ModelChoiceField: NONE_OF_OURS,
    forms.ChoiceField: NONE_OF_OURS,
    forms.CharField: (LONG,) * 5,
}


def wrong_at_once(form: forms.Form, number: int) -> dict:
    """Something wrong in every field that people fill in."""
    wrong = {}
    for name, field in form.fields.items():
        kinds = [kind for kind in WRONG if isinstance(field, kind)]
        if kinds and not field.widget.is_hidden:
            wrong[name] = WRONG[kinds[0]][number]
    return wrong


@forms_but(*ONLY_CONFIRMED, *NOT_SHOWN_AGAIN, "request_deliver")
def test_every_wrong_field_is_named_and_everything_typed_is_kept(world, filled):
    sheet = Sheet(world, filled)
    form = sheet.client.get(sheet.path).context["form"]
    for number in range(5):
        wrong = wrong_at_once(form, number)
        assert wrong
        PROGRAM.seek(0)
        with nothing_is_saved():
            response = sheet.send(**wrong)
        for name in wrong:
            reason_beside(response, name)
        is_kept(response, **{name: wrong[name] for name in sheet.texts if name in wrong})
