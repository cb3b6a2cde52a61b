"""Looking through the whole base."""

import tracemalloc

import pytest
from django.core.management import call_command

from beneficiaries.duplicates import finding
from beneficiaries.duplicates.signs import MOST_SHARING, likely_duplicates
from beneficiaries.models import Beneficiary, DuplicatePair
from tests import factories as make
from tests.duplicates import IBAN, NAMES, file_of, further_phone, save

pytestmark = pytest.mark.django_db


def found(capsys) -> str:
    call_command("find_duplicates")
    return capsys.readouterr().out


def test_every_pair_of_the_base_is_found_as_it_would_be_at_the_desk(capsys):
    one, other = file_of(**NAMES, latin_name="Munirah"), file_of(**NAMES | {"father_name": "عبد الله"})
    third, fourth = file_of(phone="+966561112223"), file_of(iban=IBAN)
    further_phone(fourth, "+966561112223")
    fifth = file_of(iban=IBAN)
    file_of(**NAMES | {"family_name": "العتيبي الروقي"})
    assert "3" in found(capsys)
    kept = {(pair.first_id, pair.second_id): pair.signs for pair in DuplicatePair.objects.all()}
    assert kept == {
        (one.pk, other.pk): ["name"],
        (third.pk, fourth.pk): ["phone"],
        (fourth.pk, fifth.pk): ["iban"],
    }
    for first, second in kept:
        alike = likely_duplicates(Beneficiary.objects.get(pk=first))
        assert second in [candidate.person.pk for candidate in alike]


def test_a_second_look_finds_nothing_new(capsys):
    for _number in range(2):
        file_of(**NAMES)
    found(capsys)
    versions = list(DuplicatePair.objects.values_list("pk", "version"))
    assert "0" in found(capsys)
    assert list(DuplicatePair.objects.values_list("pk", "version")) == versions


def test_what_very_many_share_makes_no_pairs(capsys):
    for _number in range(MOST_SHARING + 1):
        file_of(phone="+966561112223", iban=IBAN)
    found(capsys)
    assert not DuplicatePair.objects.exists()


def test_signposts_are_not_compared(capsys):
    kept, signpost, other = file_of(), file_of(**NAMES), file_of(**NAMES)
    signpost.standing, signpost.standing_reason, signpost.merged_into = "merged", "x", kept
    save(signpost)
    found(capsys)
    assert not DuplicatePair.objects.filter(
        first__in=[signpost, other], second__in=[signpost, other]
    ).exists()


@pytest.mark.slow
def test_the_memory_it_takes_does_not_grow_with_the_base(monkeypatch):
    monkeypatch.setattr(finding, "PIECE", 100)

    def peak(number: int) -> int:
        like = file_of()
        made = make.copies(
            like,
            number,
            identity_number=lambda place: make.identity_number(10_000_000 + like.pk * 10_000 + place),
            phone=lambda place: f"+9665{like.pk % 10}{place:07d}",
            first_name=lambda place: make.spelt(like.pk * 10_000 + place),
            search_name=lambda place: f"{make.spelt(like.pk * 10_000 + place)} تركي الشهري",
        )
        del made
        tracemalloc.start()
        finding.find_in_whole_base(by=make.system_user())
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    few = peak(500)
    # Eight times as many files; what is left over is not theirs.
    assert peak(4_000) < few * 3
