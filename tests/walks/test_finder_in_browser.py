"""The search above every page in Chromium: one key at the office, one touch on a phone."""

import pytest

from tests.factories import make_person, make_user

from .window import OFFICE, PHONE, Window

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]


@pytest.mark.parametrize("size", [OFFICE, PHONE], ids=["office", "phone"])
def test_a_key_or_a_touch_opens_the_box_and_a_name_is_found(browser, live_server, size, sign_in):
    person = make_person(first_name="أحمد")
    client = sign_in(make_user("reception"))
    window = Window(browser, live_server.url, size)
    cookie = client.cookies["sessionid"]
    window.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = window.page
    page.goto("/")
    page.keyboard.press("Slash")
    window.look()
    assert page.evaluate("document.activeElement.id") == "finder-box"
    if size is PHONE:
        page.keyboard.press("Escape")
        assert not page.locator("#finder-box").is_visible()
        page.locator(".finder__sign").click()
    page.keyboard.type("احم")
    page.keyboard.press("Enter")
    page.wait_for_url("**/intake/desk/*")
    assert page.locator("mark").all_inner_texts() == ["أحم"]
    assert str(person) in page.locator("h3").first.inner_text()
    window.look()
    window.close()
