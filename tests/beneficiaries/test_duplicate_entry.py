"""A new file that looks like another: what the clerk is shown, what is asked, and what is remembered of the answer."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from audit.models import AuditEntry
from audit.refusals import Refused
from beneficiaries.duplicates.pairs import LooksLikeAnother, remember_likely, tell_apart
from beneficiaries.models import Beneficiary, DuplicatePair
from beneficiaries.people import add_person, change_person
from tests import factories as make
from tests.duplicates import IBAN, NAMES, file_of, further_phone, save
from tests.intake.filled_forms import PERSON
from tests.intake.forms import shown_form
from tests.walks.page import Page

pytestmark = pytest.mark.django_db
TYPED = PERSON | {name: NAMES[name] for name in NAMES if name != "birth_date"} | {"birth_date": "3/4/1985"}
BECAUSE = "ابنة عمها وتحمل الاسم نفسه"


@pytest.fixture
def clerk():
    return make.make_user(Role.RECEPTION, username="reception")


@pytest.fixture
def desk(sign_in, clerk):
    return sign_in(clerk)


def send(desk, **typed):
    """The form as the browser shows it, filled in and sent."""
    path = reverse("person_add")
    form = shown_form(desk, path)
    return desk.post(path, form.as_shown() | TYPED | typed)


def form_in(answer):
    return next(form for form in Page(answer).forms if "compared_with" in form.controls)


def facts(**changed) -> dict:
    like = {"identity_kind": "national_id", "identity_number": make.identity_number(910_001)}
    return {**like, **NAMES, "gender": "female", "phone": "+966561110000", "city": "الطائف", **changed}


def pairs() -> list[tuple]:
    return list(DuplicatePair.objects.values_list("first", "second", "state", "because").order_by("pk"))


def test_nothing_is_saved_before_the_clerk_has_seen_the_files_that_look_alike(desk):
    other = file_of(**NAMES)
    answer = send(desk)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert Beneficiary.objects.count() == 1
    assert reverse("person_detail", args=[other.pk]) in text
    assert other.masked_identity in text
    assert "الاسم متطابق" in text
    shown = form_in(answer).as_shown()
    assert {name: shown[name] for name in ("city", "district", "family_name")} == {
        name: [TYPED[name]] for name in ("city", "district", "family_name")
    }
    assert "3/4/1985" in text


def test_the_reason_why_it_is_another_person_opens_the_file_and_the_pair_waits_with_it(desk):
    other = file_of(**NAMES)
    shown = form_in(send(desk))
    answer = desk.post(reverse("person_add"), shown.as_shown() | {"different_because": BECAUSE})
    assert answer.status_code == 303
    person = Beneficiary.objects.latest("pk")
    assert pairs() == [(other.pk, person.pk, "waiting", BECAUSE)]
    entry = AuditEntry.objects.get(model="beneficiaries.duplicatepair")
    assert entry.note == BECAUSE


def test_a_reason_is_not_about_files_that_came_up_after_it_was_written(desk):
    file_of(**NAMES)
    shown = form_in(send(desk))
    later = file_of(phone="+966551234567")
    answer = desk.post(reverse("person_add"), shown.as_shown() | {"different_because": BECAUSE})
    assert answer.status_code == 409
    assert reverse("person_detail", args=[later.pk]) in answer.content.decode()
    shown = form_in(answer)
    assert shown.as_shown()["different_because"] == [BECAUSE]
    assert desk.post(reverse("person_add"), shown.as_shown()).status_code == 303


@pytest.mark.parametrize("because", ["", "  ", "\u200f"])
def test_the_verb_itself_asks_for_the_reason(clerk, because):
    file_of(**NAMES)
    with pytest.raises(LooksLikeAnother) as refusal:
        add_person(by=clerk, different_because=because, **facts())
    assert refusal.value.field == "different_because"
    assert len(refusal.value.found) == 1
    assert add_person(by=clerk, different_because=BECAUSE, **facts()).pk


def test_a_reason_that_would_not_fit_is_refused_in_a_sentence(clerk):
    file_of(**NAMES)
    with pytest.raises(Refused) as refusal:
        add_person(by=clerk, different_because="س" * 301, **facts())
    assert "300" in str(refusal.value)


def test_nobody_of_another_branch_is_named(sign_in):
    north, south = make.make_branch("north"), make.make_branch("south")
    other = file_of(**NAMES, branch=south)
    text = send(sign_in(make.make_user(Role.DELEGATE, branch=north)), branch="").content.decode()
    assert "الاسم متطابق" in text
    assert "فرعًا آخر" in text
    assert reverse("person_detail", args=[other.pk]) not in text
    assert other.masked_identity not in text


def test_the_number_of_a_signpost_leads_to_the_file_that_was_kept(desk):
    kept, signpost = file_of(**NAMES), file_of()
    signpost.standing, signpost.standing_reason, signpost.merged_into = "merged", "x", kept
    save(signpost)
    answer = send(desk, identity_number=signpost.identity_number, first_name="جواهر")
    assert answer.status_code == 409
    assert reverse("person_detail", args=[kept.pk]) in answer.content.decode()
    assert Beneficiary.objects.count() == 2


def test_a_change_that_makes_two_files_alike_is_kept_for_comparison(clerk):
    one, other = file_of(phone="+966561112223"), file_of()
    change_person(other, by=clerk, city="جدة")
    assert pairs() == []
    change_person(other, by=clerk, phone="+966561112223")
    assert pairs() == [(one.pk, other.pk, "waiting", "")]


def test_two_people_who_were_told_apart_come_up_again_only_when_more_is_alike(clerk):
    one, other = file_of(**NAMES), file_of(**NAMES)
    (pair,) = remember_likely(one, by=clerk)
    tell_apart(pair, because=BECAUSE, by=clerk)
    assert remember_likely(other, by=clerk) == []
    assert pairs() == [(one.pk, other.pk, "different", BECAUSE)]
    further_phone(one, other.phone.as_e164)
    (again,) = remember_likely(other, by=clerk)
    assert (again.pk, again.state, again.signs) == (pair.pk, "waiting", ["name", "phone"])


def test_what_was_told_apart_from_a_file_is_told_apart_from_the_one_into_which_it_was_merged(clerk):
    one, other, kept = file_of(**NAMES), file_of(**NAMES), file_of(iban=IBAN)
    (pair,) = remember_likely(one, by=clerk)
    tell_apart(pair, because=BECAUSE, by=clerk)
    signpost = Beneficiary.objects.get(pk=other.pk)
    signpost.standing, signpost.standing_reason, signpost.merged_into = "merged", "x", kept
    save(signpost)
    assert remember_likely(one, by=clerk) == []


def test_only_who_may_compare_files_tells_two_people_apart():
    file_of(**NAMES)
    other = file_of(**NAMES)
    (pair,) = remember_likely(other, by=make.system_user())
    for role in (Role.DELEGATE, Role.EXECUTIVE, Role.ADMINISTRATOR, Role.AUDITOR):
        with pytest.raises(Refused):
            tell_apart(pair, because=BECAUSE, by=make.make_user(role))
    with pytest.raises(Refused):
        tell_apart(pair, because=" ", by=make.make_user(Role.RECEPTION))
