"""A signature drawn with the mouse in Chromium: judged, kept, refused when it is a dot, and renewed after a change."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from beneficiaries.people import change_person
from tests import factories as make

from .window import OFFICE, PHONE, Window

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
FIELD, STROKES = "[data-signature-field]", "[name=strokes]"


def draw(page, *strokes) -> None:
    """Lines from place to place, in parts of the field."""
    page.locator(FIELD).scroll_into_view_if_needed()
    box = page.locator(FIELD).bounding_box()
    for (from_x, from_y), (to_x, to_y) in strokes:
        places = [
            (from_x + (to_x - from_x) * step / 12, from_y + (to_y - from_y) * step / 12) for step in range(13)
        ]
        (start, *rest) = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in places]
        page.mouse.move(*start)
        page.mouse.down()
        for place in rest:
            page.mouse.move(*place)
            page.wait_for_timeout(17)
        page.mouse.up()


def press_save(page) -> None:
    with page.expect_navigation():
        page.locator("form[data-once] button[type=submit]").click()


def opened(window: Window, client) -> None:
    cookie = client.cookies["sessionid"]
    window.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": window.address}])


def on_the_screen(page, address: str) -> None:
    page.goto(address)
    assert not page.locator(FIELD).is_visible(), "the paper comes first"
    page.check("input[name=method][value=drawn]")
    assert not page.locator("[name=scan]").is_visible()
    page.check("[name=read_out]")


def a_dot_is_refused(window: Window) -> None:
    draw(window.page, ((0.5, 0.5), (0.5, 0.5)))
    press_save(window.page)
    window.look()
    sentence = _("This is too small for a signature: a dot or a short dash. Clear it and sign again.")
    assert sentence in window.page.content()


def another_width_changes_nothing(page) -> None:
    drawn = page.locator(STROKES).input_value()
    page.set_viewport_size(PHONE)
    page.locator(FIELD).scroll_into_view_if_needed()
    assert page.locator(STROKES).input_value() == drawn
    page.set_viewport_size(OFFICE)


def test_a_signature_is_drawn_refused_as_a_dot_and_renewed_after_a_change(browser, live_server, sign_in):
    clerk = make.make_user("reception", username="reception")
    request = make.make_request("verified", by=clerk)
    window = Window(browser, live_server.url, OFFICE)
    opened(window, sign_in(clerk))
    page, address = window.page, reverse("request_pledge", args=[request.pk])

    on_the_screen(page, address)
    a_dot_is_refused(window)
    page.locator("[data-signature-clear]").click()
    draw(page, ((0.1, 0.2), (0.6, 0.8)), ((0.6, 0.2), (0.9, 0.7)), ((0.2, 0.9), (0.4, 0.9)))
    page.locator("[data-signature-undo]").click()
    another_width_changes_nothing(page)
    press_save(page)
    pledge = request.pledges.get()
    assert (pledge.method, pledge.scan, pledge.signature.kind) == ("drawn", None, "png")
    assert pledge.strokes.count("]],") == 1, "two lines, the third was undone"
    window.look()

    change_person(request.beneficiary, by=clerk, family_name="الحارسي")
    page.goto(reverse("request_detail", args=[request.pk]))
    window.look()
    assert {"الحارثي", "الحارسي"} <= set(page.locator(".sheet-changes").inner_text().split())
    page.set_viewport_size(PHONE)
    on_the_screen(page, address)
    draw(page, ((0.1, 0.2), (0.6, 0.8)), ((0.6, 0.2), (0.9, 0.7)))
    window.look()
    press_save(page)
    assert request.pledges.count() == 2
    window.close()
