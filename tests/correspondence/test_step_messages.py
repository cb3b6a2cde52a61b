"""Of a step that did not happen nobody hears, and of a decision about the dead nobody either."""

import pytest

from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.refusals import Refused
from beneficiaries.standing import record_death
from correspondence.models import Notice
from intake.models import SupportRequest
from tests import factories as make
from tests.research_committee import factories as committee

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(db):
    return make.make_user(Role.RECEPTION, username="reception")


def test_a_refused_step_leaves_no_message(clerk):
    request = make.make_request("received", by=clerk)
    number = Notice.objects.count()
    with pytest.raises(Refused):
        make.refer(request, clerk)
    assert Notice.objects.count() == number


def test_a_rejection_after_a_death_tells_nobody(clerk):
    item, seats = committee.make_item(by=clerk)
    committee.vote(item, dict.fromkeys(seats.everyone, "reject"))
    record_death(item.support_request.beneficiary, deceased_on=riyadh_today(), proof="شهادة وفاة", by=clerk)
    number = Notice.objects.count()
    committee.decide(item, seats.chair)
    assert SupportRequest.objects.get(pk=item.support_request_id).state == "rejected"
    assert Notice.objects.count() == number
