"""Another head of the household: the old one stays as a member or leaves, and nobody is left without somebody."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.refusals import Refused
from audit.writing import one_transaction

from ..models import HouseholdMember, Relation
from .homes import keep
from .members import end_time, still_there

HEAD_CHANGED = gettext_lazy("Another head of the household")

# What the others become to a new head, by what the new head and they were to the old one; whoever is not named here
# becomes another relative. Proposed on the page, decided by the clerk.
_OF_OLD_HEAD = {
    Relation.SPOUSE: Relation.SPOUSE,
    Relation.CHILD: Relation.PARENT,
    Relation.PARENT: Relation.CHILD,
    Relation.SIBLING: Relation.SIBLING,
}
_OF_OTHERS = {
    (Relation.SPOUSE, Relation.CHILD): Relation.CHILD,
    (Relation.SPOUSE, Relation.GRANDCHILD): Relation.GRANDCHILD,
    (Relation.SPOUSE, Relation.WARD): Relation.WARD,
    (Relation.CHILD, Relation.SPOUSE): Relation.PARENT,
    (Relation.CHILD, Relation.CHILD): Relation.SIBLING,
    (Relation.PARENT, Relation.PARENT): Relation.SPOUSE,
    (Relation.PARENT, Relation.CHILD): Relation.GRANDCHILD,
    (Relation.PARENT, Relation.SIBLING): Relation.CHILD,
    (Relation.SIBLING, Relation.SIBLING): Relation.SIBLING,
    (Relation.SIBLING, Relation.PARENT): Relation.PARENT,
}


def proposed_relation(of_new_head: str, of_other: str = Relation.HEAD) -> str:
    """What a member probably is to the new head; of the old head when nothing else is said."""
    if of_other == Relation.HEAD:
        return _OF_OLD_HEAD.get(of_new_head, Relation.OTHER)
    return _OF_OTHERS.get((of_new_head, of_other), Relation.OTHER)


def change_head(
    old_head: HouseholdMember,
    new_head: HouseholdMember,
    *,
    by,
    old_becomes: str = "",
    because: str = "",
    relations: dict[int, str] | None = None,
    on: date | None = None,
    seen_version: int | None = None,
) -> HouseholdMember:
    """Gives the household another head in one act.

    The old one stays and is `old_becomes` to the new one; or leaves, `because` of something, and then `relations` says
    what each member who depended on the old one (by number of the row) is to the new one.
    """
    with one_transaction():
        old = still_there(old_head, by=by, seen_version=seen_version)
        if old.relation != Relation.HEAD:
            raise Refused(_("%(name)s is not the head of this household any more.") % {"name": old})
        new = still_there(new_head, by=by)
        if new.household_id != old.household_id or new.pk == old.pk:
            raise Refused(_("Choose another member of this household."), field="new_head")
        if old_becomes:
            _becomes_member(old, new, old_becomes, by=by)
            return _take_over(new, by=by)
        left_behind = _left_behind(old, new)
        end_time(old, because=because, on=on, by=by)
        new = _take_over(new, by=by)
        for row in left_behind:
            _depend_on(row, new, (relations or {}).get(row.pk, ""), by=by)
        return new


def _becomes_member(old: HouseholdMember, new: HouseholdMember, relation: str, *, by) -> None:
    if relation not in set(Relation) - {Relation.HEAD}:
        raise Refused(_("Say what the former head is to the new one."), field="old_becomes")
    # As the new head will stand when this act is done.
    new.depends_on = None
    old.relation, old.depends_on = relation, new
    keep(old, by=by, reason=HEAD_CHANGED)


def _take_over(new: HouseholdMember, *, by) -> HouseholdMember:
    new.relation, new.depends_on = Relation.HEAD, None
    return keep(new, by=by, reason=HEAD_CHANGED)


def _left_behind(old: HouseholdMember, new: HouseholdMember) -> list[HouseholdMember]:
    """Who depends on the old head, apart from the new one."""
    rows = old.dependants.filter(left_on__isnull=True).exclude(pk=new.pk)
    return list(rows.select_related("household", "person").order_by("pk"))


def _depend_on(row: HouseholdMember, head: HouseholdMember, relation: str, *, by) -> None:
    if relation not in set(Relation) - {Relation.HEAD}:
        sentence = _("Say what %(name)s is to the new head.") % {"name": row}
        raise Refused(sentence, field=f"relation_{row.pk}")
    row.relation, row.depends_on = relation, head
    try:
        keep(row, by=by, reason=HEAD_CHANGED)
    except Refused as refusal:
        raise Refused(refusal.reasons[0], field=f"relation_{row.pk}") from refusal
