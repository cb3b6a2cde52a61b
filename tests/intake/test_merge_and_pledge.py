"""Before two files become one it is said which pledges would fall, by the formats in which they were signed."""

import pytest

from beneficiaries.around import add_phone, end_phone
from beneficiaries.households.homes import open_household
from intake.merging import notes_on
from tests import factories as make
from tests.duplicates import file_of

pytestmark = pytest.mark.django_db
PHONE = {"number": "+966551112223", "answered_by": "الأخت"}


@pytest.fixture
def clerk():
    return make.make_user("reception", username="reception")


@pytest.fixture
def pledged(clerk):
    return make.make_request("pledged", by=clerk)


def notes(kept, merged) -> str:
    return " ".join(map(str, notes_on(kept, merged, kept)))


def test_nothing_is_said_where_the_other_file_states_nothing_more(pledged):
    assert notes(pledged.beneficiary, file_of()) == ""


def test_a_household_or_a_phone_that_comes_over_makes_the_pledge_fall(pledged, clerk):
    with_home, with_phone = file_of(), file_of()
    open_household(with_home, by=clerk, city="الطائف", housing="rented")
    phone = add_phone(with_phone, by=clerk, **PHONE)
    assert pledged.reference in notes(pledged.beneficiary, with_home)
    assert pledged.reference in notes(pledged.beneficiary, with_phone)
    end_phone(phone, by=clerk)
    assert notes(pledged.beneficiary, with_phone) == ""


def test_what_both_files_state_is_stated_once(clerk):
    request = make.make_request("verified", by=clerk)
    add_phone(request.beneficiary, by=clerk, **PHONE)
    make.sign(request, clerk)
    other = file_of()
    add_phone(other, by=clerk, **PHONE)
    assert notes(request.beneficiary, other) == ""


def test_another_name_makes_the_pledge_of_the_merged_file_fall(pledged, clerk):
    assert pledged.reference in notes(file_of(), pledged.beneficiary)
