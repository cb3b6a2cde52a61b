"""Two files of one person become one, in two pairs of eyes, and nothing of either is lost."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.models import Audited, AuditEntry
from audit.refusals import NotPermitted, Refused
from audit.timeline import entries_about
from audit.verification import findings
from beneficiaries.duplicates import moving
from beneficiaries.duplicates.choices import NOT_CHOSEN, groups
from beneficiaries.duplicates.merging import (
    approve_merge,
    propose_merge,
    refuse_merge,
    take_apart,
    versions_of,
)
from beneficiaries.duplicates.signposts import kept_file, with_signposts
from beneficiaries.models import Beneficiary, FileMerge, OtherPhone, PersonDocument
from beneficiaries.people import change_person
from tests import factories as make
from tests.duplicates import IBAN, NAMES, file_of, further_phone, lives_at, save, with_everything

pytestmark = pytest.mark.django_db
BECAUSE = "الهوية والجوال متطابقان، وأكّدت ذلك هاتفيًا"


@pytest.fixture
def clerk():
    return make.make_user(Role.RECEPTION, username="reception")


@pytest.fixture
def second():
    return make.make_user(Role.EXECUTIVE)


@pytest.fixture
def two():
    return file_of(**NAMES), file_of(**NAMES, iban=IBAN, district="السلامة")


def propose(kept, merged, clerk, taken_over=()):
    return propose_merge(kept, merged, taken_over=taken_over, because=BECAUSE, by=clerk)


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


def refused(act, *given, **named) -> str:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act(*given, **named)
    return str(refusal.value)


# Which rows go along ------------------------------------------------------------------------------------------------


def test_every_link_of_the_project_to_a_person_moves_or_stays_for_a_reason():
    stays, seen = moving.staying(), set()
    for model, field in moving.links_to_people():
        name = f"{model._meta.label}.{field.name}"
        if moving.is_history(model):
            continue
        seen.add(name)
        if name in stays:
            assert stays[name].endswith("."), name
            continue
        assert issubclass(model, Audited), f"{name}: a merge writes only rows with a history"
        assert not model.append_only or field.name in model.follows, f"{name}: does not follow the person"
    assert stays.keys() <= seen, "a reason for a link that is no more"
    assert len(seen) > 10


def test_links_that_are_not_foreign_keys_of_django_do_not_hide():
    known = {field for _model, field in moving.links_to_people()}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.many_to_many and not field.auto_created:
                assert field.related_model is not Beneficiary, f"{model}.{field.name} has a table of its own"
            if field.concrete and field.is_relation and field.related_model is Beneficiary:
                assert field in known


def test_every_field_of_a_person_is_chosen_or_decided_by_the_merge():
    chosen = [name for group in groups() for name in group]
    assert len(chosen) == len(set(chosen))
    assert set(chosen) | NOT_CHOSEN == {field.name for field in Beneficiary._meta.concrete_fields}
    assert not set(chosen) & NOT_CHOSEN


def test_everything_of_the_merged_file_belongs_to_the_kept_one_afterwards(clerk, second):
    kept, merged = file_of(), file_of()
    rows = with_everything(merged, clerk)
    reasons_before = AuditEntry.objects.filter(reason="Files merged").count()
    approve_merge(propose(kept, merged, clerk), by=second)
    for row in rows:
        now = fresh(row)
        link = "person" if hasattr(now, "person_id") else "beneficiary"
        assert getattr(now, link) == kept, row
        assert now.history.count() == row.history.count()
        assert now.version == row.version + 1
    assert AuditEntry.objects.filter(reason="Files merged").count() >= reasons_before + len(rows) + 2
    assert {type(row) for row in rows} == {model for model, _field in moving.moving_links()}, (
        "a kind of record that this test does not make yet"
    )
    assert list(findings()) == []


# Two people decide --------------------------------------------------------------------------------------------------


def test_nobody_approves_what_they_proposed_not_even_a_superuser(two, clerk):
    clerk.is_superuser = True
    save(clerk)
    proposal = propose(*two, clerk)
    sentence = refused(approve_merge, proposal, by=clerk)
    assert "شخص آخر" in sentence
    assert refused(refuse_merge, proposal, because="x", by=clerk) == sentence
    row = fresh(proposal)
    row.state, row.decided_by, row.decided_at = "approved", clerk, timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        save(row)


@pytest.mark.parametrize(
    "role", [Role.DELEGATE, Role.AUDITOR, Role.ADMINISTRATOR, Role.RESEARCHER, Role.BOARD]
)
def test_who_does_not_compare_files_neither_proposes_nor_approves(two, clerk, role):
    other = make.make_user(role)
    proposal = propose(*two, clerk)
    for act in (
        lambda: propose(*two, other),
        lambda: approve_merge(proposal, by=other),
        lambda: refuse_merge(proposal, because="x", by=other),
        lambda: take_apart(proposal, because="x", by=other),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_the_executive_approves_and_does_not_propose(two, clerk, second):
    with pytest.raises(NotPermitted):
        propose(*two, second)
    assert approve_merge(propose(*two, clerk), by=second).state == "approved"


def test_a_proposal_changes_nothing_and_a_refused_one_leaves_both_files(two, clerk, second):
    kept, merged = two
    proposal = propose(kept, merged, clerk, ["iban"])
    refuse_merge(proposal, because="رقم الهوية مختلف", by=second)
    assert [fresh(person).version for person in two] == [person.version for person in two]
    assert propose(kept, merged, clerk).pk != proposal.pk
    assert "سبق" in refused(approve_merge, proposal, by=second)


@pytest.mark.parametrize("because", ["", " \u200f ", "س" * 301])
def test_a_merge_has_a_reason_that_can_be_kept(two, clerk, because):
    with pytest.raises(Refused) as refusal:
        propose_merge(*two, taken_over=(), because=because, by=clerk)
    assert refusal.value.field == "because"


def test_a_file_that_was_changed_after_it_was_compared_is_compared_again(two, clerk, second):
    kept, merged = two
    proposal, seen = propose(kept, merged, clerk), versions_of(kept, merged)
    change_person(merged, by=clerk, city="جدة")
    refused(approve_merge, proposal, by=second, seen_files=seen)
    assert fresh(merged).is_open


# What becomes of the files ------------------------------------------------------------------------------------------


def test_chosen_fields_come_from_the_merged_file_and_the_others_stay(two, clerk, second):
    kept, merged = two
    approve_merge(propose(kept, merged, clerk, ["iban", "identity_kind"]), by=second)
    now = fresh(kept)
    assert (now.iban, now.identity_number) == (IBAN, merged.identity_number)
    assert (now.district, now.phone) == (kept.district, kept.phone)


def test_the_merged_file_stands_as_a_signpost_that_nobody_writes_into(two, clerk, second):
    kept, merged = two
    approve_merge(propose(kept, merged, clerk), by=second)
    signpost = fresh(merged)
    assert (signpost.standing, signpost.merged_into, signpost.standing_reason) == ("merged", kept, BECAUSE)
    signpost.city = "جدة"
    with pytest.raises(IntegrityError), transaction.atomic():
        save(signpost)
    with pytest.raises((Refused, IntegrityError)), transaction.atomic():
        further_phone(merged, "+966561112223")


def test_whoever_follows_signposts_comes_to_the_file_that_is_kept(clerk, second):
    first, middle, last = file_of(), file_of(), file_of()
    approve_merge(propose(middle, first, clerk), by=second)
    approve_merge(propose(last, middle, clerk), by=second)
    assert kept_file(fresh(first)) == kept_file(fresh(middle)) == last
    assert sorted(with_signposts(last)) == [first.pk, middle.pk, last.pk]
    assert {entry["title"] for entry in entries_about(person=with_signposts(last))} >= {"دمج الملفين"}


def test_the_same_identity_number_still_finds_one_file(two, clerk, second):
    kept, merged = two
    approve_merge(propose(kept, merged, clerk), by=second)
    assert change_person(fresh(kept), by=clerk, identity_number=merged.identity_number).pk == kept.pk
    with pytest.raises(Refused):
        make.make_person(identity_number=merged.identity_number)


# What stands against it ---------------------------------------------------------------------------------------------


def test_two_households_are_a_reason_before_anything_is_proposed(two, clerk):
    lives_at(two[0], "RRRD2929")
    lives_at(two[1], "RRRD2930")
    assert "أسر" in refused(propose, *two, clerk)


def test_two_open_requests_for_one_need_are_a_reason(two, clerk):
    for person in two:
        make.make_request("received", beneficiary=person, by=clerk)
    assert "للحاجة" in refused(propose, *two, clerk)
    assert not FileMerge.objects.exists()


def test_what_came_between_proposal_and_approval_is_asked_again(two, clerk, second):
    proposal = propose(*two, clerk)
    for person in two:
        make.make_request("received", beneficiary=person, by=clerk)
    refused(approve_merge, proposal, by=second)
    assert fresh(proposal).state == "proposed"


def test_a_file_waits_for_one_merge_at_a_time(two, clerk):
    propose(*two, clerk)
    third = file_of()
    for kept, merged in ((third, two[0]), (two[1], third), two):
        refused(propose, kept, merged, clerk)


def test_a_file_is_not_merged_into_itself_nor_one_that_is_closed(two, clerk):
    refused(propose, two[0], two[0], clerk)
    closed = fresh(two[1])
    closed.standing, closed.standing_reason = "closed", "انتقل"
    save(closed)
    assert closed.full_name in refused(propose, two[0], closed, clerk)


def test_what_both_files_hold_is_held_once_and_again_twice_when_they_are_taken_apart(two, clerk, second):
    kept, merged = two
    for person in two:
        further_phone(person, "+966561112223")
    merge = approve_merge(propose(kept, merged, clerk), by=second)
    assert kept.other_phones.filter(ended_on__isnull=True).count() == 1
    assert kept.other_phones.count() == 2
    take_apart(merge, because="أختان", by=second)
    assert OtherPhone.objects.filter(ended_on__isnull=True).count() == 2


def test_of_two_current_documents_the_later_checked_stays_current(two, clerk, second):
    kept, merged = two
    document = make.make_policy().required_documents.first()
    today = riyadh_today()
    for person, days in ((kept, 9), (merged, 2)):
        save(
            PersonDocument(
                beneficiary=person,
                code=document.code,
                required_document=document,
                verdict="matches",
                checked_by=clerk,
                checked_on=today - timedelta(days=days),
            )
        )
    merge = approve_merge(propose(kept, merged, clerk), by=second)
    assert kept.documents.get(is_current=True).checked_on == today - timedelta(days=2)
    take_apart(merge, because="أختان", by=second)
    assert PersonDocument.objects.filter(is_current=True).count() == 2
