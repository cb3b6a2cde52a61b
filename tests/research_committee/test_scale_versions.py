"""Versions of the scale: loaded from a file, drafted and adopted by the executive director, then frozen."""

import copy
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import system_user
from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.refusals import NotPermitted, Refused
from audit.writing import write
from research_committee.models import ScoreScale
from research_committee.scales.comparing import differences
from research_committee.scales.content import digest_of, problems_of
from research_committee.scales.drafting import adopt_scale, change_scale, copy_scale, load_scale
from research_committee.scales.file import SHIPPED, read_scale
from research_committee.scales.reading import scale_in_force, scale_of, scored
from research_committee.scales.rules import reason_no_scale
from research_committee.scales.verifying import findings
from tests.factories import make_user
from tests.tampering import past_the_guards

from .factories import adopt_shipped_scale

TEXT = SHIPPED.read_text(encoding="utf-8")
SHIPPED_CONTENT = read_scale(SHIPPED).content


@pytest.fixture
def executive(db):
    return make_user(Role.EXECUTIVE)


@pytest.fixture
def draft(executive) -> ScoreScale:
    adopt_shipped_scale(executive)
    return copy_scale(by=executive)


def with_points(scale: ScoreScale, points: int) -> dict:
    """The content with another number of points for the highest level of the housing."""
    content = copy.deepcopy(scale.content)
    part = content["parts"][1]
    part["levels"][0]["points"] = part["most"] = points
    return content


def written(folder: Path, text: str) -> Path:
    path = folder / "scale.toml"
    path.write_text(text, encoding="utf-8")
    return path


# The file -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("total = 100", "total = 99", "total"),
        ("total = 100", "", "total"),
        ("format = 1", "format = 2", "format"),
        ('title_en = "Scale of need"', 'title_en = ""', "title_en"),
        ('code = "housing"', 'code = "income"', "parts"),
        ('code = "housing"', 'code = "السكن"', "parts.2.code"),
        ('code = "no_home"', 'code = "unsafe"', "parts.2.levels"),
        ("most = 30", "most = 31", "parts.1.most"),
        ("most = 30", "most = 0", "parts.1.most"),
        ("points = 24", "points = -1", "parts.1.levels.2.points"),
        ("points = 24", "points = true", "parts.1.levels.2.points"),
        ("points = 24", 'points = "24"', "parts.1.levels.2.points"),
        ("points = 24", "points = 24.5", "parts.1.levels.2.points"),
        ("points = 24", "points = 31", "parts.1.most"),
        ('label_ar = "السكن"', "label_ar = 7", "parts.2.label_ar"),
        ("format = 1", "format = 1\nweight = 3", "weight"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_place(tmp_path, old, new, place):
    assert old in TEXT
    with pytest.raises(Refused) as refusal:
        read_scale(written(tmp_path, TEXT.replace(old, new, 1)))
    assert any(reason.startswith(f"{place}: ") for reason in refusal.value.reasons), refusal.value.reasons


@pytest.mark.parametrize(
    "text", ["", "parts = 3", "parts = [1]", "[[parts]]\nlevels = 4", "not toml", "\x00"]
)
def test_a_file_of_anything_else_is_refused_in_words(tmp_path, text):
    with pytest.raises(Refused):
        read_scale(written(tmp_path, text))
    with pytest.raises(Refused):
        read_scale(tmp_path / "nothing.toml")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["parts", "code", "levels", "most", "points", "label_ar", "label_en"]),
                inner,
                max_size=7,
            )
        ),
        max_leaves=12,
    )
)
def test_no_content_is_too_odd_to_be_judged(content):
    assert problems_of(content) or sum(part["most"] for part in content["parts"]) >= 1


@pytest.mark.django_db
def test_a_loaded_file_is_a_draft_with_the_next_number_and_nothing_twice(tmp_path, capsys, executive):
    call_command("load_score_scale", str(SHIPPED))
    call_command("load_score_scale", str(SHIPPED))
    assert list(ScoreScale.objects.values_list("number", "adopted_at")) == [(1, None)]
    assert scale_in_force() is None
    assert "المدير التنفيذي" in reason_no_scale()
    adopt_scale(ScoreScale.objects.get(), from_day=riyadh_today(), by=executive)
    assert reason_no_scale() is None
    call_command("load_score_scale", str(written(tmp_path, TEXT.replace("Housing", "Home"))))
    assert ScoreScale.objects.order_by("-number").values_list("number", flat=True)[0] == 2
    with pytest.raises(SystemExit):
        call_command("load_score_scale", str(written(tmp_path, TEXT.replace("total = 100", "total = 1"))))
    assert "total: " in capsys.readouterr().err


# Adoption -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.EXECUTIVE}))
def test_only_the_executive_director_drafts_and_adopts(role, executive):
    adopt_shipped_scale(executive)
    other = make_user(role)
    for act in (
        lambda: copy_scale(by=other),
        lambda: adopt_scale(ScoreScale.objects.get(), from_day=riyadh_today(), by=other),
        lambda: change_scale(ScoreScale.objects.get(), title_en="x", by=other),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_a_draft_counts_from_the_day_of_its_adoption(draft, executive):
    tomorrow = riyadh_today() + timedelta(days=1)
    adopt_scale(draft, from_day=tomorrow, by=executive)
    assert scale_in_force().number == 1
    assert scale_in_force(tomorrow).number == 2


def test_a_scale_is_not_adopted_for_the_past_nor_before_the_one_before_it(draft, executive):
    with pytest.raises(Refused):
        adopt_scale(draft, from_day=riyadh_today() - timedelta(days=1), by=executive)
    adopt_scale(draft, from_day=riyadh_today() + timedelta(days=9), by=executive)
    third = copy_scale(by=executive)
    with pytest.raises(Refused) as refusal:
        adopt_scale(third, from_day=riyadh_today() + timedelta(days=8), by=executive)
    assert refusal.value.by_field[0][0] == "from_day"
    assert adopt_scale(third, from_day=riyadh_today() + timedelta(days=9), by=executive).number == 3


def test_an_older_draft_is_not_adopted_after_a_newer_one(tmp_path, draft, executive):
    newer, is_new = load_scale(read_scale(written(tmp_path, TEXT.replace("Housing", "Home"))), by=executive)
    assert is_new
    adopt_scale(newer, from_day=riyadh_today(), by=executive)
    with pytest.raises(Refused):
        adopt_scale(draft, from_day=riyadh_today(), by=executive)


def test_one_draft_is_changed_and_not_begun_again(draft, executive):
    with pytest.raises(Refused):
        copy_scale(by=executive)
    changed = change_scale(draft, content=with_points(draft, 25), title_en="Other", by=executive)
    assert changed.sha256 == digest_of(changed.title_ar, "Other", changed.content) != draft.sha256


def test_a_change_that_makes_no_scale_is_refused(draft, executive):
    content = copy.deepcopy(draft.content)
    content["parts"][0]["most"] = 7
    with pytest.raises(Refused):
        change_scale(draft, content=content, by=executive)
    with pytest.raises(Refused):
        change_scale(draft, title_ar=" ", by=executive)


@pytest.mark.django_db
def test_an_adopted_scale_is_changed_by_no_path(executive):
    scale = adopt_shipped_scale(executive)
    with pytest.raises(Refused):
        change_scale(scale, title_en="x", by=executive)
    scale.title_en = "x"
    with pytest.raises(Refused), transaction.atomic():
        write(scale, by=system_user(), reason="x")
    for statement in (
        "UPDATE research_committee_scorescale SET title_en = 'x'",
        "UPDATE research_committee_scorescale SET adopted_at = NULL, adopted_by_id = NULL",
        "DELETE FROM research_committee_scorescale",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db
def test_a_scale_that_was_changed_past_everything_is_named(executive):
    adopt_shipped_scale(executive)
    assert list(findings()) == []
    with past_the_guards() as run:
        run("UPDATE research_committee_scorescale SET title_en = 'x'")
    assert len(list(findings())) == 1


# Reading ------------------------------------------------------------------------------------------------------


@given(st.data())
def test_the_points_are_those_of_the_chosen_levels(data):
    scale = scale_of(ScoreScale(number=1, title_ar="ا", title_en="a", content=SHIPPED_CONTENT))
    chosen = {part["code"]: data.draw(st.sampled_from(part["levels"])) for part in SHIPPED_CONTENT["parts"]}
    rows = scored(scale, {code: level["code"] for code, level in chosen.items()})
    assert [(row["code"], row["level"], row["points"]) for row in rows] == [
        (code, level["code"], level["points"]) for code, level in chosen.items()
    ]
    assert 0 <= sum(row["points"] for row in rows) <= 100


@pytest.mark.parametrize(("answer", "points"), [("7", 7), ("٧", 7), (" 0 ", 0), ("10", 10)])
def test_a_part_without_levels_takes_points_in_any_digits(answer, points):
    assert scored(free_scale(), {"free": answer})[0]["points"] == points


@pytest.mark.parametrize("answer", ["", "11", "-1", "7.5", "²", "x", "9" * 30])
def test_a_part_without_levels_takes_nothing_else(answer):
    with pytest.raises(Refused):
        scored(free_scale(), {"free": answer})


def free_scale():
    part = {"code": "free", "label_ar": "ا", "label_en": "a", "most": 10, "levels": []}
    return scale_of(ScoreScale(number=1, title_ar="ا", title_en="a", content={"parts": [part]}))


def test_what_is_otherwise_in_two_versions_is_listed(draft, executive):
    first = scale_of(ScoreScale.objects.get(number=1))
    assert differences(first, scale_of(draft)) == []
    content = with_points(draft, 25)
    gone = content["parts"].pop(4)
    content["parts"].append({**gone, "code": "debts"})
    changed = change_scale(draft, content=content, by=executive)
    rows = differences(first, scale_of(changed))
    assert [(row["before"] == "—", row["after"] == "—") for row in rows] == [
        *((False, False), (False, False)),
        *((True, False), (False, True)),
    ]
