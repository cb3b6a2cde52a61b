"""The pages on which researchers are assigned, and what each person finds there."""

from .addresses import SIGHT, only, page, seen_by

_LOOKERS = "executive auditor"

ASSIGNING = [
    page("researcher_list", only(_LOOKERS, 403)),
    page("researcher_detail", only(_LOOKERS, 404), "social_researcher"),
    page("district_add", only("executive", 404, forbidden="auditor"), "social_researcher"),
    page("district_end", only("executive", 404, forbidden="auditor"), "district"),
    page("request_reassign", seen_by(SIGHT["referred"], "executive"), "referred", about="referred"),
    page("request_reassign", seen_by(SIGHT["received"], "executive"), "received", about="received"),
]
