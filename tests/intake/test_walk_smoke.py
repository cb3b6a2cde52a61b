import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db


def test_request_reaches_referral():
    request = make.make_request("referred", referred_days_ago=3)
    assert request.state == "referred"
