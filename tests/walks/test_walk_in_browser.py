"""The walk in Chromium, in the office and on a phone, in Arabic; and every kind of page in English."""

import json
import re

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import resolve, reverse

from accounts.models import User, system_user
from arabic.calendars import dual
from audit.models import AuditEntry
from audit.verification import audited_models
from intake.models import SupportRequest
from intake.steps import State
from policies.loading import load_pack
from research_committee.models import AgendaItem, CommitteeSession, StudyDraft
from research_committee.sessions import add_item, call_off, mark_attendance, open_session
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
    walk.a_session_is_opened("committee1")
    walk.everybody_votes("accept")
    no_decision_is_recorded_before_its_day(walk)
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


def no_decision_is_recorded_before_its_day(walk: Walk) -> None:
    chair = walk.at_the_item("committee1")
    page = chair.click("item_decide")
    assert dual(walk.request.earliest_decision_on) in page.text
    assert chair.window.page.locator("form.verb__form button[type=submit]").is_disabled()


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

ARABIC_WORD = re.compile(r"[\u0620-\u064a]+")
STAFF = (
    *("reception", "delegate", "researcher", "committee1", "delivery", "executive"),
    *("board", "auditor", "administrator"),
)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def sample_cases() -> None:
    """The demonstration's cases at every step, and a session in which two of them wait for the decision."""
    call_command("demo", "--association", "cra-taif")
    chair, *others = (User.objects.get(username=name) for name in MEMBERS)
    planned = CommitteeSession.objects.get(opened_by=None)
    call_off(planned, reason="تعذّر اكتمال النصاب في هذا اليوم", by=chair)
    session = open_session(place="قاعة الاجتماعات", by=chair)
    mark_attendance(session, [chair, *others], by=chair)
    on_an_agenda = AgendaItem.objects.filter(closed_at__isnull=True).values("support_request")
    waiting = SupportRequest.objects.filter(state=State.STUDIED).exclude(pk__in=on_an_agenda)
    for request in waiting.order_by("pk"):
        item = add_item(session, request, by=chair)
        for member in others:
            cast_vote(item, choice="accept", opinion="اطلعت على الدراسة.", by=member)


def words_of_the_data() -> set[str]:
    """Every Arabic word that somebody typed, and the policy's Arabic where it has no English."""
    words = set()
    for model in (*audited_models(), AuditEntry, StudyDraft):
        for row in model._base_manager.values():
            for name, value in row.items():
                if isinstance(value, dict | list):
                    words |= set(ARABIC_WORD.findall(json.dumps(value, ensure_ascii=False)))
                if isinstance(value, str) and not (name.endswith("_ar") and row.get(f"{name[:-3]}_en")):
                    words |= set(ARABIC_WORD.findall(value))
    return words


def signed_in(username: str) -> Client:
    client = Client()
    if username:
        client.force_login(User.objects.get(username=username), backend=BACKEND)
    return client


def pages_of(username: str, seen: set[str]) -> list[str]:
    """The addresses to which this person comes by links, one of each kind that nobody saw before."""
    client, states = signed_in(username), dict(SupportRequest.objects.values_list("pk", "state"))
    waiting, visited, kept = ["/"], set(), ["/"]
    while waiting:
        for link in Page(client.get(waiting.pop(0))).links:
            kind = url_name(link)
            # Files, and what is no page of ours.
            if not kind or kind.endswith("_file") or kind.startswith("admin:"):
                continue
            # Every request is asked what it links to; one in each state is looked at.
            page = link if kind == "request_detail" else kind
            if page in visited:
                continue
            visited.add(page)
            waiting.append(link)
            if kind == "request_detail":
                kind = f"{kind} {states[resolve(link).kwargs['pk']]}"
            if kind not in seen:
                seen.add(kind)
                kept.append(link)
    return kept


@pytest.fixture
def in_english(live_server, browser, settings):
    """Opens a window in which English was chosen, of somebody who signed in."""
    settings.RIFADA_DEMO = True
    sample_cases()
    windows = []

    def opened(username: str = "") -> Window:
        window = Window(browser, live_server.url, OFFICE, "en")
        client = signed_in(username)
        client.cookies["language"] = "en"
        cookies = client.cookies.items()
        window.context.add_cookies(
            [{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in cookies]
        )
        windows.append(window)
        return window

    yield opened
    for window in windows:
        window.close()


def look_everywhere(window: Window, data: set[str]) -> None:
    """At the page on the screen: in the office by day, and on a phone in the dark."""
    window.page.set_viewport_size(OFFICE)
    window.page.emulate_media(color_scheme="light")
    window.look()
    words = {word for run in window.page.evaluate("look.arabic()") for word in ARABIC_WORD.findall(run)}
    assert words <= data, f"Arabic in the English page {window.page.url}: {words - data}"
    window.page.set_viewport_size(PHONE)
    window.page.emulate_media(color_scheme="dark")
    window.look()


def test_every_page_to_which_links_lead_speaks_english(in_english):
    seen, data = set(), words_of_the_data()
    for username in STAFF:
        window = in_english(username)
        for address in pages_of(username, seen):
            window.page.goto(address)
            look_everywhere(window, data)
    assert {"request_verify", "report_submit", "item_decide", "request_register", "request_history"} <= seen


def test_pages_to_which_no_link_leads_speak_english_too(in_english):
    data = words_of_the_data()
    door = in_english()
    door.page.goto("/")
    look_everywhere(door, data)
    clerk = BrowserVisitor("reception", in_english("reception"))
    clerk.open("/intake/desk/")
    clerk.send("query", query="فاطمة")
    look_everywhere(clerk.window, data)
    clerk.send("typed")
    look_everywhere(clerk.window, data)
    clerk.send(status=422, identity_number="1000000000", phone="1")
    look_everywhere(clerk.window, data)
    clerk.open("/intake/requests/0/", status=404)
    look_everywhere(clerk.window, data)
    clerk.open("/committee/sessions/", status=403)
    look_everywhere(clerk.window, data)
    provider = BrowserVisitor("delivery", in_english("delivery"))
    provider.open(reverse("request_deliver", args=[SupportRequest.objects.get(state=State.REGISTERED).pk]))
    look_everywhere(provider.window, data)
    auditor = BrowserVisitor("auditor", in_english("auditor"))
    auditor.open("/")
    auditor.window.page.set_viewport_size(PHONE)
    for menu in (".usermenu summary", ".bottombar__more summary"):
        auditor.window.page.locator(menu).click()
        auditor.window.look()


def test_the_look_finds_what_is_wrong(browser, live_server):
    window = Window(browser, live_server.url, PHONE)
    window.page.goto("/healthz")
    window.page.set_content(
        """<html lang="ar" dir="ltr"><title>سيئ</title><main><h1>صفحة</h1>
        <p class="faint" style="color: #bbb; background: #ddd">نص باهت</p>
        <div class="wide" style="inline-size: 900px">عريض</div></main></html>"""
    )
    window.page.evaluate("console.error('شكوى')")
    with pytest.raises(AssertionError) as told:
        window.look()
    for sign in ("'ltr'", "in Latin letters color-contrast: p", "too wide: div.wide", "console: شكوى"):
        assert sign in str(told.value)
