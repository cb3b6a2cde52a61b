"""The addresses of possible duplicates and of merges, and what each person finds there."""

from .addresses import only, page, seen_by

_COMPARING = "reception executive auditor"

DUPLICATES = [
    page("duplicate_list", only(_COMPARING, 403)),
    page("duplicates_export", only("reception executive", 403)),
    page("duplicate_detail", only(_COMPARING, 404), "pair"),
    page("duplicate_tell_apart", seen_by(_COMPARING, "reception"), "pair"),
    page("merge_propose", seen_by(_COMPARING, "reception"), "pair"),
    page("merge_detail", only(_COMPARING, 404), "merge"),
    page("merge_approve", seen_by(_COMPARING, "reception executive"), "merge"),
    page("merge_refuse", seen_by(_COMPARING, "reception executive"), "merge"),
    page("merge_take_apart", seen_by(_COMPARING, "reception executive"), "merged"),
]
