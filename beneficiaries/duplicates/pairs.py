"""Files that look like one person's, remembered in pairs until somebody compares them."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arabic.text import clean_line
from audit.refusals import NotPermitted, Refused
from audit.writing import one_transaction, refuse_stale, write

from ..models import Beneficiary, DuplicatePair, FileMerge, MergeState, PairState, Standing
from .signs import Likely, Sign, likely_duplicates

MAY_COMPARE = "beneficiaries.approve_merge"
MAY_PROPOSE = "beneficiaries.propose_merge"
FOUND = gettext_lazy("Possible duplicate found")
TOLD_APART = gettext_lazy("Two different people")
LONGEST_REASON = DuplicatePair._meta.get_field("because").max_length


class LooksLikeAnother(Refused):
    """A new file that looks like others and of which nobody has said why it is another person's."""

    def __init__(self, found: list[Likely]):
        self.found = found
        number = len(found)
        sentence = ngettext(
            "There is a file that may be this person's. Open it instead, or write why this is another person.",
            "There are %(number)d files that may be this person's. Open one instead, or write why this is another "
            "person.",
            number,
        )
        super().__init__(sentence % {"number": number}, field="different_because")


def refuse_unexplained(found: list[Likely], because: str, compared_with: Iterable[int] | None = None) -> None:
    """A file that looks like another is opened only with a reason, whatever form, sheet or command asks for it.

    A reason written before one of these files came up is not about that file.
    """
    unseen = compared_with is not None and {one.person.pk for one in found} - set(compared_with)
    if found and (not clean_line(because) or unseen):
        raise LooksLikeAnother(found)
    if len(clean_line(because)) > LONGEST_REASON:
        sentence = _("This reason is too long: at most %(number)d letters.") % {"number": LONGEST_REASON}
        raise Refused(sentence, field="different_because")


def remember(person: Beneficiary, found: Iterable[Likely], *, by, because: str = "") -> list[DuplicatePair]:
    """Keeps each of these files with the person's as a pair to be compared.

    What a clerk wrote at the desk is noted on the pair and does not settle it: it lets the person in front of the desk
    be served, and whether it holds is decided where both files stand side by side. A pair that was told apart stays
    so, also after one of its files was merged into another, until something more is alike.
    """
    found = list(found)
    if not found:
        return []
    known = _known_pairs(person, found)
    pairs = [_remember_one(person, one, known, by, clean_line(because)) for one in found]
    return [pair for pair in pairs if pair is not None]


def remember_likely(person: Beneficiary, *, by) -> list[DuplicatePair]:
    """Looks for files like this one, after something of it has changed."""
    return remember(person, likely_duplicates(person), by=by)


def inherit_pairs(merged: Beneficiary, kept: Beneficiary, *, by) -> None:
    """What waits to be compared with a merged file waits to be compared with the one that was kept."""
    for pair in DuplicatePair.objects.filter(Q(first=merged) | Q(second=merged), state=PairState.WAITING):
        other = pair.second if pair.first_id == merged.pk else pair.first
        if other.pk != kept.pk and other.standing != Standing.MERGED:
            alike = Likely(other, tuple(sign for sign in Sign if sign.value in pair.signs))
            remember(kept, [alike], by=by, because=pair.because)


def _remember_one(person, one: Likely, known: dict, by, because: str) -> DuplicatePair | None:
    signs = {str(sign.value) for sign in one.signs}
    pair, told_apart_by = known.get(frozenset((person.pk, one.person.pk)), (None, frozenset()))
    if signs <= told_apart_by:
        return None
    if pair is None:
        first, second = sorted((person, one.person), key=lambda file: file.pk)
        pair = DuplicatePair(first=first, second=second, found_at=timezone.now(), because=because)
    elif pair.state == PairState.MERGED:
        return None
    elif pair.state == PairState.DIFFERENT:
        pair.state, pair.decided_by, pair.found_at = PairState.WAITING, None, timezone.now()
        pair.because = because
    pair.signs = sorted(signs | set(pair.signs))
    return write(pair, by=by, reason=FOUND, note=because)


def _known_pairs(person: Beneficiary, found: list[Likely]) -> dict[frozenset, tuple]:
    """Of two files: their pair, if there is one, and by what they or signposts of theirs were alike and told apart."""
    roots = {pk: pk for pk in (person.pk, *(one.person.pk for one in found))}
    step = roots
    while step:
        signposts = Beneficiary.objects.filter(merged_into__in=step).values_list("pk", "merged_into")
        step = {pk: roots[kept] for pk, kept in signposts if pk not in roots}
        roots = {**roots, **step}
    own = [pk for pk, root in roots.items() if root == person.pk]
    rows = DuplicatePair.objects.filter(
        Q(first__in=own, second__in=roots) | Q(first__in=roots, second__in=own)
    )
    known: dict[frozenset, tuple] = {}
    for row in rows:
        both = frozenset((roots[row.first_id], roots[row.second_id]))
        pair, told_apart_by = known.get(both, (None, frozenset()))
        if {row.first_id, row.second_id} == both:
            pair = row
        if row.state == PairState.DIFFERENT:
            told_apart_by |= frozenset(row.signs)
        known[both] = pair, told_apart_by
    return known


def pairs_visible_to(user):
    """The pairs of which this person may see both files; nobody else compares anything."""
    if not (user.may(MAY_COMPARE) or user.may("audit.read_everything")):
        return DuplicatePair.objects.none()
    people = Beneficiary.objects.visible_to(user)
    if user.may("beneficiaries.see_everyone"):
        return DuplicatePair.objects.all()
    return DuplicatePair.objects.filter(first__in=people, second__in=people)


def tell_apart(pair: DuplicatePair, *, because: str, by, seen_version: int | None = None) -> DuplicatePair:
    """Two files are of two people: kept with the reason, and not asked again unless something more is alike."""
    refuse_without(by, MAY_PROPOSE)
    because = clean_line(because)
    if not because:
        raise Refused(_("Write how you know that these are two people."), field="because")
    with one_transaction():
        now = DuplicatePair.objects.select_for_update().get(pk=pair.pk)
        refuse_stale(now, seen_version)
        if now.state != PairState.WAITING:
            raise Refused(_("These two files were compared already."))
        both = [now.first_id, now.second_id]
        if FileMerge.objects.filter(kept__in=both, merged__in=both, state=MergeState.PROPOSED).exists():
            raise Refused(_("A merge of these two files is proposed; it is approved or refused first."))
        now.state, now.because, now.decided_by = PairState.DIFFERENT, because, by
        return write(now, by=by, reason=TOLD_APART, note=because)


def refuse_without(by, permission: str) -> None:
    if not by.may(permission):
        raise NotPermitted(_("Your role does not include this step."))


def signs_of(pair: DuplicatePair) -> list[str]:
    """What was alike when the pair was found, in sentences."""
    return [str(sign.label) for sign in Sign if sign.value in pair.signs]
