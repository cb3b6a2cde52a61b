"""A file that was merged stands as a signpost: its number and names lead to the file that was kept."""

from django.db.models import Exists, OuterRef, Subquery

from ..models import Beneficiary, DuplicatePair


def kept_file(person: Beneficiary) -> Beneficiary:
    """The file with which is worked: this one, or the one at the end of its signposts."""
    while person.merged_into_id:
        person = Beneficiary.objects.get(pk=person.merged_into_id)
    return person


def signposts_to(person: Beneficiary) -> list[int]:
    """The numbers of all files that lead to this one, directly or by another signpost; one question for each stage."""
    found: list[int] = []
    step = [person.pk] if person.pk else []
    while step:
        rows = Beneficiary.objects.filter(merged_into__in=step).order_by("pk")
        step = list(rows.values_list("pk", flat=True))
        found += step
    return found


def marking_signposts(people):
    """The same people, each with whether any signpost leads there, and the pair in which it waits to be compared.

    Both are seldom, and no page then asks for them once more.
    """
    pairs = DuplicatePair.objects.waiting_about(OuterRef("pk")).order_by("pk")
    return people.annotate(
        has_signposts=Exists(Beneficiary.objects.filter(merged_into=OuterRef("pk"))),
        waiting_pair=Subquery(pairs.values("pk")[:1]),
    )


def with_signposts(person: Beneficiary) -> list[int]:
    """The file and all that lead to it: about whose timelines and looks its pages tell."""
    return [person.pk, *(signposts_to(person) if getattr(person, "has_signposts", True) else ())]
