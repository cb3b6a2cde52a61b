"""The pages of the scale: who reads them, and how the executive director writes and adopts a version."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.roles import Role
from arabic.calendars import riyadh_today
from research_committee.models import ScoreScale
from tests.factories import make_user

from .factories import adopt_shipped_scale, make_studied

pytestmark = pytest.mark.django_db
LIST = "scale_list"


@pytest.fixture
def executive():
    return make_user(Role.EXECUTIVE)


@pytest.fixture
def director(sign_in, executive):
    return sign_in(executive)


def send(client, name: str, *args, **fields):
    return client.post(reverse(name, args=args), {"idempotency_key": str(uuid.uuid4()), **fields})


def shown(client, name: str, *args) -> dict:
    """What the form of a page holds as it is shown."""
    form = client.get(reverse(name, args=args)).context["form"]
    return {field: form[field].value() for field in form.fields if field != "idempotency_key"}


def test_my_work_of_the_executive_leads_to_the_scale_that_is_missing(director):
    assert "لا يوجد مقياس سارٍ بعد" in director.get("/").text
    assert reverse("scale_adopt_shipped") in director.get(reverse(LIST)).text
    assert send(director, "scale_adopt_shipped").status_code == 303
    scale = ScoreScale.objects.in_force()
    assert scale.number == 1
    assert "لا يوجد مقياس سارٍ بعد" not in director.get("/").text
    again = send(director, "scale_adopt_shipped")
    assert again.status_code == 409
    assert ScoreScale.objects.count() == 1


def test_a_version_shows_its_parts_its_digest_and_its_studies(sign_in):
    scale = adopt_shipped_scale()
    make_studied()
    page = sign_in(make_user(Role.AUDITOR)).get(reverse("scale_detail", args=[scale.pk])).text
    assert scale.sha256 in page
    assert "السكن" in page
    for part in scale.content["parts"]:
        for level in part["levels"]:
            assert level["label_ar"] in page
    assert "تعديل" not in page


def test_a_new_version_is_drafted_changed_compared_and_adopted(director, executive):
    first = adopt_shipped_scale(executive)
    assert send(director, "scale_draft").status_code == 303
    draft = ScoreScale.objects.get(number=2)
    filled = shown(director, "scale_part_change", draft.pk, "housing") | {"no_home__points": "٢٥"}
    assert send(director, "scale_part_change", draft.pk, "housing", **filled).status_code == 303
    draft = ScoreScale.objects.get(number=2)
    assert draft.content["parts"][1]["most"] == 25
    assert first.content["parts"][1]["most"] == 20
    filled = shown(director, "scale_change", draft.pk) | {"title_ar": "مقياس الحاجة المعدّل"}
    assert send(director, "scale_change", draft.pk, **filled).status_code == 303
    page = director.get(reverse("scale_detail", args=[draft.pk])).text
    assert "ما اختلف عن النسخة" in page
    assert "مقياس الحاجة المعدّل" in page
    seen = {"seen_version": shown(director, "scale_adopt", draft.pk)["seen_version"]}
    assert send(director, "scale_adopt", draft.pk, **seen, from_day="1/1/2020").status_code == 409
    assert ScoreScale.objects.get(number=2).adopted_at is None
    day = riyadh_today() + timedelta(days=2)
    sent = send(director, "scale_adopt", draft.pk, **seen, from_day=f"{day.day}/{day.month}/{day.year}")
    assert sent.status_code == 303
    assert ScoreScale.objects.in_force(day).number == 2
    assert ScoreScale.objects.in_force() == first


def test_somebody_elses_change_of_the_draft_is_not_overwritten(director, executive):
    adopt_shipped_scale(executive)
    send(director, "scale_draft")
    draft = ScoreScale.objects.get(number=2)
    seen = shown(director, "scale_part_change", draft.pk, "housing")
    health = shown(director, "scale_part_change", draft.pk, "health") | {"label_en": "Health"}
    assert send(director, "scale_part_change", draft.pk, "health", **health).status_code == 303
    late = send(director, "scale_part_change", draft.pk, "housing", **(seen | {"label_en": "Home"}))
    assert late.status_code == 409


def test_an_adopted_version_has_no_form_and_refuses_one(director, executive):
    scale = adopt_shipped_scale(executive)
    for name, args in (("scale_change", []), ("scale_part_change", ["housing"]), ("scale_adopt", [])):
        assert "لا تُعدَّل" in director.get(reverse(name, args=[scale.pk, *args])).text
    filled = shown(director, "scale_change", scale.pk) | {"title_en": "x"}
    assert send(director, "scale_change", scale.pk, **filled).status_code == 409
    assert director.get(reverse("scale_part_change", args=[scale.pk, "nothing"])).status_code == 303


def test_the_list_asks_the_same_however_many_versions_there_are(
    director, executive, django_assert_max_num_queries
):
    adopt_shipped_scale(executive)
    with django_assert_max_num_queries(8):
        director.get(reverse(LIST))
    send(director, "scale_draft")
    draft = ScoreScale.objects.get(number=2)
    with django_assert_max_num_queries(8):
        director.get(reverse(LIST))
    with django_assert_max_num_queries(8):
        director.get(reverse("scale_detail", args=[draft.pk]))


def test_a_change_in_the_other_language_only_is_told(director, executive):
    adopt_shipped_scale(executive)
    send(director, "scale_draft")
    draft = ScoreScale.objects.get(number=2)
    url = reverse("scale_detail", args=[draft.pk])
    assert "لا شيء: النسختان متطابقتان" in director.get(url).text
    filled = shown(director, "scale_part_change", draft.pk, "health") | {"label_en": "Health"}
    assert send(director, "scale_part_change", draft.pk, "health", **filled).status_code == 303
    assert "لا اختلاف إلا في صياغة اللغة الأخرى" in director.get(url).text
