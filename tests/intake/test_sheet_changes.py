"""What is no longer as it was signed, in words, and masked for those who may not read it."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arabic.text import riyals
from beneficiaries.around import add_phone, end_phone, put_in_category
from beneficiaries.households.budget import end_budget_line, record_budget_line
from beneficiaries.households.homes import change_household, open_household
from beneficiaries.households.members import add_member, leave_household
from beneficiaries.models import BudgetLine, Household, Housing, LineKind
from beneficiaries.people import change_person
from intake.case_file import CaseFile
from intake.data_sheet import DataSheet
from intake.models import SupportRequest
from intake.pages import data_sheet_rows
from intake.sheet_changes import changes_since
from tests import factories as make
from tests.walks.page import Page

pytestmark = pytest.mark.django_db
IBAN = "SA0380000000608010167519"


@pytest.fixture
def clerk():
    return make.make_user("reception", username="reception")


@pytest.fixture
def delegate():
    return make.make_user("delegate", username="delegate", branch=make.make_branch())


def case_of(request) -> CaseFile:
    return CaseFile(SupportRequest.objects.get(pk=request.pk))


def told(request, reader) -> dict[str, tuple[str, str]]:
    """What changed since the newest signature: before and after by name."""
    case = case_of(request)
    changes = changes_since(DataSheet(case.pledge.data_sheet), case, reader)
    assert len({change["field"] for change in changes}) == len(changes)
    return {change["field"]: (change["before"], change["after"]) for change in changes}


@pytest.fixture
def signed(clerk):
    """A pledged request of somebody with a household of three."""
    request = make.make_request("verified", by=clerk)
    household = open_household(request.beneficiary, by=clerk, city="الطائف", housing="rented")
    head = household.members.get()
    child = add_member(
        household,
        relation="child",
        depends_on=head,
        name="ريم",
        birth_date=date(2012, 5, 1),
        birth_precision="day",
        by=clerk,
    )
    add_member(household, relation="grandchild", depends_on=child, name="ليان", by=clerk)
    record_budget_line(household, direction="income", kind="salary", monthly_amount=Decimal(3000), by=clerk)
    return make.sign(SupportRequest.objects.get(pk=request.pk), clerk)


def household_of(request):
    return request.beneficiary.memberships.get().household


def test_who_came_and_who_went_is_one_change_each(signed, clerk):
    household = household_of(signed)
    leave_household(household.members.get(name="ليان"), because="زواج", by=clerk)
    add_member(
        household, relation="parent", depends_on=household.members.get(relation="head"), name="نورة", by=clerk
    )
    assert told(signed, clerk) == {"ليان": ("حفيد أو حفيدة", ""), "نورة": ("", "أب أو أم")}


def test_a_new_budget_line_and_another_home_are_told_in_words(signed, clerk):
    household = household_of(signed)
    change_household(household, by=clerk, city="الطائف", housing="owned", rooms=4)
    end_budget_line(household.budget.get(), by=clerk)
    record_budget_line(
        household, direction="income", kind="salary", monthly_amount=Decimal("3200.5"), by=clerk
    )
    changes = told(signed, clerk)
    fields = {
        name: capfirst(str(Household._meta.get_field(name).verbose_name)) for name in ("housing", "rooms")
    }
    assert changes[fields["housing"]] == (str(Housing.RENTED.label), str(Housing.OWNED.label))
    assert changes[fields["rooms"]] == ("", "4")
    label = capfirst(str(BudgetLine._meta.get_field("monthly_amount").verbose_name))
    salary = _("%(document)s: %(fact)s") % {"document": LineKind.SALARY.label, "fact": label}
    assert changes[salary] == (riyals(3000), riyals(Decimal("3200.5")))
    assert len(changes) == 3


def test_a_phone_and_a_category_are_told_with_their_own_names(signed, clerk):
    phone = add_phone(signed.beneficiary, number="+966551112223", answered_by="الأخت", by=clerk)
    category = signed.policy_version.categories.order_by("position").first()
    put_in_category(signed.beneficiary, category=category, by=clerk)
    changes = told(signed, clerk)
    assert changes[_("Further phone %(number)s") % {"number": "055 111 2223"}] == ("", "الأخت")
    assert _("Category: %(category)s") % {"category": category.label} in changes
    end_phone(phone, by=clerk)
    assert len(told(signed, clerk)) == 1


def test_the_first_household_is_one_change(clerk):
    request = make.make_request("pledged", by=clerk)
    open_household(request.beneficiary, by=clerk, city="الطائف", district="الشفا", housing="rented")
    assert told(request, clerk) == {_("Household"): ("", "الطائف، الشفا")}


def test_bank_account_and_health_are_masked_for_those_who_may_not_read_them(clerk, delegate, sign_in):
    person = make.make_person(by=clerk, branch=delegate.branch)
    request = make.make_request("pledged", by=clerk, beneficiary=person)
    change_person(person, by=clerk, iban=IBAN, health_note="سكري")
    assert set(told(request, clerk).values()) == {("", "SA03 8000 0000 6080 1016 7519"), ("", "سكري")}
    assert set(told(request, delegate).values()) == {("", "SA•••• 7519"), ("", _("confidential"))}
    # Nobody in particular: a paper that lies in the register.
    for reader in (delegate, None):
        printed = str(data_sheet_rows(case_of(request), reader))
        assert "سكري" not in printed
        assert "8000" not in printed
    for page in ("request_detail", "request_pledge", "request_data_sheet", "request_papers"):
        client = sign_in(delegate, fresh=True)
        shown = Page(client.get(reverse(page, args=[request.pk])))
        assert shown.response.status_code == 200
        assert "سكري" not in shown.html
        assert IBAN not in shown.html.replace(" ", "")


def test_the_sheet_shows_who_may_everything_that_is_signed(clerk, signed):
    change_person(signed.beneficiary, by=clerk, iban=IBAN, health_note="سكري", email="sarah@example.org")
    printed = str(data_sheet_rows(case_of(signed), clerk))
    for words in ("SA03 8000", "سكري", "sarah@example.org", "ريم", "ليان", "3,000", "الطائف"):
        assert words in printed
