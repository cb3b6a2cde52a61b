"""Settings of the messages to people, by environment; each may also stand in a file that NAME_FILE names."""

from pathlib import Path

from environ import FileAwareEnv

_BODY = '{"to": "{to}", "text": "{text}", "sender": "{sender}", "key": "{key}"}'


def message_settings(env: FileAwareEnv, outbox: Path, *, debug: bool) -> dict:
    """The providers of e-mail and SMS.

    Without them messages are only written to files in var/outbox, and nobody receives them.
    """
    return {
        "OUTBOX_ROOT": outbox,
        # Stands at the end of each message where it is set.
        "RIFADA_OFFICE_PHONE": env("RIFADA_OFFICE_PHONE", default=""),
        **_email(env, outbox, debug),
        **_sms(env, debug),
    }


def _email(env: FileAwareEnv, outbox: Path, debug: bool) -> dict:
    """RIFADA_SMTP_URL is like smtp+tls://user:password@host:587."""
    back_end = f"django.core.mail.backends.{'console' if debug else 'filebased'}.EmailBackend"
    by_default = {"EMAIL_BACKEND": back_end, "EMAIL_FILE_PATH": outbox}
    return {
        **(env.email_url("RIFADA_SMTP_URL") if env("RIFADA_SMTP_URL", default="") else by_default),
        "EMAIL_TIMEOUT": env.int("RIFADA_SMTP_TIMEOUT", default=20),
        "DEFAULT_FROM_EMAIL": env("RIFADA_MAIL_FROM", default="rifada@localhost"),
    }


def _sms(env: FileAwareEnv, debug: bool) -> dict:
    """RIFADA_SMS is file, console, or http for any provider that takes a JSON request."""
    return {
        "RIFADA_SMS": env("RIFADA_SMS", default="console" if debug else "file"),
        "RIFADA_SMS_URL": env("RIFADA_SMS_URL", default=""),
        "RIFADA_SMS_METHOD": env("RIFADA_SMS_METHOD", default="POST"),
        "RIFADA_SMS_HEADER": env("RIFADA_SMS_HEADER", default="Authorization"),
        "RIFADA_SMS_SECRET": env("RIFADA_SMS_SECRET", default=""),
        "RIFADA_SMS_SENDER": env("RIFADA_SMS_SENDER", default="Rifada"),
        "RIFADA_SMS_BODY": env("RIFADA_SMS_BODY", default=_BODY),
        # Where in the answer the provider's reference stands (data.id); without it a message counts as uncertain.
        "RIFADA_SMS_REFERENCE": env("RIFADA_SMS_REFERENCE", default=""),
        "RIFADA_SMS_TIMEOUT": env.int("RIFADA_SMS_TIMEOUT", default=20),
    }
