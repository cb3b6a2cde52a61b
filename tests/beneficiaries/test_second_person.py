"""What waits for the second of two people stands on their My work, and on nobody else's."""

import pytest
from django.urls import reverse

from beneficiaries.duplicates.merging import propose_merge, refuse_merge
from beneficiaries.second_person import waiting_for_a_second_person
from tests import factories as make
from tests.duplicates import file_of
from tests.importing.bringing import clerk, director, person_row, staged

pytestmark = pytest.mark.django_db


def told(user) -> list[str]:
    table = waiting_for_a_second_person(user)
    return [row["cells"][1]["text"] for row in table["rows"]] if table else []


def test_a_list_waits_for_the_executive_until_it_is_let_in(sign_in):
    batch = staged(person_row(1))
    assert told(director()) == [batch.original_name]
    page = sign_in(director()).get("/").content.decode()
    assert reverse("import_detail", args=[batch.pk]) in page
    assert told(batch.staged_by) == []


def test_a_merge_waits_for_everybody_who_may_decide_it_but_the_one_who_proposed_it():
    kept, merged, proposer, another = file_of(), file_of(), clerk(), make.make_user("reception")
    merge = propose_merge(kept, merged, taken_over=[], because="هوية واحدة", by=proposer)
    assert told(proposer) == []
    assert len(told(another)) == len(told(director())) == 1
    assert told(make.make_user("delegate")) == told(make.make_user("researcher")) == []
    refuse_merge(merge, because="شخصان", by=another)
    assert told(another) == []


def test_the_oldest_comes_first_and_one_question_is_asked(django_assert_num_queries):
    propose_merge(file_of(), file_of(), taken_over=[], because="هوية واحدة", by=clerk())
    batch, executive = staged(person_row(2)), director()
    with django_assert_num_queries(1):
        assert told(executive)[1:] == [batch.original_name]
