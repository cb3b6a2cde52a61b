"""The walk in Chromium, in the office and on a phone, in Arabic; and every kind of page in English."""

import re

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from accounts.models import User, system_user
from audit.verification import audited_models
from intake.models import SupportRequest
from intake.steps import State
from policies.loading import load_pack
from research_committee.sessions import add_item, mark_attendance, open_session
from research_committee.voting import cast_vote

from .browser_visitor import BrowserVisitor
from .page import Page
from .story import MEMBERS, Walk, noon_after_two_weeks
from .visitor import url_name
from .window import OFFICE, PHONE, Window

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

DONE_BY = ("reception", "reception", "reception", "researcher", "committee1", "reception", "delivery")


class BrowserWalk(Walk):
    """The walk with a window for each person."""

    def __init__(self, pack: str, browser, address: str, size: dict):
        load_pack(pack, by=system_user())
        super().__init__(pack)
        self._open_window = lambda: Window(browser, address, size)

    def visitor(self, username):
        if username not in self._here:
            self._here[username] = BrowserVisitor(username, self._open_window()).sign_in()
        return super().visitor(username)

    def the_day_is_over(self):
        for visitor in self._here.values():
            visitor.window.close()
        super().the_day_is_over()


def test_a_request_walks_from_the_desk_to_the_delivery_in_a_browser(live_server, browser):
    walk = BrowserWalk("cra-taif", browser, live_server.url, OFFICE)
    walk.the_request_is_opened(walk.nobody_is_found_and_a_person_is_added())
    walk.the_question_is_answered_by_whom_the_policy_names()
    walk.every_document_is_checked()
    walk.the_data_are_verified()
    walk.the_pledge_is_signed()
    walk.the_request_is_referred()
    walk.the_report_is_submitted()
    walk.a_session_is_opened()
    walk.everybody_votes("accept")
    walk.the_decision_is_recorded(status=409, **walk.granted())
    walk.the_day_is_over()
    with time_machine.travel(noon_after_two_weeks(), tick=True):
        walk.the_decision_is_recorded(**walk.granted())
        walk.the_person_is_registered()
        walk.the_service_is_delivered()
        page = walk.at_the_request_by_search().page
        assert walk.request.state == State.SERVED
        assert len(page.texts("rail__step--done")) == 7
        assert page.texts("rail__who") == [walk.staff[who].full_name for who in DONE_BY]
        walk.the_day_is_over()


def test_reception_takes_the_first_three_steps_on_a_phone(live_server, browser):
    walk = BrowserWalk("cra-taif", browser, live_server.url, PHONE)
    walk.the_request_is_opened(walk.nobody_is_found_and_a_person_is_added())
    walk.the_question_is_answered_by_whom_the_policy_names()
    walk.every_document_is_checked()
    walk.the_data_are_verified()
    walk.the_pledge_is_signed()
    page = walk.at_the_request("reception").page
    assert len(page.texts("rail__step--done")) == 3
    walk.the_day_is_over()


# In English --------------------------------------------------------------------------------------------------

ARABIC_WORD = re.compile(r"[\u0600-\u06ff]+")
STAFF = (
    *("reception", "delegate", "researcher", "committee1", "delivery", "executive"),
    *("board", "auditor", "administrator"),
)
# What is no page of ours: files, and Django's own administration.
LEFT_OUT = {"", "request_file", "policies:document"}


def sample_cases() -> None:
    """The demonstration's cases at every step, and a session in which two of them wait for the decision."""
    call_command("demo", "--association", "cra-taif")
    chair, *others = (User.objects.get(username=name) for name in MEMBERS)
    session = open_session(place="قاعة الاجتماعات", by=chair)
    mark_attendance(session, [chair, *others], by=chair)
    for request in SupportRequest.objects.filter(state=State.STUDIED).order_by("pk"):
        item = add_item(session, request, by=chair)
        for member in others:
            cast_vote(item, choice="accept", opinion="اطلعت على الدراسة.", by=member)


def words_of_the_data() -> set[str]:
    """Every Arabic word that somebody typed, and the policy's Arabic where it has no English."""
    words = set()
    for model in audited_models():
        for row in model._base_manager.values():
            for name, value in row.items():
                if isinstance(value, str) and not (name.endswith("_ar") and row.get(f"{name[:-3]}_en")):
                    words |= set(ARABIC_WORD.findall(value))
    return words


def pages_of(username: str, seen: set[str]) -> list[str]:
    """The addresses of every kind of page that this person comes to by links and that nobody saw before."""
    client = Client()
    client.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    waiting, kept = ["/"], ["/"]
    while waiting:
        response = client.get(waiting.pop(0))
        for link in Page(response).links:
            name = url_name(link)
            kind = link if name == "request_detail" else name
            if name in LEFT_OUT or name.startswith("admin:") or kind in seen:
                continue
            seen.add(kind)
            waiting.append(link)
            kept.append(link)
    return kept


@pytest.fixture
def in_english(live_server, browser, settings):
    """Opens a window in which English was chosen, of somebody who signed in."""
    settings.RIFADA_DEMO = True
    sample_cases()
    windows = []

    def opened(username: str) -> Window:
        client = Client()
        if username:
            user = User.objects.get(username=username)
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        client.cookies["language"] = "en"
        cookies = [{"name": name, "value": morsel.value, "url": live_server.url} for name, morsel in client.cookies.items()]
        window = Window(browser, live_server.url, OFFICE, "en", storage_state={"cookies": [], "origins": []})
        window.context.add_cookies(cookies)
        windows.append(window)
        return window

    yield opened
    for window in windows:
        window.close()


def test_every_kind_of_page_speaks_english_in_the_office_and_on_a_phone(in_english):
    seen, allowed, left = set(), words_of_the_data(), {}
    for username in STAFF:
        window = in_english(username)
        for address in pages_of(username, seen):
            window.page.set_viewport_size(OFFICE)
            window.page.goto(address)
            left[address] = set(window.page.evaluate("") or []) if False else set()
            window.look()
            arabic = {word for run in window.page.evaluate("look.arabic()") for word in ARABIC_WORD.findall(run)}
            left[address] = arabic - allowed
            window.page.set_viewport_size(PHONE)
            window.look()
    print(len(left), sorted(seen))
    assert not {address: words for address, words in left.items() if words}
