"""Households made by the portal's own verbs, for the tests."""

from datetime import date

import pytest

from audit.refusals import Refused
from beneficiaries.households.homes import open_household
from beneficiaries.households.members import add_member
from tests.factories import make_person

ADDRESS = {"city": "الطائف", "district": "السلامة", "housing": "rented"}


def make_household(clerk, head=None, **address):
    """A household with a head born in 1970 (or this one)."""
    head = head or make_person(by=clerk, birth_date=date(1970, 3, 1))
    return open_household(head, by=clerk, **ADDRESS | address)


def head_of(household):
    return household.members.select_related("person").get(relation="head", left_on=None)


def make_member(household, clerk, relation="child", name="ريم", on=None, born=2015, **fields):
    """A member without a file, who depends on the head unless somebody else is named."""
    given = {"birth_date": date(born, 1, 1), "birth_precision": "day"} if born else {}
    return add_member(
        household,
        relation=relation,
        depends_on=on or head_of(household),
        by=clerk,
        **({"name": name, "gender": "female"} | given if "person" not in fields else {}),
        **fields,
    )


def refused(call, *arguments, **named) -> str:
    with pytest.raises(Refused) as refusal:
        call(*arguments, **named)
    return str(refusal.value.reasons[0])
