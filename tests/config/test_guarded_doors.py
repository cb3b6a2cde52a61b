"""The doors around the pages: sessions, logs, odd addresses."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from config.logs import MaskedLines
from config.middleware import PrivatePagesMiddleware
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("taken_over", [False, True])
def test_a_session_without_its_idle_cookie_ends_half_an_hour_after_the_sign_in(sign_in, taken_over):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        others = sign_in(make.make_user(Role.RECEPTION), fresh=True)
        others.get(reverse("home"))
        client = sign_in(make.make_user(Role.RECEPTION))
        for minutes, status in ((29, 200), (2, 302)):
            clock.shift(timedelta(minutes=minutes))
            client.cookies.pop(PrivatePagesMiddleware.cookie, None)
            if taken_over:
                client.cookies[PrivatePagesMiddleware.cookie] = others.cookies["seen"].value
            assert client.get(reverse("home")).status_code == status


def test_a_logged_line_names_nobody_even_where_the_database_quotes_the_row():
    quoted = "refused\nDETAIL: Failing row contains (7, سارة, 1000000008).\nKey 1000000008"
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "%s", (quoted,), None)
    try:
        raise ValueError(quoted)
    except ValueError as error:
        record.exc_info = (type(error), error, error.__traceback__)
    line = MaskedLines("%(message)s").format(record)
    assert "سارة" not in line
    assert "1000000008" not in line
    assert "refused" in line


@pytest.mark.parametrize(
    "mark",
    [
        "2026-01-01T00:00:00+00:00~" + "9" * 5000,
        "9999-12-31T23:59:59-14:00~1",
        "0001-01-01T00:00:00+14:00~1",
    ],
)
def test_a_spoilt_mark_of_a_queue_starts_over(sign_in, mark):
    client = sign_in(make.make_user(Role.RECEPTION))
    for name in ("home", "request_list"):
        assert client.get(reverse(name), {"after": mark}).status_code == 200
    chair = sign_in(make.make_user(Role.COMMITTEE), fresh=True)
    assert chair.get(reverse("session_list"), {"before": "9" * 5000}).status_code == 200


def test_a_nul_in_an_address_never_reaches_the_database(sign_in):
    client = sign_in(make.make_user(Role.AUDITOR))
    url = reverse("admin:intake_supportrequest_changelist")
    answer = client.get(f"{url}?state__exact=%00")
    assert answer.status_code == 400
    assert "<html" in answer.content.decode()


def test_a_picture_that_was_not_collected_breaks_no_page(client, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "config.static_files.CollectedFiles"},
    }
    assert client.get(reverse("login")).status_code == 200


def test_no_cookie_repeats_the_key_of_the_session_and_no_answer_is_for_other_sites(sign_in):
    client = sign_in(make.make_user(Role.RECEPTION))
    answer = client.get(reverse("home"))
    assert client.session.session_key not in answer.cookies.output()
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
