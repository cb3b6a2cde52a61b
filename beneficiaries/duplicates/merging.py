"""Two files of one person become one: proposed by one, approved by another, and taken apart when it was wrong."""

from dataclasses import dataclass

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.text import clean_line, listed
from audit.refusals import NotPermitted, Refused
from audit.writing import one_transaction, refuse_stale, write

from ..models import Beneficiary, DuplicatePair, FileMerge, MergeState, PairState, Standing
from ..people import search_name_of
from ..privacy import refuse_hidden
from .choices import as_stored, fields_taken_over, groups, put_back
from .moving import (
    FILES_MERGED,
    TAKEN_APART,
    carry_out,
    moves_between,
    read_moves,
    stored_moves,
    take_back,
)
from .pairs import MAY_COMPARE, MAY_PROPOSE, inherit_pairs, refuse_without, remember_likely
from .rules import reasons_against_merging

LONGEST_REASON = 300


def propose_merge(kept: Beneficiary, merged: Beneficiary, *, taken_over, because: str, by) -> FileMerge:
    """Proposes that one file is taken into another; `taken_over` names the fields that come from the merged one.

    Nothing else changes before a second person has approved it.
    """
    refuse_without(by, MAY_PROPOSE)
    because = _reason(because, _("Write how you know that both files are of one person."))
    with one_transaction():
        kept, merged = _in_hand(kept.pk, merged.pk, by)
        fields = fields_taken_over(kept, merged, taken_over)
        refuse_hidden(fields, by)
        if reasons := reasons_against_merging(kept, merged, fields):
            raise Refused(reasons)
        proposal = FileMerge(
            kept=kept,
            merged=merged,
            taken_over=fields,
            because=because,
            proposed_by=by,
            proposed_at=timezone.now(),
        )
        return write(proposal, by=by, reason=gettext_lazy("Merge of files proposed"), note=because)


def refuse_merge(merge: FileMerge, *, because: str, by, seen_version: int | None = None) -> FileMerge:
    """The second person does not agree; both files stay as they are."""
    because = _reason(because, _("Write why the files are not merged."))
    with one_transaction():
        now = _to_decide(merge, by, seen_version)
        now.state, now.refused_because = MergeState.REFUSED, because
        now.decided_by, now.decided_at = by, timezone.now()
        return write(now, by=by, reason=gettext_lazy("Merge of files refused"), note=because)


def approve_merge(
    merge: FileMerge, *, by, seen_version: int | None = None, seen_files: str = ""
) -> FileMerge:
    """Carries a proposed merge out: every row passes to the kept file, and the other becomes a signpost.

    `seen_files` are the versions of both files that stood on the screen, as `versions_of` says them.
    """
    with one_transaction():
        now = _to_decide(merge, by, seen_version)
        kept, merged = _in_hand(now.kept_id, now.merged_id, by)
        if seen_files and seen_files != versions_of(kept, merged):
            raise Refused(
                _("One of the two files was changed after you opened this page. Compare them again.")
            )
        if reasons := reasons_against_merging(kept, merged, now.taken_over, besides=now):
            raise Refused(reasons)
        try:
            return _carry_out(now, kept, merged, by)
        except IntegrityError as error:
            raise Refused(_("The database refused this merge, so nothing was changed.")) from error


def versions_of(kept: Beneficiary, merged: Beneficiary) -> str:
    return f"{kept.version}-{merged.version}"


def _carry_out(now: FileMerge, kept: Beneficiary, merged: Beneficiary, by) -> FileMerge:
    told = {"by": by, "reason": FILES_MERGED, "note": now.because}
    moves = moves_between(kept, merged)
    now.fields_before = {
        name: {"before": as_stored(kept, name), "after": as_stored(merged, name)} for name in now.taken_over
    }
    now.rows_moved = stored_moves(moves)
    now.state, now.decided_by, now.decided_at = MergeState.APPROVED, by, timezone.now()
    write(now, **told)
    # In this order: an identity number stands in one file at a time, and nothing is written into a signpost.
    merged.standing, merged.standing_reason, merged.merged_into = Standing.MERGED, now.because, kept
    write(merged, **told)
    for name in now.taken_over:
        put_back(kept, name, now.fields_before[name]["after"])
    kept.search_name = search_name_of(kept)
    write(kept, **told)
    carry_out(moves, **told)
    _settle_pair(now, PairState.MERGED, now.because, by, FILES_MERGED)
    inherit_pairs(merged, kept, by=by)
    # What came over may look like a third file.
    remember_likely(kept, by=by)
    return now


@dataclass(frozen=True)
class TakenApart:
    """A merge that was taken apart, and what of it stays because it was written since."""

    merge: FileMerge
    fields_kept: list[str]
    rows_kept: list

    @property
    def sentences(self) -> list[str]:
        """What stays as it was written since, for whoever took the files apart."""
        labels = [str(Beneficiary._meta.get_field(name).verbose_name) for name in self.fields_kept]
        kinds = dict.fromkeys(str(row._meta.verbose_name) for row in self.rows_kept)
        told = []
        if labels:
            told.append(_("Changed since the merge, so it stays in the kept file: %(fields)s."))
        if kinds:
            told.append(_("Changed since the merge, so it keeps the newer state: %(records)s."))
        return [sentence % {"fields": listed(labels), "records": listed(kinds)} for sentence in told]


def take_apart(merge: FileMerge, *, because: str, by, seen_version: int | None = None) -> TakenApart:
    """Undoes a merge: fields and rows are as they were, unless somebody wrote something newer there since.

    One person suffices, also one who proposed or approved it: the two files are safe again in either case.
    """
    refuse_without(by, MAY_COMPARE)
    because = _reason(because, _("Write why the files are taken apart again."))
    with one_transaction():
        now = _locked(merge, seen_version)
        if now.state != MergeState.APPROVED:
            raise Refused(_("These files are not merged."))
        kept, merged = _in_hand(now.kept_id, now.merged_id, by)
        if not kept.is_open:
            sentence = _("The file of %(name)s is not open any more; open it again first.")
            raise Refused(sentence % {"name": kept.full_name})
        try:
            return _undo(now, kept, merged, because, by)
        except IntegrityError as error:
            sentence = _("Something that was written since stands against it, so nothing was changed.")
            raise Refused(sentence) from error


def _undo(now: FileMerge, kept: Beneficiary, merged: Beneficiary, because: str, by) -> TakenApart:
    told = {"by": by, "reason": TAKEN_APART, "note": because}
    fields_kept = _fields_back(now, kept)
    number = (kept.identity_number, kept.identity_country)
    if kept.identity_number and number == (merged.identity_number, merged.identity_country):
        raise Refused(
            _("The kept file bears the identity number of the other one by a later change. Correct it first.")
        )
    write(kept, **told)
    merged.standing, merged.standing_reason, merged.merged_into = Standing.OPEN, "", None
    write(merged, **told)
    rows_kept = take_back(read_moves(now.rows_moved), **told)
    now.state, now.undone_because = MergeState.UNDONE, because
    now.undone_by, now.undone_at = by, timezone.now()
    write(now, **told)
    _settle_pair(now, PairState.DIFFERENT, because, by, TAKEN_APART)
    return TakenApart(now, fields_kept, rows_kept)


def _fields_back(now: FileMerge, kept: Beneficiary) -> list[str]:
    """Gives the kept file its own values again; returns the fields whose newer value stays, with their group."""
    newer = {name for name, value in now.fields_before.items() if as_stored(kept, name) != value["after"]}
    stays = [name for group in _groups_of(now) if newer & set(group) for name in group]
    for name in now.fields_before.keys() - set(stays):
        put_back(kept, name, now.fields_before[name]["before"])
    kept.search_name = search_name_of(kept)
    return stays


def _groups_of(now: FileMerge) -> list[tuple[str, ...]]:
    return [group for group in groups() if group[0] in now.fields_before]


def merges_visible_to(user):
    """The merges of which this person may see both files."""
    if not (user.may(MAY_COMPARE) or user.may("audit.read_everything")):
        return FileMerge.objects.none()
    if user.may("beneficiaries.see_everyone"):
        return FileMerge.objects.all()
    people = Beneficiary.objects.visible_to(user)
    return FileMerge.objects.filter(kept__in=people, merged__in=people)


def _in_hand(kept: int, merged: int, by) -> tuple[Beneficiary, Beneficiary]:
    """Both files, locked in the order of their numbers, so that two merges do not wait for each other."""
    if kept == merged:
        raise Refused(_("Choose two different files."))
    people = Beneficiary.objects.visible_to(by).select_for_update(of=("self",)).order_by("pk")
    found = {person.pk: person for person in people.filter(pk__in=[kept, merged])}
    if len(found) < 2:
        raise NotPermitted(_("This person's file belongs to another branch."))
    return found[kept], found[merged]


def _locked(merge: FileMerge, seen_version: int | None) -> FileMerge:
    now = FileMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    refuse_stale(now, seen_version)
    return now


def _to_decide(merge: FileMerge, by, seen_version: int | None) -> FileMerge:
    refuse_without(by, MAY_COMPARE)
    now = _locked(merge, seen_version)
    if now.state != MergeState.PROPOSED:
        raise Refused(_("This merge was decided already."))
    if reason := reason_not_to_decide(now, by):
        raise Refused(reason)
    return now


def reason_not_to_decide(merge: FileMerge, by) -> str | None:
    """Two people see both files before they become one."""
    if merge.proposed_by_id == by.pk:
        return _("You proposed this merge; another person decides it.")
    return None


def _reason(because: str, missing: str) -> str:
    because = clean_line(because)
    if not because:
        raise Refused(missing, field="because")
    if len(because) > LONGEST_REASON:
        sentence = _("This reason is too long: at most %(number)d letters.") % {"number": LONGEST_REASON}
        raise Refused(sentence, field="because")
    return because


def _settle_pair(merge: FileMerge, state: str, because: str, by, reason) -> None:
    first, second = sorted((merge.kept_id, merge.merged_id))
    pair = DuplicatePair.objects.select_for_update().filter(first=first, second=second).first()
    if pair is not None:
        pair.state, pair.because, pair.decided_by = state, because, by
        write(pair, by=by, reason=reason, note=because)
