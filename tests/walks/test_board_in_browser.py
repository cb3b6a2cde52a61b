"""A session of five items, run by its secretary from one page on a projector while a member votes on a phone."""

import pytest
from django.test import Client

from research_committee.models import AgendaItem, Decision, Vote
from research_committee.sessions import add_item
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
ITEMS = 5


def window_of(user, browser, address: str, size: dict) -> Window:
    """Somebody's window, signed in."""
    window, client = Window(browser, address, size), Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cookies = [{"name": name, "value": one.value, "url": address} for name, one in client.cookies.items()]
    window.context.add_cookies(cookies)
    return window


@pytest.fixture
def session(transactional_db):
    committee = make_committee()
    session = make_session(committee)
    for _number in range(ITEMS):
        add_item(session, make_studied(), by=committee.secretary)
    return session, committee


def vote_here(page, choice: str) -> None:
    page.locator(f"#item [name=choice][value={choice}]").check()
    page.locator("#act button[type=submit]").click()
    page.get_by_text("سُجّل صوتك").first.wait_for()


def record_here(page, item, reasons: str) -> None:
    page.locator(f'#item a[href$="/items/{item.pk}/decide/"]').click()
    page.locator("#act [name=reason_code]").select_option(index=1)
    page.locator("#act [name=reasons]").fill(reasons)
    page.locator("#act button[type=submit]").click()


def open_next(page) -> None:
    """By the key alone."""
    before = page.locator("#item").get_attribute("data-url") or "none"
    page.keyboard.press("n")
    page.locator(f'#item[data-url]:not([data-url="{before}"])').wait_for()
    page.locator("#item-title:focus").wait_for()


def test_a_session_is_run_from_one_page_and_voted_in_on_a_phone(live_server, browser, session):
    session, committee = session
    here = f"/committee/sessions/{session.pk}/"
    secretary = window_of(committee.secretary, browser, live_server.url, PROJECTOR)
    member = window_of(committee.members[0], browser, live_server.url, PHONE)
    board, phone = secretary.page, member.page
    board.goto(f"{here}?screen=large")
    phone.goto(here)
    loads = []
    board.on(
        "request", lambda request: loads.append(request.url) if request.is_navigation_request() else None
    )
    for number, item in enumerate(AgendaItem.objects.order_by("position"), start=1):
        open_next(board)
        open_next(phone)
        vote_here(phone, "reject")
        vote_here(board, "reject")
        # The vote of the phone arrives by itself, as a count and not as a choice.
        board.locator("#figures .voteline dd").nth(2).get_by_text("2", exact=True).wait_for(timeout=15_000)
        assert "عدم القبول" not in board.locator("#figures").inner_text()
        if number == 1:
            for window in (secretary, member):
                window.look()
        record_here(board, item, "-" if number == ITEMS else REASONS)
        if number == ITEMS:
            # A refusal comes back in its place, with what was typed.
            board.locator("#act .errors:focus").wait_for()
            assert board.locator("#act [name=reasons]").input_value() == "-"
            break
        board.locator("#item #decision").wait_for()
    assert Decision.objects.count() == ITEMS - 1
    assert Vote.objects.count() == 2 * ITEMS
    assert loads == []
    assert f"{ITEMS - 1}" in board.locator("#figures .figures__done").inner_text()
    # Back and forward lead through the items that were open, and a page that is opened anew shows the same one.
    board.go_back()
    board.locator("#item[data-mark]").wait_for()
    secretary.complaints, member.complaints = [], []
    for window in (secretary, member):
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
