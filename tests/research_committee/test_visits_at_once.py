"""A slow page and an impatient thumb: what is sent at once has the effect of one after the other."""

import pytest

from audit.refusals import Refused
from beneficiaries.papers import read_paper
from correspondence.models import Notice
from research_committee.models import StudyVisit, VisitAppointment, VisitPhoto
from research_committee.models.visits import MOST_PHOTOS
from research_committee.visits.arranging import call_off_visit
from tests import factories as make

from .test_committee_concurrency import at_once
from .visiting import WHY, arrange, at, photo, snapshot, visit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.slow,
    pytest.mark.xdist_group("concurrency"),
]


def test_an_appointment_is_held_or_called_off_and_only_once():
    request = make.make_request("referred")
    appointment, by = arrange(request, at(1)), request.researcher
    held = [lambda: visit(request, appointment=appointment)] * 3
    called_off = [lambda: call_off_visit(appointment, reason=WHY, by=by)] * 3
    results = at_once(held + called_off)
    assert len([result for result in results if not isinstance(result, Refused)]) == 1
    state = VisitAppointment.objects.get().state
    assert StudyVisit.objects.count() == (state == "held")
    assert Notice.objects.filter(template="visit_called_off").count() == (state == "cancelled")


def test_there_are_never_more_than_ten_pictures():
    held, picture = visit(make.make_request("referred")), read_paper(snapshot())
    for _number in range(MOST_PHOTOS - 2):
        photo(held, picture=picture)
    results = at_once([lambda: photo(held, picture=picture)] * 5)
    assert len([result for result in results if isinstance(result, Refused)]) == 3
    assert VisitPhoto.objects.count() == MOST_PHOTOS
