"""What stands against joining two files: asked before anything is proposed, and once more before it happens."""

from copy import copy

from django.utils.translation import gettext as _

from ..households.rules import reason_birth_does_not_fit
from ..models import Beneficiary, FileMerge, HouseholdMember, MergeState, Relation
from ..people import search_name_of
from ..rules import reasons_against
from .choices import as_stored, put_back
from .rooms import asked_of_rooms


def joined(kept: Beneficiary, merged: Beneficiary, taken_over: list[str]) -> Beneficiary:
    """The kept file as the merge would leave it, saved nowhere."""
    draft = copy(kept)
    for name in taken_over:
        put_back(draft, name, as_stored(merged, name))
    draft.search_name = search_name_of(draft)
    return draft


def reasons_against_merging(
    kept: Beneficiary, merged: Beneficiary, taken_over: list[str], *, besides: FileMerge | None = None
) -> list[str]:
    """Every reason why these two files cannot become one now; empty when they can."""
    reasons = [
        *(reason_file_is_not_open(person) for person in (kept, merged)),
        reason_of_another_proposal(kept, merged, besides),
        reason_of_two_homes(kept, merged),
    ]
    told = [reason for reason in reasons if reason]
    told += asked_of_rooms("reasons_against", kept, merged)
    draft = joined(kept, merged, taken_over)
    told += [sentence for _field, sentence in reasons_against(draft)] if taken_over else []
    if reason := reason_birth_does_not_fit(draft):
        told.append(reason)
    return told


def reason_file_is_not_open(person: Beneficiary) -> str | None:
    """Only files with which is worked are merged."""
    if not person.is_open:
        return _("The file of %(name)s is not open any more.") % {"name": person.full_name}
    return None


def reason_of_another_proposal(kept, merged, besides: FileMerge | None) -> str | None:
    """A file waits for one merge at a time, else the second would find another file than the one that was compared."""
    both = [kept.pk, merged.pk]
    waiting = FileMerge.objects.filter(state=MergeState.PROPOSED).exclude(pk=besides.pk if besides else None)
    if waiting.filter(kept__in=both).exists() or waiting.filter(merged__in=both).exists():
        return _("A merge of one of these files waits for a second person already; decide that one first.")
    return None


def reason_of_two_homes(kept: Beneficiary, merged: Beneficiary) -> str | None:
    """One person lives in one household; where both files stand in it, only one that holds nobody up can end."""
    homes = HouseholdMember.objects.filter(person__in=[kept.pk, merged.pk], left_on__isnull=True)
    homes = {row.person_id: row for row in homes}
    if len(homes) < 2:
        return None
    if homes[kept.pk].household_id != homes[merged.pk].household_id:
        return _(
            "The two files stand in different households. Say first in which one the person lives: write in the other "
            "that they left."
        )
    row = homes[merged.pk]
    if row.relation == Relation.HEAD or row.dependants.filter(left_on__isnull=True).exists():
        return _(
            "In the household others depend on %(name)s. Give them to the member whose file is kept, or keep this file "
            "instead."
        ) % {"name": merged.full_name}
    return None
