"""A study and its visits in Chromium: at a family's door on a phone, and in the office."""

import pytest
from django.test import Client
from django.urls import reverse

from research_committee.visits.arranging import call_off_visit
from tests.factories import make_request, make_user
from tests.households import make_household, make_member
from tests.printed import pages
from tests.research_committee.factories import adopt_shipped_scale, submit_study
from tests.research_committee.visiting import WHY, arrange, at, photo, visit

from .window import OFFICE, PHONE, Window

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
# Of a phone's windows: with every part but one folded away.
MOST_HIGH = 6 * PHONE["height"]


@pytest.fixture
def request_of(transactional_db):
    adopt_shipped_scale()
    request, clerk = make_request("referred", referred_days_ago=3), make_user("reception")
    household = make_household(clerk, request.beneficiary)
    for _number in range(4):
        make_member(household, clerk, "child")
    return request


def window_of(user, browser, address: str, size: dict, language: str = "ar", **options) -> Window:
    """Somebody's window, signed in."""
    window, client = Window(browser, address, size, language, **options), Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    kept = {name: one.value for name, one in client.cookies.items()} | {"language": language}
    window.context.add_cookies([{"name": name, "value": said, "url": address} for name, said in kept.items()])
    return window


def report_of(request) -> str:
    return reverse("report_submit", args=[request.pk])


def height(page) -> int:
    return page.evaluate("document.documentElement.scrollHeight")


def test_a_study_of_five_people_is_written_part_by_part_on_a_phone(live_server, browser, request_of):
    visit(request_of)
    window = window_of(request_of.researcher, browser, live_server.url, PHONE)
    page = window.page
    page.goto(report_of(request_of))
    assert height(page) < MOST_HIGH
    assert page.locator("details.chapter[open]").count() == 1
    window.look()
    for box in page.locator("[name^=member_][value=here]").all():
        box.check()
    page.locator("#household [data-chapter-next]").click()
    assert page.locator("details.chapter[open]").get_attribute("id") == "budget"
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    # The draft is saved, and the portal says of the part that is folded away that nothing is left in it.
    page.locator("summary [data-place=chapter-household] .chip--good").wait_for()
    page.locator("#budget summary").click()
    page.locator("form.verb__form button.button--primary").click()
    page.locator(".errors:focus").wait_for()
    assert {part.get_attribute("id") for part in page.locator("details.chapter[open]").all()} == {
        *("home", "needs", "score", "advice")
    }
    window.look()
    # A part that was folded away again opens for whoever follows the reason into it.
    page.locator("#home summary").click()
    page.locator(".errors__list a[href='#div_id_home_tenure'], .errors__list a").first.click()
    assert page.locator("#home").get_attribute("open") is not None
    window.close()


def test_without_scripts_the_parts_fold_and_links_unfold_them(live_server, browser, request_of):
    visit(request_of)
    window = window_of(request_of.researcher, browser, live_server.url, PHONE, java_script_enabled=False)
    page = window.page
    page.goto(report_of(request_of))
    page.locator("#household [data-chapter-next]").click()
    page.locator("#budget[open]").wait_for()
    page.locator("#score summary").click()
    assert page.locator("[name=score_income]").first.is_visible()
    window.close()


def test_in_the_office_and_on_paper_all_parts_are_open(live_server, browser, request_of):
    visit(request_of)
    window = window_of(request_of.researcher, browser, live_server.url, OFFICE)
    page = window.page
    page.goto(report_of(request_of))
    assert page.locator("details.chapter[open]").count() == page.locator("details.chapter").count() == 8
    window.look()
    page.locator("#score summary").click()
    page.emulate_media(media="print")
    assert page.locator("[name=score_income]").first.is_visible()
    window.close()


def test_a_study_on_paper_ends_with_what_it_says(live_server, browser, request_of):
    report = submit_study(request_of)
    window = window_of(request_of.researcher, browser, live_server.url, OFFICE)
    window.page.goto(reverse("report_detail", args=[report.pk]))
    texts = pages(window.page.pdf(format="A4"))
    assert all(text.strip() for text in texts), [len(text) for text in texts]
    window.close()


@pytest.mark.parametrize(("size", "language"), [(PHONE, "ar"), (OFFICE, "en")], ids=["phone", "office"])
def test_the_pages_of_visits_can_be_used_by_everybody(live_server, browser, request_of, size, language):
    photo(visit(request_of))
    first, second = arrange(request_of, at(1)), arrange(request_of, at(3))
    call_off_visit(second, reason=WHY, by=request_of.researcher)
    window = window_of(request_of.researcher, browser, live_server.url, size, language)
    addresses = [
        *(reverse("visit_list") + when for when in ("", "?when=tomorrow", "?when=week", "?when=earlier")),
        *(
            reverse(name, args=[request_of.pk])
            for name in ("request_visits", "visit_arrange", "visit_record", "report_submit")
        ),
        *(reverse(f"appointment_{act}", args=[first.pk]) for act in ("move", "call_off", "miss", "record")),
        reverse("visit_add_photo", args=[request_of.study_visits.first().pk]),
    ]
    for address in addresses:
        assert window.page.goto(address).status == 200, address
        window.look()
    window.close()
