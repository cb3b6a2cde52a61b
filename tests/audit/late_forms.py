"""Sending a form after its session has ended, and signing in on the page that answers."""

from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User, system_user
from audit.writing import write
from tests.walks.page import Page

PASSWORD = "ورقة-وقلم-1446"
NOT_SAVED, KEPT = "لم يُحفظ هذا بعد", "انتهت جلستك"


def with_password(user):
    user = User.objects.get(pk=user.pk)
    user.set_password(PASSWORD)
    return write(user, by=system_user(), reason="Password given")


def lose_session(client: Client) -> None:
    """As if the browser had been closed: the proof of origin stays, the session is gone."""
    del client.cookies[settings.SESSION_COOKIE_NAME]


def told_to_sign_in(response) -> dict:
    """What the sign-in page, which answers a late form, sends on."""
    assert response.status_code == 403
    assert "no-store" in response["Cache-Control"]
    assert KEPT in response.text
    return Page(response).form_with("draft").as_shown()


def sign_in_there(client, carried: dict, user, **changed):
    return client.post(
        reverse("login"), carried | {"username": user.username, "password": PASSWORD} | changed
    )
