"""The addresses of the register and of the public check, and what each person finds there."""

from dataclasses import replace

from django.urls import reverse

from .addresses import COMMITTEE, EVERYBODY, Address, only, page, seen_by

_READERS = "reception executive auditor"
_OWN = "reception delegate executive auditor"
_FOREIGN = "reception other_delegate executive auditor"
_KEEPERS = "reception executive"

_CHECK = [
    page("letter_check_form", only(EVERYBODY, 200, anonymous=200)),
    Address(
        "letter_check",
        "",
        lambda world: reverse("letter_check", args=[world.rows["letter"].code]),
        only(EVERYBODY, 200, anonymous=200),
    ),
]
_EXPORTS = [page(name, only(_KEEPERS, 403)) for name in ("letters_export", "incoming_export")]
_RECORD = [page("incoming_record", only(_KEEPERS, 403))]
_LOOKS = [
    page("letter_list", only(_READERS, 403)),
    page("incoming_list", only(_READERS, 403)),
    *(page(name, only(_OWN, 404), "letter", about="own") for name in ("letter_detail", "letter_file")),
    *(
        page(name, only(_FOREIGN, 404), "foreign_letter", about="foreign")
        for name in ("letter_detail", "letter_file")
    ),
    page("letter_detail", only(_FOREIGN, 404), "foreign_pledge", about="pledge"),
    # With the bank account and the state of health in it.
    page("letter_file", only("reception auditor", 404), "foreign_pledge", about="pledge"),
    *(
        page(name, only(f"{COMMITTEE} auditor", 404), "minutes_letter", about="minutes")
        for name in ("letter_detail", "letter_file")
    ),
    page("hand_over_record", seen_by(_OWN, "reception delegate executive"), "letter", about="own"),
    page("hand_over_record", seen_by(f"{COMMITTEE} auditor", ""), "minutes_letter", about="minutes"),
    page("incoming_detail", only(_READERS, 404), "incoming", about="nobody"),
    page("incoming_detail", only(_OWN, 404), "incoming_of_person", about="person"),
    page("incoming_file", only(_READERS, 404), "incoming", about="nobody"),
    page("incoming_file", only("", 404), "incoming_of_person", about="without a scan"),
    page("incoming_correct", seen_by(_READERS, _KEEPERS), "incoming", about="nobody"),
    page("incoming_correct", seen_by(_OWN, _KEEPERS), "incoming_of_person", about="person"),
]
REGISTER = [*_CHECK, *_EXPORTS, *_RECORD, *(replace(address, is_a_look=True) for address in _LOOKS)]
