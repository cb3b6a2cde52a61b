"""A session of thirty items, run by its secretary from one page on a projector while a member votes on a phone."""

import pytest
from django.test import Client

from arabic.calendars import riyadh_today
from research_committee.models import AgendaItem, CommitteeSession, Decision, Vote
from research_committee.outcomes import ItemResult
from research_committee.sessions import add_item, plan_session
from research_committee.voting import cast_vote
from tests.research_committee.factories import REASONS, make_committee, make_session, make_studied

from .window import Window

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
PROJECTOR, PHONE = {"width": 1920, "height": 1080}, {"width": 360, "height": 740}
# Every item is looked at; those not voted on are carried over at the close.
ITEMS, VOTED = 30, 24


def window_of(user, browser, address: str, size: dict) -> Window:
    """Somebody's window, signed in."""
    window, client = Window(browser, address, size), Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cookies = [{"name": name, "value": one.value, "url": address} for name, one in client.cookies.items()]
    window.context.add_cookies(cookies)
    return window


@pytest.fixture
def session(transactional_db):
    """One item before an open session."""
    committee = make_committee()
    session = make_session(committee)
    add_item(session, make_studied(), by=committee.secretary)
    return session, committee


@pytest.fixture
def planned(transactional_db):
    committee = make_committee()
    session = plan_session(held_on=riyadh_today(), place="قاعة الاجتماعات", by=committee.secretary)
    for _number in range(ITEMS):
        add_item(session, make_studied(), by=committee.secretary)
    return session, committee


class Leavings(list):
    """Every page that a window loads from now on: none while it stays on the board."""

    def __init__(self, page):
        super().__init__()
        page.on("request", self._watch)

    def _watch(self, request):
        if request.is_navigation_request():
            self.append(request.url)


def vote_here(page, choice: str) -> None:
    page.locator(f"#item [name=choice][value={choice}]").check()
    page.locator("#act button[type=submit]").click()
    page.locator("#said").get_by_text("سُجّل صوتك").wait_for()


def record_here(page, reasons: str) -> None:
    page.locator('#item a[href$="/decide/"]').click()
    page.locator("#act [name=reason_code]").select_option(index=1)
    page.locator("#act [name=reasons]").fill(reasons)
    page.locator("#act button[type=submit]").click()


def open_next(page, press) -> None:
    before = page.locator("#item").get_attribute("data-url") or "none"
    press()
    page.locator(f'#item[data-url]:not([data-url="{before}"])').wait_for()
    page.locator("#item-title:focus").wait_for()


def act_on_session(page, name: str, *, tick: str = "") -> None:
    """An act on the session itself, in place as well."""
    page.locator(f"#session-doors #{name}").click()
    page.locator("#session-act [data-act]").wait_for()
    for box in page.locator(f"#session-act [name={tick}]").all() if tick else []:
        box.check()
    page.locator("#session-act button[type=submit]").click()
    page.locator("#session-said .notice").wait_for()
    page.locator("#session-act [data-act]").wait_for(state="detached")


def decide_here(board, phone, *, refused_first: bool) -> None:
    """Both vote on the open item, and the board records what the votes say."""
    vote_here(phone, "reject")
    vote_here(board, "reject")
    assert "عدم القبول" not in board.locator("#figures").inner_text()
    if refused_first:
        # A refusal comes back in its place, with what was typed.
        record_here(board, "-")
        board.locator("#act .errors:focus").wait_for()
        assert board.locator("#act [name=reasons]").input_value() == "-"
        board.locator("#act [data-dismiss]").click()
    record_here(board, REASONS)
    board.locator("#item #decision").wait_for()


def test_a_session_of_thirty_items_is_run_from_one_page_and_voted_in_on_a_phone(
    live_server, browser, planned
):
    session, committee = planned
    here = f"/committee/sessions/{session.pk}/"
    secretary = window_of(committee.secretary, browser, live_server.url, PROJECTOR)
    member = window_of(committee.members[0], browser, live_server.url, PHONE)
    board, phone = secretary.page, member.page
    board.goto(f"{here}?screen=large")
    phone.goto(here)
    leavings = Leavings(board), Leavings(phone)
    secretary.look()
    act_on_session(board, "session_start")
    act_on_session(board, "session_attend", tick="members")
    for number in range(1, ITEMS + 1):
        open_next(board, lambda: board.keyboard.press("n"))
        if number > VOTED:
            continue
        open_next(phone, phone.locator("[data-next-open]").click)
        decide_here(board, phone, refused_first=number == 2)
        if number == 1:
            for window in (secretary, member):
                window.look()
    act_on_session(board, "session_close")
    phone.locator("#session-head").get_by_text("جلسة مغلقة").wait_for()
    assert f"{ITEMS}" in board.locator("#figures .figures__done").inner_text()
    assert leavings == ([], [])
    assert Decision.objects.count() == VOTED
    assert Vote.objects.count() == 2 * VOTED
    assert AgendaItem.objects.filter(result=ItemResult.CARRIED_OVER).count() == ITEMS - VOTED
    assert CommitteeSession.objects.get().closed_at is not None
    # Back and forward lead through the items that were open, and a page that is opened anew shows the same one.
    board.go_back()
    board.locator("#item[data-mark]").wait_for()
    secretary.complaints = [one for one in secretary.complaints if not one.startswith(("409", "422"))]
    for window in (secretary, member):
        window.look()
        window.close()


def test_what_somebody_is_writing_is_left_alone_when_others_act(live_server, browser, session):
    session, committee = session
    item = AgendaItem.objects.order_by("position").first()
    member = window_of(committee.members[0], browser, live_server.url, PHONE)
    page = member.page
    page.goto(f"/committee/sessions/{session.pk}/?item={item.pk}")
    page.locator("#item [name=opinion]").fill("أرى أن الدخل يكفي")
    cast_vote(item, choice="accept", by=committee.chair)
    page.locator("#figures .voteline dd").nth(2).get_by_text("1", exact=True).wait_for(timeout=15_000)
    assert page.locator("#item [name=opinion]").input_value() == "أرى أن الدخل يكفي"
    member.look()
    member.close()
