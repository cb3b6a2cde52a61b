"""E-mail over Django's back-end: a file or the console by default, SMTP where it is set up."""

import smtplib
from contextlib import suppress
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from ..models import Notice
from . import answers


def send(notice: Notice, text: str) -> str:
    """Sends one message; returns its Message-ID."""
    reference = f"<{notice.key}@{_domain()}>"
    message = EmailMessage(
        notice.subject,
        text,
        settings.DEFAULT_FROM_EMAIL,
        [notice.address],
        headers={"Message-ID": reference, "Auto-Submitted": "auto-generated"},
    )
    connection = get_connection(fail_silently=False)
    try:
        connection.open()
    except smtplib.SMTPAuthenticationError as error:
        raise answers.NotSent(answers.NOT_SET_UP, error.smtp_code) from None
    except (OSError, smtplib.SMTPException):
        raise answers.NotSent(answers.NO_CONNECTION) from None
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        raise _refusal(min(code for code, _said in error.recipients.values())) from None
    except smtplib.SMTPResponseException as error:
        raise _refusal(error.smtp_code) from None
    except (OSError, smtplib.SMTPException):
        # The line was cut or silent: perhaps after the server had taken the message.
        raise answers.Unanswered(answers.NO_ANSWER) from None
    finally:
        with suppress(Exception):
            connection.close()
    return reference


def _refusal(code: int) -> answers.NotSent:
    kind = answers.Refused if code >= 500 else answers.NotSent
    return kind(answers.REFUSED if code >= 500 else answers.BUSY, code)


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
