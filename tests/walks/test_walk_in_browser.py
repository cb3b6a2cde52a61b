"""The walk in Chromium, in the office and on a phone, in Arabic; and the main pages in English."""

import pytest
import time_machine

from accounts.models import system_user
from policies.loading import load_pack

from .browser_visitor import BrowserVisitor
from .story import Walk, noon_after_two_weeks
from .window import OFFICE, PHONE, Window

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]


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
        assert len(page.texts("rail__step--done")) == 7


def test_reception_takes_the_first_three_steps_on_a_phone(live_server, browser):
    walk = BrowserWalk("cra-taif", browser, live_server.url, PHONE)
    walk.the_request_is_opened(walk.nobody_is_found_and_a_person_is_added())
    walk.the_question_is_answered_by_whom_the_policy_names()
    walk.every_document_is_checked()
    walk.the_data_are_verified()
    walk.the_pledge_is_signed()
