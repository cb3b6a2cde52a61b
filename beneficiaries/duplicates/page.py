"""What the pages of a pair and of a merge show."""

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from audit.timeline import moment_text

from ..models import DuplicatePair, FileMerge, MergeState, PairState
from .comparison import compared_fields, compared_parts, what_passes_on
from .merging import reason_not_to_decide
from .pairs import MAY_COMPARE, MAY_PROPOSE, signs_of
from .rooms import asked_of_rooms
from .rules import joined, reasons_against_merging


def pair_page(pair: DuplicatePair, *, user) -> dict:
    """Two files side by side, what is alike, and what may be done."""
    merge = newest_merge(pair)
    waits = pair.state == PairState.WAITING
    return {
        "pair": pair,
        "crumbs": [_to_queue()],
        "sides": [_side(person) for person in (pair.first, pair.second)],
        "signs": signs_of(pair),
        "fields": compared_fields(pair.first, pair.second, user=user),
        "parts": compared_parts(pair.first, pair.second, user=user),
        "state": pair.get_state_display(),
        "merge_url": reverse("merge_detail", args=[merge.pk]) if merge else "",
        "merge_state": merge.get_state_display() if merge else "",
        "may_decide": waits and user.may(MAY_PROPOSE) and (merge is None or not _is_waiting(merge)),
        "may_merge": pair.first.is_open and pair.second.is_open,
    }


def merge_page(merge: FileMerge, *, user) -> dict:
    """Everything that a merge changes, who proposed it and why, and what may be done."""
    waits = _is_waiting(merge)
    taken = set(merge.taken_over)
    rows = compared_fields(merge.kept, merge.merged, user=user)
    for row in rows if waits else ():
        if row["name"] in taken:
            row["cells"][1]["mark"] = _("taken over")
        elif not row["is_same"]:
            row["cells"][0]["mark"] = _("stays")
    after = joined(merge.kept, merge.merged, merge.taken_over) if waits else None
    may = user.may(MAY_COMPARE)
    return {
        "merge": merge,
        "crumbs": [_to_queue()],
        "sides": [_side(person, becomes) for person, becomes in _becoming(merge)],
        "caption": _("The file that is kept, and the one that becomes a signpost")
        if waits
        else _("The two files side by side"),
        "fields": rows,
        "passes_on": what_passes_on(merge.merged) if waits else [],
        "notes": asked_of_rooms("notes_on", merge.kept, merge.merged, after) if waits else [],
        "against": reasons_against_merging(merge.kept, merge.merged, merge.taken_over, besides=merge)
        if waits
        else [],
        "told": _told(merge),
        "may_decide": waits and may and reason_not_to_decide(merge, user) is None,
        "not_to_decide": reason_not_to_decide(merge, user) if waits and may else None,
        "may_take_apart": merge.state == MergeState.APPROVED and may,
    }


def _becoming(merge: FileMerge) -> list[tuple]:
    """Both files, with what they become or became; nothing where the merge did not happen or does not stand."""
    words = {
        MergeState.PROPOSED: (_("is kept"), _("becomes a signpost")),
        MergeState.APPROVED: (_("was kept"), _("became a signpost")),
    }.get(merge.state, ("", ""))
    return list(zip((merge.kept, merge.merged), words, strict=True))


def _told(merge: FileMerge) -> list[dict]:
    """Who did what with this merge, and why."""
    acts = (
        (_("Proposed"), merge.proposed_by, merge.proposed_at, merge.because),
        (
            _("Approved") if merge.state in (MergeState.APPROVED, MergeState.UNDONE) else _("Refused"),
            merge.decided_by,
            merge.decided_at,
            merge.refused_because,
        ),
        (_("Taken apart"), merge.undone_by, merge.undone_at, merge.undone_because),
    )
    return [
        {"label": label, "value": str(who), "hint": _when_and_why(at, because)}
        for label, who, at, because in acts
        if who is not None
    ]


def _when_and_why(at, because: str) -> str:
    return format_html("<bdi>{}</bdi><br><bdi>{}</bdi>", moment_text(at), because)


def _side(person, becomes: str = "") -> dict:
    return {
        "becomes": becomes,
        "name": person.full_name,
        "number": person.pk,
        "url": reverse("person_detail", args=[person.pk]),
        "standing": "" if person.is_open else person.get_standing_display(),
    }


def _is_waiting(merge: FileMerge) -> bool:
    return merge.state == MergeState.PROPOSED


def newest_merge(pair: DuplicatePair) -> FileMerge | None:
    """The newest merge of these two files, whichever of them was kept."""
    one, other = pair.first_id, pair.second_id
    merges = FileMerge.objects.filter(Q(kept=one, merged=other) | Q(kept=other, merged=one))
    return merges.order_by("-pk").first()


def closed_for_both(pair: DuplicatePair) -> list[dict]:
    """What stands against merging these files, whichever of them is kept."""
    one, other = pair.first, pair.second
    reasons = reasons_against_merging(one, other, [])
    if reasons:
        other_way = reasons_against_merging(other, one, [])
        reasons = reasons if other_way else []
    return [{"open": False, "sentence": sentence} for sentence in reasons]


def verb_crumbs(url: str, label: str) -> list[dict]:
    return [_to_queue(), {"url": url, "label": label}]


def _to_queue() -> dict:
    return {"url": reverse("duplicate_list"), "label": _("Possible duplicates")}
