"""The addresses of the acts on a person's file."""

from dataclasses import replace

from .addresses import page, seen_by

_PERSON = "reception delegate executive auditor"
_CLERKS = seen_by(_PERSON, "reception delegate")
_READERS_OF_HEALTH = seen_by(_PERSON, "reception")
_STANDING = seen_by(_PERSON, "reception executive")

_PAGES = [
    *(
        page(name, _CLERKS, "person")
        for name in (
            *("person_contact", "person_livelihood", "phone_add", "phone_confirm", "note_add"),
            *("category_add", "consent_add", "consent_withdraw"),
        )
    ),
    page("person_health", _READERS_OF_HEALTH, "person"),
    *(page(name, _CLERKS, "other_phone") for name in ("other_phone_confirm", "other_phone_end")),
    page("category_end", _CLERKS, "person_category"),
    *(
        page(name, _STANDING, "person")
        for name in ("file_close", "file_reopen", "death_record", "death_take_back")
    ),
    page(
        "person_contact",
        seen_by("reception other_delegate executive auditor", "reception other_delegate"),
        "foreign_person",
        about="foreign",
    ),
    page(
        "file_close",
        seen_by("reception other_delegate executive auditor", "reception executive"),
        "foreign_person",
        about="foreign",
    ),
]
# All of them show whose file it is.
FILES = [replace(address, is_a_look=True) for address in _PAGES]
