"""The sections of a person's page besides requests and papers: facts in groups, and what stands around the person."""

from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import to_python as phone_number

from arabic.calendars import dual, dual_partial
from audit.timeline import moment_text

from .around_rows import moment_of
from .countries import country_name
from .iban import bank_of, in_fours
from .models import Beneficiary, HowConsented, IdentityKind
from .models.particulars import Standing
from .phones import dialled
from .privacy import hidden_fields, may_read_note, shown
from .rules import reason_file_is_read_only


def ltr(text) -> str:
    """Digits and Latin letters that do not turn round inside an Arabic line."""
    return format_html('<bdi dir="ltr" class="number">{}</bdi>', text) if text else ""


# Facts -----------------------------------------------------------------------------------------------------------


def fact_groups(person: Beneficiary, user) -> list[dict]:
    """What is known of the person, each group with the page on which it is changed."""
    may_change = person.is_open and user.may("beneficiaries.change_person")
    hidden = hidden_fields(user)
    groups = (
        (_("Personal data"), "person_change", _identity(person), True),
        (_("Contact and home"), "person_contact", _contact(person), True),
        (_("Education, work and bank"), "person_livelihood", _livelihood(person, user), True),
        (_("Health"), "person_health", _health(person, user), "health_note" not in hidden),
    )
    return [
        {
            "id": page,
            "title": title,
            "facts": [{"label": label, "value": value, "hint": hint} for label, value, hint in facts],
            "url": reverse(page, args=[person.pk]) if may_change and readable else "",
        }
        for title, page, facts, readable in groups
    ]


def _identity(person: Beneficiary) -> list[tuple]:
    kind = person.get_identity_kind_display()
    if person.identity_kind == IdentityKind.NONE:
        document = [
            (_("Identity document"), kind, ""),
            (_("Why there is no document"), person.identity_missing_reason, ""),
            (_("Who follows the document up"), str(person.identity_follow_up_by), ""),
        ]
    else:
        country = country_name(person.identity_country) if person.identity_country else ""
        document = [(kind, ltr(person.identity_number), country)]
    latin = [(_("Name in Latin letters"), ltr(person.latin_name), "")] if person.latin_name else []
    born = dual_partial(person.birth_date, person.birth_precision)
    return [
        *document,
        *latin,
        (_("Gender"), person.get_gender_display(), ""),
        (_("Birth date"), born, _birth_hint(person)),
        (_("Branch"), str(person.branch or _("Head office")), ""),
    ]


def _birth_hint(person: Beneficiary) -> str:
    if person.birth_printed:
        return format_html(_("On the document: {printed}"), printed=ltr(person.birth_printed))
    known = {"month": _("Only the month and the year are known."), "year": _("Only the year is known.")}
    return known.get(person.birth_precision, "")


def _contact(person: Beneficiary) -> list[tuple]:
    place = ltr(f"{person.latitude}, {person.longitude}") if person.latitude is not None else ""
    return [
        (_("Phone"), ltr(dialled(person.phone)), _who_answers(person.phone_answered_by)),
        (_("E-mail"), ltr(person.email), ""),
        (_("Preferred channel"), person.get_preferred_channel_display(), ""),
        (_("Preferred language"), person.get_preferred_language_display(), ""),
        (_("City"), person.city, ""),
        (_("District"), person.district, ""),
        (_("Short national address"), ltr(person.short_address), ""),
        *([(_("Place on the map"), place, "")] if place else []),
    ]


def _who_answers(who: str) -> str:
    return _("%(who)s answers") % {"who": who} if who else ""


def _livelihood(person: Beneficiary, user) -> list[tuple]:
    iban = shown(person, "iban", user)
    readable = iban == person.iban
    return [
        (_("Nationality"), country_name(person.nationality) if person.nationality else "", ""),
        (_("Marital state"), person.get_marital_state_display(), ""),
        (_("Education"), person.get_education_display(), ""),
        (_("Work"), person.get_work_display(), person.workplace),
        (_("IBAN"), ltr(in_fours(iban) if readable else iban), bank_of(iban) if readable else ""),
    ]


def _health(person: Beneficiary, user) -> list[tuple]:
    return [
        (_("Health"), shown(person, "health_note", user), ""),
        (_("Disability"), shown(person, "disability_note", user), ""),
    ]


# Standing --------------------------------------------------------------------------------------------------------

_TONES = {Standing.CLOSED: "neutral", Standing.DECEASED: "closed", Standing.MERGED: "neutral"}
_ICONS = {Standing.CLOSED: "lock", Standing.DECEASED: "dash-circle", Standing.MERGED: "arrow-right"}


def standing_chip(standing: str) -> dict | None:
    """The state of a file that is not open, as a badge."""
    if standing == Standing.OPEN:
        return None
    return {"icon": _ICONS[standing], "label": Standing(standing).label, "tone": _TONES[standing]}


def standing_of(person: Beneficiary, user) -> dict:
    """The state of the file: its badge, the sentence on it, the way to the kept file, and what may be done."""
    links = []
    if user.may("beneficiaries.close_file"):
        pages = {
            Standing.OPEN: (("file_close", _("Close the file")), ("death_record", _("Record a death"))),
            Standing.CLOSED: (
                ("file_reopen", _("Open the file again")),
                ("death_record", _("Record a death")),
            ),
            Standing.DECEASED: (("death_take_back", _("Take the recorded death back")),),
        }.get(person.standing, ())
        links = [{"url": reverse(page, args=[person.pk]), "label": label} for page, label in pages]
    return {
        "chip": standing_chip(person.standing),
        "sentence": reason_file_is_read_only(person) or "",
        "reason": person.standing_reason if person.standing == Standing.DECEASED else "",
        "kept_url": reverse("person_detail", args=[person.merged_into_id]) if person.merged_into_id else "",
        "links": links,
    }


# Around the person -----------------------------------------------------------------------------------------------


def around_sections(person: Beneficiary, user) -> list[dict]:
    """Phones, notes, categories and consents, each with its rows and the way to add one."""
    may = person.is_open and user.may("beneficiaries.change_person")
    agreed = any(not row["withdrawn"] for row in person.consent_rows)
    consents = (
        ("consent_withdraw", _("Record a withdrawal")) if agreed else ("consent_add", _("Record a consent"))
    )
    phones = [_main_phone(person, may), *(_phone(row, may) for row in person.phone_rows)]
    categories = [_category(row, may) for row in person.category_rows]
    add_category = ("category_add", _("Add a category"))
    notes = [note_line(row, user) for row in person.note_rows]
    sections = (
        ("phones", _("Phones"), phones, "", ("phone_add", _("Add a phone"))),
        ("categories", _("Categories"), categories, _("In no category of the policy yet."), add_category),
        (
            "consents",
            _("Consent to keep the data"),
            [_consent(row) for row in person.consent_rows],
            _("No consent is recorded yet."),
            consents,
        ),
        ("notes", _("Notes"), notes, _("No notes yet."), ("note_add", _("Write a note"))),
    )
    return [
        {
            "id": name,
            "title": title,
            "rows": rows,
            "empty": empty,
            "url": reverse(page, args=[person.pk]) if may else "",
            "label": label,
        }
        for name, title, rows, empty, (page, label) in sections
    ]


def line(text, *facts, actions=()) -> dict:
    """One row of a section around a person: what it says, what is known of it, and what can be done with it."""
    return {
        "text": text,
        "facts": [fact for fact in facts if fact],
        "actions": [{"url": reverse(page, args=[pk]), "label": label} for page, pk, label in actions],
    }


def _still_right(day) -> str:
    if not day:
        return _("not confirmed yet")
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return _("still right on %(date)s") % {"date": dual(day)}


def _main_phone(person: Beneficiary, may: bool) -> dict:
    actions = [("phone_confirm", person.pk, _("Still right?"))] if may else []
    right = _still_right(person.phone_confirmed_on)
    who = _who_answers(person.phone_answered_by) or _("the person answers")
    return line(ltr(dialled(person.phone)), who, right, actions=actions)


def _phone(row: dict, may: bool) -> dict:
    actions = [
        ("other_phone_confirm", row["id"], _("Still right?")),
        ("other_phone_end", row["id"], _("End")),
    ]
    number = ltr(dialled(phone_number(row["number"])))
    return line(number, _who_answers(row["who"]), _still_right(row["right"]), actions=actions if may else ())


def _category(row: dict, may: bool) -> dict:
    since = _("since %(date)s") % {"date": dual(date.fromisoformat(row["since"]))}
    return line(row["label"], since, actions=[("category_end", row["id"], _("End"))] if may else ())


def _consent(row: dict) -> dict:
    given = _("%(how)s, %(when)s, written down by %(who)s") % {
        "how": HowConsented(row["how"]).label,
        "when": moment_text(moment_of(row["at"])),
        "who": row["who"],
    }
    text = _("Privacy notice of policy version %(number)s") % {"number": row["version"]}
    withdrawn = ""
    if row["withdrawn"]:
        withdrawn = _("Withdrawn %(when)s: “%(said)s”") % {
            "when": moment_text(moment_of(row["withdrawn"])),
            "said": row["said"],
        }
    return line(text, given, withdrawn, ltr(f"SHA-256 {row['sha256'][:16]}"))


def note_line(row: dict, user) -> dict:
    """A note as this user may read it."""
    readable = may_read_note(user, confidential=row["confidential"])
    written = _("%(who)s, %(when)s") % {"who": row["who"], "when": moment_text(moment_of(row["at"]))}
    confidential = _("confidential") if row["confidential"] and readable else ""
    return line(row["text"] if readable else _("confidential"), written, confidential)
