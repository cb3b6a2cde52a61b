"""The lists without filters are taken along whole: pairs to be compared, and the committee's sessions."""

import pytest
from django.utils import timezone

from beneficiaries.models import DuplicatePair, PairState
from tests import factories as make
from tests.duplicates import file_of, save
from tests.exports import rows_of_csv, take
from tests.research_committee import factories as committee

pytestmark = pytest.mark.django_db


def test_the_pairs_that_wait_are_taken_along_with_what_is_alike(sign_in):
    first, second, third = file_of(first_name="منيرة"), file_of(first_name="منيره"), file_of()
    now = timezone.now()
    save(DuplicatePair(first=first, second=second, signs=["phone"], found_at=now))
    clerk = make.make_user("reception", username="reception")
    apart = DuplicatePair(first=first, second=third, signs=["phone"], found_at=now, state=PairState.DIFFERENT)
    apart.because, apart.decided_by = "أختان", clerk
    save(apart)
    client = sign_in(clerk)
    chosen = {"file_format": "csv", "columns": ["first", "second_number", "signs"]}
    _whose, _headings, *rows = rows_of_csv(client, take(client, "duplicates_export", **chosen))
    assert [row[:2] for row in rows] == [[first.full_name, str(second.pk)]]
    assert rows[0][2]


def test_the_sessions_are_taken_along_without_a_word_about_the_persons(sign_in):
    item, _committee = committee.make_item()
    client = sign_in(make.make_user("auditor"))
    response = take(
        client, "sessions_export", file_format="csv", columns=["session", "items", "open", "state"]
    )
    (row,) = rows_of_csv(client, response)[2:]
    assert row[0] == str(item.session)
    assert row[1:3] == ["1", "1"]
