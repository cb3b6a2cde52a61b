"""The score scale: data with versions of its own, frozen once adopted."""

import pytest
from django.utils import translation

from audit.refusals import Refused
from research_committee.models import ScoreScale
from research_committee.scales.content import problems_of
from research_committee.scales.file import SHIPPED, read_scale
from research_committee.scales.reading import scale_in_force, scale_of, scored

from .factories import adopt_shipped_scale

pytestmark = pytest.mark.django_db


def top_answers(scale):
    return {part.code: max(part.levels, key=lambda level: level.points).code for part in scale.parts}


def test_the_shipped_scale_has_a_hundred_points_and_says_nothing_wrong():
    file = read_scale(SHIPPED)
    assert problems_of(file.content) == []
    assert sum(part["most"] for part in file.content["parts"]) == 100
    for part in file.content["parts"]:
        assert [level["points"] for level in part["levels"]][-1] == 0


def test_nothing_is_in_force_until_somebody_adopts_it():
    assert scale_in_force() is None
    adopted = adopt_shipped_scale()
    assert scale_in_force() == adopted
    assert adopt_shipped_scale() == adopted
    assert ScoreScale.objects.count() == 1


def test_an_answer_to_each_part_gives_its_points():
    scale = scale_of(adopt_shipped_scale())
    rows = scored(scale, top_answers(scale))
    assert sum(row["points"] for row in rows) == scale.most == 100
    assert [row["code"] for row in rows] == [part.code for part in scale.parts]


def test_every_part_without_an_answer_of_its_own_is_named_at_once():
    scale = scale_of(adopt_shipped_scale())
    answers = top_answers(scale) | {"income": "", "health": "no_home"}
    with pytest.raises(Refused) as refusal:
        scored(scale, answers)
    assert [field for field, _sentence in refusal.value.by_field] == ["score_income", "score_health"]


def test_a_scale_is_read_in_the_language_of_the_reader():
    row = adopt_shipped_scale()
    with translation.override("en"):
        assert scale_of(row).parts[1].label == "Housing"
    with translation.override("ar"):
        assert scale_of(row).parts[1].label == "السكن"
