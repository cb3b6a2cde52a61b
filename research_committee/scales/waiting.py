"""That no score scale is in force, for whoever adopts one: beside the other questions of the page My work."""

from datetime import UTC, datetime

from django.db.models import CharField, Count, DateTimeField, Value

from accounts.models import User

from ..models import ScoreScale
from .rules import sentence_no_scale

_KIND = "score_scales"


def question_about_the_scale(user: User) -> list:
    """How many scales are in force, as one row in the columns (since, kind, pk, told, by); none where none is."""
    if not user.may("research_committee.adopt_scale"):
        return []
    first, words = Value(datetime(1970, 1, 1, tzinfo=UTC), output_field=DateTimeField()), CharField()
    named = (
        ScoreScale.objects.adopted().order_by().annotate(kind=Value(_KIND, output_field=words)).values("kind")
    )
    counted = named.annotate(
        since=first,
        number_of=Count("pk"),
        told=Value("", output_field=words),
        by=Value("", output_field=words),
    )
    return [counted.values_list("since", "kind", "number_of", "told", "by")]


def told_of_no_scale(rows: list[tuple], user: User) -> str:
    """The sentence for whoever adopts a scale, where none is in force."""
    # Grouped by a constant, some databases count none as a row of its own.
    in_force = any(kind == _KIND and number for _since, kind, number, *_rest in rows)
    if in_force or not user.may("research_committee.adopt_scale"):
        return ""
    return sentence_no_scale()
