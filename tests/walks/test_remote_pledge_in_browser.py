"""The pledge signed from afar: an employee at the office sends the link, the person signs it on a phone."""

import json
import re

import pytest
from django.urls import reverse

from intake.models import AccuracyPledge
from jobs.worker import run_next
from tests import factories as make

from .window import OFFICE, PHONE, Window

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]


def newest_message(outbox) -> str:
    """What the worker sends now, as it arrives on the phone."""
    before = set(outbox.glob("*.json"))
    while run_next() is not None:
        pass
    messages = [json.loads(path.read_text("utf-8"))["text"] for path in set(outbox.glob("*.json")) - before]
    return messages[-1]


def draw(page) -> None:
    field = page.locator("canvas")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    for step in range(20):
        page.mouse.move(box["x"] + 30 + 11 * step, box["y"] + 55 + 9 * (step % 5))
    page.mouse.up()


def press(window, button: str = "main form .button--primary") -> None:
    with window.page.expect_navigation():
        window.page.click(button)
    window.look()


def test_a_link_sent_at_the_office_is_signed_on_a_phone_and_the_pledge_stands(
    browser, live_server, settings, tmp_path, sign_in
):
    settings.RIFADA_SMS, settings.OUTBOX_ROOT = "file", tmp_path / "outbox"
    settings.RIFADA_PUBLIC_URL = live_server.url
    clerk = make.make_user("reception", username="reception")
    request = make.make_request("verified", by=clerk)
    newest_message(settings.OUTBOX_ROOT)
    office, phone = Window(browser, live_server.url, OFFICE), Window(browser, live_server.url, PHONE)
    cookie = sign_in(clerk).cookies["sessionid"]
    office.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    office.page.goto(reverse("request_detail", args=[request.pk]))
    office.page.click(f'a[href="{reverse("pledge_link_issue", args=[request.pk])}"]')
    office.look()
    press(office)

    phone.page.goto(re.search(r"http\S+", newest_message(settings.OUTBOX_ROOT))[0])
    phone.look()
    press(phone)
    code = re.search(r"\b\d{6}\b", newest_message(settings.OUTBOX_ROOT))[0]
    phone.page.fill("[name=code]", code.translate({ord(str(n)): chr(ord("٠") + n) for n in range(10)}))
    press(phone)
    phone.page.fill("[name=typed_name]", str(request.beneficiary.full_name))
    phone.page.check("[name=confirmed]")
    draw(phone.page)
    press(phone)
    pledge = AccuracyPledge.objects.get()
    assert pledge.sha256[:16] in phone.page.inner_text("main")
    assert pledge.signature is not None

    office.page.goto(reverse("request_detail", args=[request.pk]))
    office.look()
    assert office.page.locator(f'a[href="{reverse("request_refer", args=[request.pk])}"]').count()
    office.close()
    phone.close()
