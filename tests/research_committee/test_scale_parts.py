"""Parts and levels of a draft come and go on its page; of an adopted version none does."""

import uuid

import pytest
from django.urls import reverse

from accounts.roles import Role
from research_committee.models import ScoreScale
from tests.factories import make_user

from .factories import adopt_shipped_scale

pytestmark = pytest.mark.django_db
LEVELS = {
    "further-1__label_ar": "فوق السبعين",
    "further-1__label_en": "Above seventy",
    "further-1__points": "١٠",
    "further-2__label_ar": "دون ذلك",
    "further-2__label_en": "Below",
    "further-2__points": "0",
}
OLD_AGE = {"label_ar": "كبار السن", "label_en": "Old age"}


@pytest.fixture
def director(sign_in):
    return sign_in(make_user(Role.EXECUTIVE))


@pytest.fixture
def draft(director):
    adopt_shipped_scale()
    send(director, "scale_draft")
    return ScoreScale.objects.get(number=2)


def send(client, name: str, *args, **fields):
    return client.post(reverse(name, args=args), {"idempotency_key": str(uuid.uuid4()), **fields})


def filled(client, name: str, *args, **fields) -> dict:
    """The form as it is shown, with something written in it."""
    form = client.get(reverse(name, args=args)).context["form"]
    values = {field: form[field].value() for field in form.fields if field != "idempotency_key"}
    return {field: "" if value is None else value for field, value in values.items()} | fields


def change(client, name: str, *args, **fields):
    return send(client, name, *args, **filled(client, name, *args, **fields))


def parts() -> dict[str, dict]:
    return {part["code"]: part for part in ScoreScale.objects.get(number=2).content["parts"]}


def test_a_part_with_levels_is_added_and_studies_are_scored_by_it(director, draft):
    assert change(director, "scale_part_add", draft.pk, **OLD_AGE, **LEVELS).status_code == 303
    added = parts()["part_1"]
    assert (added["label_ar"], added["most"]) == ("كبار السن", 10)
    assert [(level["code"], level["points"]) for level in added["levels"]] == [
        ("level_1", 10),
        ("level_2", 0),
    ]
    assert list(parts())[-1] == "part_1"
    page = director.get(reverse("scale_detail", args=[draft.pk])).text
    assert "كبار السن" in page
    assert reverse("scale_part_remove", args=[draft.pk, "part_1"]) in page


def test_a_part_without_levels_has_the_most_that_is_written(director, draft):
    assert change(director, "scale_part_add", draft.pk, **OLD_AGE, most="7").status_code == 303
    assert (parts()["part_1"]["most"], parts()["part_1"]["levels"]) == (7, [])
    assert change(director, "scale_part_change", draft.pk, "part_1", most="9").status_code == 303
    assert parts()["part_1"]["most"] == 9


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ({}, "most"),
        ({"further-1__label_ar": "فوق السبعين"}, "further-1__points"),
        ({**LEVELS, "further-2__points": ""}, "further-2__points"),
        ({**LEVELS, "further-2__label_en": ""}, "further-2__label_en"),
    ],
)
def test_half_a_part_is_refused_where_something_lacks(director, draft, written, field):
    page = change(director, "scale_part_add", draft.pk, **OLD_AGE, **written)
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert "part_1" not in parts()


def test_one_level_alone_is_none_of_a_scale(director, draft):
    alone = {name: value for name, value in LEVELS.items() if name.startswith("further-1")}
    page = change(director, "scale_part_add", draft.pk, **OLD_AGE, **alone)
    assert page.status_code == 409
    assert "من مستويين" in page.text


def test_a_level_is_added_and_an_emptied_one_goes(director, draft):
    before = [level["code"] for level in parts()["housing"]["levels"]]
    gone = {f"{before[0]}__{name}": "" for name in ("label_ar", "label_en", "points")}
    one = {name: value for name, value in LEVELS.items() if name.startswith("further-1")}
    assert change(director, "scale_part_change", draft.pk, "housing", **gone, **one).status_code == 303
    after = parts()["housing"]
    assert [level["code"] for level in after["levels"]] == [*before[1:], "level_1"]
    assert after["most"] == max(level["points"] for level in after["levels"])


def test_a_part_goes_from_the_draft_and_stays_in_the_version_before(director, draft):
    page = director.get(reverse("scale_part_remove", args=[draft.pk, "housing"]))
    assert "السكن" in page.text
    assert change(director, "scale_part_remove", draft.pk, "housing").status_code == 303
    assert "housing" not in parts()
    assert "housing" in [part["code"] for part in ScoreScale.objects.get(number=1).content["parts"]]


@pytest.mark.parametrize("act", ["scale_part_change", "scale_part_remove"])
def test_a_page_left_open_on_a_part_that_went_leads_back_to_the_draft(director, draft, act):
    change(director, "scale_part_remove", draft.pk, "housing")
    page = director.post(reverse(act, args=[draft.pk, "housing"]), {}, follow=True)
    assert page.redirect_chain == [(reverse("scale_detail", args=[draft.pk]), 303)]
    assert "لم يعد هذا المحور في المسودة" in page.text


def test_the_last_part_does_not_go(director, draft):
    *others, last = parts()
    for code in others:
        assert change(director, "scale_part_remove", draft.pk, code).status_code == 303
    assert change(director, "scale_part_remove", draft.pk, last).status_code == 409
    assert list(parts()) == [last]


def test_a_code_that_any_version_used_is_not_given_again(director, draft):
    change(director, "scale_part_add", draft.pk, **OLD_AGE, **LEVELS)
    day = filled(director, "scale_adopt", draft.pk)
    assert send(director, "scale_adopt", draft.pk, **day).status_code == 303
    send(director, "scale_draft")
    third = ScoreScale.objects.get(number=3)
    change(director, "scale_part_remove", third.pk, "part_1")
    change(director, "scale_part_add", third.pk, **OLD_AGE, most="5")
    assert ScoreScale.objects.get(number=3).content["parts"][-1]["code"] == "part_2"


def test_an_adopted_version_stays_as_it_is(director, draft):
    first = ScoreScale.objects.get(number=1)
    assert (
        send(director, "scale_part_remove", first.pk, "housing", seen_version=first.version).status_code
        == 409
    )
    written = {**OLD_AGE, **LEVELS, "seen_version": first.version}
    assert send(director, "scale_part_add", first.pk, **written).status_code == 409
    assert len(ScoreScale.objects.get(number=1).content["parts"]) == 5
    assert (
        reverse("scale_part_add", args=[first.pk])
        not in director.get(reverse("scale_detail", args=[first.pk])).text
    )
