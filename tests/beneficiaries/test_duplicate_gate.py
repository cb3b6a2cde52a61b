"""While another file may be the same person's, nothing is verified; and what the file's own page says of it."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from audit.refusals import Refused
from beneficiaries.around import add_phone
from beneficiaries.duplicates.merging import approve_merge, propose_merge
from beneficiaries.duplicates.pairs import remember_likely, tell_apart
from beneficiaries.models import Beneficiary, DuplicatePair
from intake.case_file import CaseFile
from intake.documents import record_document, verify_request
from intake.rules import no_duplicate_waits
from tests import factories as make
from tests.duplicates import NAMES, file_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make.make_user(Role.RECEPTION, username="reception")


def ready_to_verify(person, clerk):
    request = make.make_request("received", beneficiary=person, by=clerk)
    for document in CaseFile(request).required_documents:
        record_document(request, document=document, by=clerk, **make.document_facts(document))
    return request


def test_the_data_of_a_person_who_may_have_two_files_are_not_verified(clerk):
    person, _other = file_of(**NAMES), file_of(**NAMES)
    request = ready_to_verify(person, clerk)
    (pair,) = remember_likely(person, by=clerk)
    with pytest.raises(Refused) as refusal:
        verify_request(request, by=clerk)
    assert no_duplicate_waits(CaseFile(request), clerk) in refusal.value.reasons
    tell_apart(pair, because="ابنتا عم", by=clerk)
    assert verify_request(request, by=clerk).state == "verified"


def test_the_merge_opens_the_gate_too(clerk):
    person, other = file_of(**NAMES), file_of(**NAMES)
    request = ready_to_verify(other, clerk)
    remember_likely(person, by=clerk)
    merge = propose_merge(person, other, taken_over=(), because="شخص واحد", by=clerk)
    approve_merge(merge, by=make.make_user(Role.EXECUTIVE))
    request = type(request).objects.get(pk=request.pk)
    assert request.beneficiary == person
    assert verify_request(request, by=clerk).state == "verified"


def test_a_third_file_that_waited_with_the_merged_one_waits_with_the_kept_one(clerk):
    kept, merged, third = file_of(), file_of(**NAMES), file_of(**NAMES)
    remember_likely(merged, by=clerk)
    merge = propose_merge(kept, merged, taken_over=(), because="شخص واحد", by=clerk)
    approve_merge(merge, by=make.make_user(Role.EXECUTIVE))
    assert DuplicatePair.objects.waiting_about(kept.pk).get().second == third
    assert DuplicatePair.objects.waiting_about(third.pk).count() == 1
    assert not DuplicatePair.objects.waiting_about(merged.pk).exists()


def test_a_further_phone_that_stands_in_another_file_leads_to_a_comparison(clerk):
    person, other = file_of(), file_of(phone="+966561112223")
    add_phone(person, number="0561112223", answered_by="الأخت", by=clerk)
    assert DuplicatePair.objects.get().signs == ["phone"]
    assert DuplicatePair.objects.waiting_about(other.pk).exists()


def test_the_page_of_the_file_leads_those_who_compare_to_the_comparison(sign_in, clerk):
    north = make.make_branch()
    person, _other = file_of(**NAMES, branch=north), file_of(**NAMES)
    (pair,) = remember_likely(person, by=clerk)
    path, link = reverse("person_detail", args=[person.pk]), reverse("duplicate_detail", args=[pair.pk])
    assert link in sign_in(clerk).get(path).text
    delegate = make.make_user(Role.DELEGATE, branch=north)
    assert link not in sign_in(delegate, fresh=True).get(path).text
    tell_apart(pair, because="ابنتا عم", by=clerk)
    assert link not in sign_in(clerk).get(path).text
    assert Beneficiary.objects.count() == 2
