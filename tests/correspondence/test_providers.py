"""A provider of SMS over HTTP and a mail server, as real servers on this machine: every way in which they answer."""

import smtplib
from email import message_from_bytes, policy

import pytest
from django.core.checks import run_checks

from correspondence.models import Notice
from correspondence.outbox import answers, mail, sms
from tests import factories as make

from .providers import MailServer, Provider, running
from .test_notices import person_with, tell
from .test_sending import only_notice, work

pytestmark = pytest.mark.django_db
CLOSED_PORT = 9


@pytest.fixture
def clerk(db):
    return make.make_user("reception", username="reception")


@pytest.fixture
def provider(settings):
    with running(Provider()) as server:
        settings.RIFADA_SMS, settings.RIFADA_SMS_URL = "http", server.url
        settings.RIFADA_SMS_TIMEOUT = 0.5
        yield server


@pytest.fixture
def unsaved(clerk) -> Notice:
    (notice,) = tell(person_with(clerk), clerk)
    return notice


# SMS ------------------------------------------------------------------------------------------------------------


def test_the_provider_gets_number_text_key_and_sender_in_its_own_form(provider, unsaved, settings):
    settings.RIFADA_SMS_BODY = (
        '{"messages": [{"n": "{digits}", "t": "{text}"}], "from": "{sender}", "id": "{key}", "a": 1}'
    )
    settings.RIFADA_SMS_SENDER, settings.RIFADA_SMS_SECRET = "Birr", "Bearer abc\n"
    settings.RIFADA_SMS_REFERENCE, provider.body = "data.0.id", b'{"data": [{"id": 77}]}'
    text = 'قال "نعم" {key} \\ {to}'
    assert sms.send(unsaved, text) == "77"
    number = unsaved.address.lstrip("+")
    (asked,) = provider.asked
    message = {"messages": [{"n": number, "t": text}], "from": "Birr", "id": str(unsaved.key), "a": 1}
    assert asked == message
    assert provider.headers[0]["Authorization"] == "Bearer abc"
    assert provider.headers[0]["Idempotency-Key"] == str(unsaved.key)


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (200, "sent"),
        (202, "sent"),
        (429, "queued"),
        (408, "queued"),
        (500, "queued"),
        (503, "queued"),
        (400, "failed"),
        (401, "failed"),
        (404, "failed"),
        (302, "failed"),
        (307, "failed"),
        (502, "uncertain"),
        (504, "uncertain"),
        ("hang", "uncertain"),
        ("garbage", "uncertain"),
        # The status says that it was taken.
        ("half", "sent"),
        ("cut", "uncertain"),
    ],
)
def test_each_answer_of_the_provider_has_its_end(provider, clerk, answer, state):
    provider.answers = [answer]
    tell(person_with(clerk), clerk)
    work()
    assert (only_notice().state, len(provider.asked)) == (state, 1)


def test_a_provider_that_cannot_be_reached_is_asked_again(clerk, settings):
    settings.RIFADA_SMS, settings.RIFADA_SMS_URL = "http", f"http://127.0.0.1:{CLOSED_PORT}/"
    tell(person_with(clerk), clerk)
    work()
    assert (only_notice().state, only_notice().problem) == ("queued", answers.NO_CONNECTION)


def test_asked_again_the_provider_gets_the_same_key(provider, clerk):
    provider.answers = [500, 200]
    (notice,) = tell(person_with(clerk), clerk)
    with pytest.raises(answers.NotSent):
        sms.send(notice, "x")
    sms.send(notice, "x")
    assert [asked["key"] for asked in provider.asked] == [str(notice.key)] * 2


@pytest.mark.parametrize(
    "body", [b"", b"no JSON", b"[]", b'{"id": null}', b'{"id": {}}', b'{"id": true}', b"[" * 9999]
)
def test_an_answer_without_the_reference_is_uncertain(provider, unsaved, settings, body):
    settings.RIFADA_SMS_REFERENCE, provider.body = "id", body
    with pytest.raises(answers.Unanswered):
        sms.send(unsaved, "x")


def test_a_provider_far_away_is_only_asked_over_https(unsaved, settings):
    settings.RIFADA_SMS = "http"
    for url in ("http://sms.example/", "ftp://127.0.0.1/", "", "https://", "http://127.0.0.1:99999/"):
        settings.RIFADA_SMS_URL = url
        with pytest.raises(answers.NotSent, match="not set up"):
            sms.send(unsaved, "x")
        assert "correspondence.E003" in [problem.id for problem in run_checks()]


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("RIFADA_SMS", "pigeon", "E002"),
        ("RIFADA_SMS_BODY", "{", "E003"),
        ("RIFADA_SMS_BODY", '{"text": "{text}"}', "E003"),
        ("RIFADA_SMS_SECRET", "a\nb", "E003"),
        ("RIFADA_SMS_URL", "https://sms.example/send", ""),
    ],
)
def test_settings_are_looked_at_before_the_start(settings, name, value, found):
    settings.RIFADA_SMS, settings.RIFADA_SMS_URL = "http", "https://sms.example/"
    setattr(settings, name, value)
    problems = [problem.id for problem in run_checks() if problem.id.startswith("correspondence.")]
    assert problems == ([f"correspondence.{found}"] if found else [])


def test_who_serves_real_people_is_told_that_nobody_receives_messages(settings):
    def told():
        return [problem.id for problem in run_checks(include_deployment_checks=True)]

    assert "correspondence.W001" in told()
    settings.RIFADA_SMS, settings.RIFADA_SMS_URL = "http", "https://sms.example/"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert "correspondence.W001" not in told()


# E-mail ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def post(settings):
    """A function that starts a mail server with these answers."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 0.5
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.DEFAULT_FROM_EMAIL = "جمعية البر <office@birr.example>"

    def started(**words):
        server = MailServer(**words)
        settings.EMAIL_PORT = server.port
        return running(server)

    return started


def mail_to(clerk) -> Notice:
    (notice,) = tell(person_with(clerk, email="sara@example.org", preferred_channel="email"), clerk)
    return notice


def test_an_email_arrives_with_its_words_and_its_own_number(post, clerk):
    notice = mail_to(clerk)
    with post() as server:
        work()
    (raw,) = server.messages
    message = message_from_bytes(raw, policy=policy.default)
    assert message["Subject"].strip() == notice.subject
    assert message["To"] == "sara@example.org"
    assert message["Message-ID"] == f"<{notice.key}@birr.example>" == only_notice().provider_reference
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().split() == notice.text.split()
    assert only_notice().state == "sent"


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ({"RCPT": "450 later"}, "queued"),
        ({"RCPT": "550 nobody here"}, "failed"),
        ({"MAIL": "451 busy"}, "queued"),
        ({"MAIL": "553 not you"}, "failed"),
        ({"DATA.": "452 full"}, "queued"),
        ({"DATA.": "554 no"}, "failed"),
        ({"DATA.": ""}, "uncertain"),
        ({"QUIT": ""}, "sent"),
    ],
)
def test_each_answer_of_the_mail_server_has_its_end(post, clerk, words, state):
    mail_to(clerk)
    with post(**words):
        work()
    assert only_notice().state == state


def test_a_mail_server_that_cannot_be_reached_is_asked_again(post, clerk, settings):
    mail_to(clerk)
    with post():
        settings.EMAIL_PORT = CLOSED_PORT
        work()
    assert (only_notice().state, only_notice().problem) == ("queued", answers.NO_CONNECTION)


def test_a_wrong_password_is_told_as_a_wrong_setting(post, clerk, monkeypatch):
    def refuse(self, *args):
        raise smtplib.SMTPAuthenticationError(535, b"no")

    notice = mail_to(clerk)
    monkeypatch.setattr("django.core.mail.backends.smtp.EmailBackend.open", refuse)
    with post(), pytest.raises(answers.NotSent, match="not set up"):
        mail.send(notice, notice.text)
