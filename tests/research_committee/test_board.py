"""A session run from one page: its parts come alone, by the same forms and the same rules as the pages of their own."""

import uuid

import pytest
from django.urls import reverse

from accounts.roles import Role
from audit.models import ReadLog
from research_committee.models import AgendaItem, Decision, Recusal, Vote
from research_committee.sessions import add_item
from research_committee.voting import cast_vote
from tests.factories import make_user

from .factories import REASONS, decide, make_committee, make_item, make_session, make_studied, vote

pytestmark = pytest.mark.django_db


def url(name, row, query=""):
    return reverse(name, args=[row.pk]) + query


class Board:
    """Somebody's page of a session, as htmx asks for its parts."""

    def __init__(self, client, session, query=""):
        self.client, self.session = client, session
        self.headers = {
            "HX-Request": "true",
            "HX-Current-URL": f"http://testserver{url('session_detail', session, query)}",
        }

    def get(self, address):
        return self.client.get(address, headers=self.headers)

    def post(self, address, **fields):
        """The answer that htmx swaps in: it follows a redirect with the same headers."""
        data = {"idempotency_key": str(uuid.uuid4()), **fields}
        return self.client.post(address, data, headers=self.headers, follow=True)


@pytest.fixture
def run(sign_in):
    def board(user, session, query=""):
        return Board(sign_in(user, fresh=True), session, query)

    return board


def is_a_fragment(page) -> bool:
    return "<html" not in page.text


def test_an_item_opens_on_the_board_with_the_line_that_stays(run):
    item, committee = make_item()
    answer = run(committee.chair, item.session).get(url("item_detail", item))
    assert is_a_fragment(answer)
    assert answer.headers["HX-Retarget"] == "#item"
    assert answer.headers["HX-Push-Url"] == url("session_detail", item.session, f"?item={item.pk}")
    assert 'id="figures"' in answer.text
    assert answer.context["form"] is not None
    assert item.support_request.beneficiary.family_name not in answer.text
    assert ReadLog.objects.filter(user=committee.chair).count() == 1


def test_the_open_item_stands_in_the_address_of_the_board(sign_in):
    item, committee = make_item()
    page = sign_in(committee.chair).get(url("session_detail", item.session, f"?item={item.pk}"))
    assert page.context["panel"]["item"] == item
    assert item.support_request.beneficiary.family_name not in page.text
    for odd in ("x", "9" * 30, "-1", "٣", "", "999999"):
        page = sign_in(committee.chair).get(url("session_detail", item.session), {"item": odd})
        assert page.status_code == 200
        assert page.context["panel"] is None


def test_a_whole_item_is_run_without_leaving_the_page(run):
    item, committee = make_item()
    query = f"?item={item.pk}"
    for member in (committee.chair, committee.secretary):
        answer = run(member, item.session, query).post(
            url("item_vote", item), choice="reject", seen_version=0
        )
        assert is_a_fragment(answer)
        assert "سُجّل صوتك" in answer.text
        assert "HX-Push-Url" not in answer.headers
    board = run(committee.secretary, item.session, query)
    form = board.get(url("item_decide", item)).context["form"]
    seen = {name: form[name].value() for name in ("seen_version", "seen_outcome")}
    seen["reason_code"] = form.fields["reason_code"].choices[1][0]
    refused = board.post(url("item_decide", item), reasons="لا يوجد", **seen)
    assert refused.status_code == 409
    assert is_a_fragment(refused)
    assert "لا يوجد" in refused.text
    assert 'class="errors"' in refused.text
    done = board.post(url("item_decide", item), reasons=REASONS, **seen)
    assert is_a_fragment(done)
    assert Decision.objects.get().outcome == "reject"
    assert done.context["panel"]["decision"] is not None
    assert done.context["figures"]["done"] == 1


def test_an_item_is_carried_over_and_a_recusal_declared_in_place(run):
    item, committee = make_item()
    board = run(committee.chair, item.session, f"?item={item.pk}")
    member = committee.members[0]
    answer = board.post(url("item_recuse", item), member=member.pk, reason="قرابة من الدرجة الأولى")
    assert is_a_fragment(answer)
    assert Recusal.objects.get().member == member
    assert answer.context["figures"]["current"]["vote"]["recused"] == 1
    version = AgendaItem.objects.get().version
    answer = board.post(url("item_carry_over", item), reason="ينقص تقرير طبي حديث", seen_version=version)
    assert is_a_fragment(answer)
    assert not answer.context["figures"]["current"]["open"]


def test_the_agenda_and_the_attendance_are_kept_in_place(run):
    committee = make_committee()
    session, request = make_session(committee, present=[]), make_studied()
    board = run(committee.secretary, session)
    answer = board.post(
        url("session_attend", session), members=[user.pk for user in committee.everyone], seen=""
    )
    assert is_a_fragment(answer)
    assert answer.headers["HX-Retarget"] == "#session-act"
    assert session.attendances.count() == 3
    answer = board.post(url("session_add_item", session), support_requests=[request.pk])
    assert [row["reference"] for row in answer.context["rows"]] == [request.reference]


def test_sent_twice_from_the_board_it_counts_once(run):
    item, committee = make_item()
    board, key = run(committee.chair, item.session), str(uuid.uuid4())
    for _time in range(2):
        answer = board.post(
            url("item_vote", item), idempotency_key=key, choice="accept", opinion="", seen_version=0
        )
        assert is_a_fragment(answer)
    assert Vote.objects.get().version == 1


def test_a_room_sees_votes_arrive_but_not_what_they_say(run):
    item, committee = make_item()
    vote(item, {committee.chair: "reject", committee.secretary: "reject"})
    board = run(committee.chair, item.session, f"?item={item.pk}")
    page = board.get(url("item_detail", item))
    assert page.context["figures"]["current"]["vote"]["voted"] == 2
    assert page.context["panel"]["votes"] == []
    for part in (page.context["figures"]["current"], page.context["panel"]):
        assert "عدم القبول" not in str(part["vote"])
    assert page.context["rows"][0]["own"] == "أدليت بصوتك."
    decide(item, committee.chair)
    page = board.get(url("item_detail", item))
    assert len(page.context["panel"]["votes"]) == 2


def test_the_board_asks_for_what_changed_and_mostly_hears_nothing(run, django_assert_max_num_queries):
    item, committee = make_item()
    board = run(committee.members[0], item.session)
    page = board.client.get(url("session_detail", item.session))
    poll = page.context["figures"]["poll_url"]
    with django_assert_max_num_queries(4):
        assert board.get(poll).status_code == 204
    cast_vote(item, choice="accept", by=committee.chair)
    changed = board.get(poll)
    assert changed.status_code == 200
    assert is_a_fragment(changed)
    assert board.get(changed.context["figures"]["poll_url"]).status_code == 204
    # The same number of votes, another mark: a changed vote is a change.
    cast_vote(item, choice="reject", by=committee.chair)
    assert board.get(changed.context["figures"]["poll_url"]).status_code == 200


def test_asking_by_itself_keeps_no_session_alive(run):
    item, committee = make_item()
    board = run(committee.chair, item.session)
    assert "seen" in board.get(url("session_detail", item.session)).cookies
    assert "seen" not in board.get(url("session_state", item.session)).cookies


def test_items_are_listed_by_what_is_left_to_do(sign_in):
    item, committee = make_item()
    second = add_item(item.session, make_studied(), by=committee.chair)
    vote(item, dict.fromkeys(committee.everyone, "reject"))
    decide(item, committee.chair)
    client = sign_in(committee.chair)

    def listed(show):
        page = client.get(url("session_detail", item.session), {"show": show})
        return [row["pk"] for row in page.context["rows"]]

    assert listed("done") == [item.pk]
    assert listed("open") == listed("mine") == [second.pk]
    assert listed("nonsense") == listed("") == [item.pk, second.pk]


def test_the_next_open_item_comes_round_again(sign_in):
    item, committee = make_item()
    second = add_item(item.session, make_studied(), by=committee.chair)
    client = sign_in(committee.chair)

    def following(query):
        return client.get(url("session_detail", item.session, query)).context["figures"]["next_url"]

    assert following("") == following(f"?item={second.pk}") == url("item_detail", item)
    assert following(f"?item={item.pk}") == url("item_detail", second)


def test_who_may_not_see_sessions_gets_no_state(run):
    item, _committee = make_item()
    for role in (Role.RECEPTION, Role.RESEARCHER, Role.ADMINISTRATOR):
        assert run(make_user(role), item.session).get(url("session_state", item.session)).status_code == 404


def test_the_board_costs_the_same_with_many_items(run, django_assert_max_num_queries):
    item, committee = make_item()
    for _number in range(5):
        add_item(item.session, make_studied(), by=committee.chair)
    board = run(committee.chair, item.session)
    board.get(url("item_detail", item))
    with django_assert_max_num_queries(16):
        board.client.get(url("session_detail", item.session))
    with django_assert_max_num_queries(16):
        board.get(url("session_state", item.session))
    with django_assert_max_num_queries(16):
        board.get(url("item_detail", item))
