"""Two clerks with one appeal, and two secretaries with one request, on a database that really commits."""

import pytest
from django.db import IntegrityError, transaction

from accounts.roles import Role
from audit.refusals import Refused
from audit.writing import write
from correspondence.kinds import LetterKind
from correspondence.models import Letter
from intake.models import SupportRequest
from intake.reception import open_request
from research_committee.models import AgendaItem, Appeal, Decision
from research_committee.sessions import add_item
from tests.factories import make_user, talk

from .appealing import appeal, rejected
from .factories import decide, make_committee, make_item, make_session, vote
from .test_committee_concurrency import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.slow,
    pytest.mark.xdist_group("concurrency"),
]


def test_two_clerks_record_one_appeal():
    request, _committee = rejected()
    clerks = [make_user(Role.RECEPTION) for _number in range(4)]
    results = at_once([lambda by=by: appeal(request, by=by) for by in clerks])
    assert sum(isinstance(result, Refused) for result in results) == 3
    assert Appeal.objects.count() == 1
    now = SupportRequest.objects.get(pk=request.pk)
    assert (now.state, now.study) == ("studied", request.study + 1)


def test_an_appeal_and_a_new_request_for_the_same_need_do_not_both_open():
    request, _committee = rejected()
    one, other = make_user(Role.RECEPTION), make_user(Role.RECEPTION)

    def ask_again():
        return open_request(
            beneficiary=request.beneficiary,
            channel=request.channel,
            service_type=request.service_type,
            need="إيجار المسكن لعام جديد",
            talk=talk(),
            inquiries=[],
            by=other,
        )

    def either(act):
        def tried():
            try:
                return act()
            except IntegrityError as problem:
                return Refused(str(problem))

        return tried

    results = at_once([either(lambda: appeal(request, by=one)), either(ask_again)])
    assert sum(isinstance(result, Refused) for result in results) == 1
    open_ones = SupportRequest.objects.filter(beneficiary=request.beneficiary).exclude(state="rejected")
    assert open_ones.count() == 1


def test_two_sessions_do_not_both_decide_one_request():
    """Two open sessions, each with its secretary, and one request that lay before both one after the other."""
    item, committee = make_item()
    vote(item, dict.fromkeys(committee.everyone, "reject"))
    other_session = make_session(committee)
    with pytest.raises(Refused):
        add_item(other_session, item.support_request, by=committee.secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        write(
            AgendaItem(
                session=other_session, support_request=item.support_request, study=item.study, position=1
            ),
            by=committee.secretary,
            reason="Laid before the committee",
        )
    results = at_once(
        [
            *[lambda by=by: decide(item, by) for by in (committee.chair, committee.secretary) * 2],
            *[lambda: add_item(other_session, item.support_request, by=committee.secretary)] * 2,
        ]
    )
    assert sum(isinstance(result, Decision) for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == 5
    assert Decision.objects.count() == Letter.objects.filter(kind=LetterKind.DECISION).count() == 1


def test_many_decisions_at_once_take_their_letters_without_a_gap():
    committee = make_committee()
    items = [make_item(committee)[0] for _number in range(4)]
    for number, item in enumerate(items):
        vote(item, dict.fromkeys(committee.everyone, "accept" if number % 2 else "reject"))
    at_once([lambda item=item: decide(item, committee.chair) for item in items])
    numbers = Letter.objects.filter(kind=LetterKind.DECISION).values_list("number", flat=True)
    assert sorted(numbers) == [1, 2, 3, 4]
    assert Decision.objects.count() == 4
