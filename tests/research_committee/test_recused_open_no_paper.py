"""Whoever is recused from a request opens no paper that tells of it: its letters, the minutes, what corrects them."""

import pytest
from django.urls import reverse

from accounts.models import system_user
from accounts.roles import Role
from accounts.staff import set_roles
from correspondence.kinds import LetterKind
from correspondence.models import Letter
from research_committee.minutes.acts import write_addendum
from research_committee.minutes.paper import issue_addendum, issue_minutes
from research_committee.models import AgendaItem
from research_committee.sessions import close_session
from research_committee.voting import recuse

from .factories import REASONS, decide, make_committee, make_item, make_studied, vote
from .minuting import Closed, locked

pytestmark = pytest.mark.django_db
KIN = "قرابة من الدرجة الأولى"
CORRECTION = "الصواب في سبب البند الأول أن الدخل يكفي."


@pytest.fixture
def issued():
    """Locked minutes with their paper and an addendum, of a session with an item from which one member is recused."""
    item, committee = make_item(make_committee(4))
    member = committee.members[0]
    recuse(item, member=member, reason=KIN, by=member)
    vote(item, dict.fromkeys([committee.chair, committee.secretary, committee.members[1]], "reject"))
    decide(item, committee.chair)
    session = close_session(item.session, by=committee.secretary)
    minutes, _committee = locked(Closed(session, item, item, committee))
    issue_minutes(session, by=committee.chair)
    addendum = write_addendum(minutes, text=CORRECTION, reason="خطأ في النقل", by=committee.chair)
    issue_addendum(addendum, by=committee.chair)
    return minutes, committee, member


def papers() -> list[str]:
    letters = Letter.objects.filter(kind=LetterKind.MINUTES).order_by("pk").values_list("pk", flat=True)
    return [reverse("letter_file", args=[pk]) for pk in letters]


def answer(client, path: str) -> int:
    response = client.get(path)
    if response.streaming:
        response.getvalue()
    return response.status_code


def test_the_paper_of_the_minutes_and_of_an_addendum_is_closed(sign_in, issued):
    minutes, committee, member = issued
    client, other = sign_in(member, fresh=True), sign_in(committee.members[1], fresh=True)
    assert len(papers()) == 2
    for path in papers():
        assert answer(client, path) == 404, path
        assert answer(other, path) == 200, path
    page = client.get(reverse("minutes_detail", args=[minutes.pk])).text
    assert CORRECTION not in page
    assert REASONS not in page
    assert not any(path in page for path in papers())
    assert CORRECTION in other.get(reverse("minutes_detail", args=[minutes.pk])).text


def test_a_letter_is_not_opened_through_another_request_of_the_same_person(sign_in, issued):
    _minutes, committee, member = issued
    rejected = AgendaItem.objects.get().support_request
    service = rejected.policy_version.service_types.last()
    again = make_studied(beneficiary=rejected.beneficiary, need="علاج", service_type=service)
    letter = Letter.objects.get(kind=LetterKind.DECISION)
    client, other = sign_in(member, fresh=True), sign_in(committee.members[1], fresh=True)
    assert client.get(reverse("request_detail", args=[again.pk])).status_code == 200
    for request in (again, rejected):
        path = reverse("request_letter_file", args=[request.pk, letter.pk])
        assert answer(client, path) == 404
        assert answer(other, path) == (200 if request == rejected else 404)
    assert not Letter.objects.readable_by(member).filter(pk=letter.pk).exists()


def test_who_has_no_recusal_asks_once_and_another_role_opens_what_it_sees(issued, django_assert_num_queries):
    _minutes, committee, member = issued
    with django_assert_num_queries(2):
        assert Letter.objects.readable_by(committee.members[1]).exists()
    set_roles(member, [Role.COMMITTEE, Role.EXECUTIVE], by=system_user())
    member = type(member).objects.get(pk=member.pk)
    assert Letter.objects.readable_by(member).filter(kind=LetterKind.MINUTES).exists()
