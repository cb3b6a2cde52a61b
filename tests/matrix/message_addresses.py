"""The addresses of messages to look after, and what each person finds there."""

from .addresses import only, page, seen_by

_HANDLERS = "reception delegate executive"
_OWN = f"{_HANDLERS} auditor"
_FOREIGN = "reception other_delegate executive auditor"
_ACTS = ("notice_send_again", "notice_hand_over", "notice_drop")

MESSAGES = [
    page("notice_list", only(f"{_OWN} other_delegate", 403)),
    page("notice_detail", only(_OWN, 404), "notice", about="own"),
    page("notice_detail", only(_FOREIGN, 404), "foreign_notice", about="foreign"),
    *(page(name, seen_by(_OWN, _HANDLERS), "notice") for name in _ACTS),
    page("notice_hand_over", seen_by(_FOREIGN, "reception other_delegate executive"), "foreign_notice"),
]
