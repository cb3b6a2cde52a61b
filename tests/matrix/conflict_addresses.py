"""The pages about conflicts of interest, and who finds what there."""

from .addresses import COMMITTEE, RUNNERS, only, page, seen_by

CONFLICTS = [
    *(page(name, only(COMMITTEE, 403)) for name in ("declaration", "declaration_change", "relation_add")),
    # One's own; for everybody else it is not there.
    page("relation_end", only("member", 404), "relation"),
    page("item_rule_on_conflict", seen_by(f"{COMMITTEE} auditor", RUNNERS), "tied_item"),
]
