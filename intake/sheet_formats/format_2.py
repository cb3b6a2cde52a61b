"""Format 2: everything that the person states, the household among it, and each document as it was presented.

The order of every list follows from what stands in it, never from the numbers of rows. docs/data-sheet.md tells it to
whoever wants to recompute a digest.
"""

import unicodedata
from decimal import Decimal

from beneficiaries.stated import Stated, amount_of, facts_of_member

from .format_1 import day, policy_facts, request_facts

# As they are stored; the rest of a person's row is how the association works with the file.
_OF_PERSON = (
    *("identity_kind", "identity_number", "identity_country", "identity_missing_reason"),
    *("first_name", "father_name", "grandfather_name", "family_name", "latin_name"),
    *("gender", "birth_precision", "birth_printed", "nationality", "marital_state"),
    *("phone_answered_by", "email", "city", "district", "short_address", "iban"),
    *("education", "work", "workplace", "health_note", "disability_note"),
)
# The day is the fact; how it was written when the document was looked at again is not.
_OF_DOCUMENT = ("verdict", "number", "proves", "difference", "waiver_reason")
_DAYS_OF_DOCUMENT = ("issued_on", "expires_on", "presented_on")
_DEGREES = Decimal("0.000001")
_HEAD = "head"


def facts_of(case) -> dict:
    """The sheet of a case as it stands now."""
    channels = {channel.pk: channel.code for channel in case.parts.channels}
    facts = {
        "format": 2,
        **stated_facts(case.person, case.stated),
        "policy": policy_facts(case.version),
        "request": request_facts(case.request),
        "documents": [_document(document, check, channels) for document, check in case.checks],
        "fact_checks": sorted(case.checked_facts, key=lambda row: row["fact"]),
    }
    return _composed(facts)


def stated_facts(person, stated: Stated) -> dict:
    """What the person states: of themselves, of the ways to reach them, and of the household."""
    return _composed(
        {
            "person": _person(person),
            "phones": sorted(stated.phones, key=lambda row: row["number"]),
            "categories": sorted(
                ({"code": row["code"], "since_on": row["since_on"]} for row in stated.categories),
                key=lambda row: row["code"],
            ),
            "household": _household(stated),
        }
    )


def _person(person) -> dict:
    return {
        **{name: getattr(person, name) for name in _OF_PERSON},
        "birth_date": day(person.birth_date),
        "phone": str(person.phone),
        "latitude": _degrees(person.latitude),
        "longitude": _degrees(person.longitude),
    }


def _degrees(value) -> str | None:
    return None if value is None else str(Decimal(value).quantize(_DEGREES))


def _household(stated: Stated) -> dict | None:
    if stated.home is None:
        return None
    return {**stated.home, "members": _members(stated.members), "budget": _budget(stated.budget)}


def _members(rows: list[dict]) -> list[dict]:
    """The head, then the eldest first. Of members with one name the second is called by it and (2)."""
    facts = {row["key"]: facts_of_member(row) for row in rows}
    support = {row["key"]: row["depends_on"] for row in rows}
    in_order = sorted(facts, key=lambda key: _place(facts[key]))
    called, seen = {}, {}
    for key in in_order:
        name = facts[key]["name"]
        seen[name] = seen.get(name, 0) + 1
        called[key] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return [{**facts[key], "called": called[key], "depends_on": called.get(support[key])} for key in in_order]


def _place(member: dict) -> tuple:
    """Where a member stands in the list: by everything that is stated of them, as text."""
    rest = (member["birth_date"], *(member[name] for name in sorted(member)))
    return (member["relation"] != _HEAD, *("" if value is None else str(value) for value in rest))


def _budget(rows: list[dict]) -> list[dict]:
    lines = [{**row, "monthly_amount": str(amount_of(row))} for row in rows]
    names = ("direction", "kind", "note", "monthly_amount")
    return sorted(lines, key=lambda line: [line[name] for name in names])


def _document(document, check, channels: dict) -> dict:
    blank = dict.fromkeys((*_OF_DOCUMENT, *_DAYS_OF_DOCUMENT, "channel", "file_sha256"))
    if check is None:
        return {"code": document.code, **blank}
    return {
        "code": document.code,
        **{name: getattr(check, name) for name in _OF_DOCUMENT},
        **{name: day(getattr(check, name)) for name in _DAYS_OF_DOCUMENT},
        "channel": channels.get(check.channel_id),
        "file_sha256": check.file.sha256 if check.file else None,
    }


def _composed(value):
    """Every text in its composed form (NFC): what looks and reads the same is the same."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {key: _composed(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_composed(part) for part in value]
    return value
