"""What the tests of the study share."""

import pytest

from tests.factories import make_request

from .factories import adopt_shipped_scale, make_visit


@pytest.fixture
def request_of():
    """A request under study, visited, when the scale that ships is in force."""
    adopt_shipped_scale()
    request = make_request("referred", referred_days_ago=3)
    make_visit(request)
    return request
