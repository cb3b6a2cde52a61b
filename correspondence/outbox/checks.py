"""What is looked at before the portal starts: every text, and the settings of the providers."""

from django.conf import settings
from django.core.checks import Error, Warning

from .sms import BACKENDS, reason_not_set_up
from .wording import UnknownWording, all_wordings


def texts_say_nothing_sensitive(app_configs, **kwargs) -> list:
    """Each text is complete and names only what a message may say."""
    try:
        all_wordings()
    except (UnknownWording, ValueError, TypeError) as problem:
        return [Error(str(problem), id="correspondence.E001")]
    return []


def the_sms_provider_is_set_up(app_configs, **kwargs) -> list:
    """The back-end is one of ours, and the web provider has what it needs."""
    if settings.RIFADA_SMS not in BACKENDS:
        return [Error(f"RIFADA_SMS is one of {', '.join(BACKENDS)}.", id="correspondence.E002")]
    if settings.RIFADA_SMS != "http":
        return []
    secret = settings.RIFADA_SMS_SECRET.strip()
    problem = reason_not_set_up(settings.RIFADA_SMS_URL, settings.RIFADA_SMS_BODY, secret)
    return [Error(problem, id="correspondence.E003")] if problem else []


def messages_reach_people(app_configs, **kwargs) -> list:
    """An installation for real people sends its messages somewhere."""
    if not only_kept():
        return []
    return [
        Warning(
            f"Messages are only kept here, nobody receives them: {', '.join(only_kept())}.",
            id="correspondence.W001",
        )
    ]


def only_kept() -> list[str]:
    """The channels whose messages go nowhere: into files, or onto the terminal."""
    kept = ["SMS"] if settings.RIFADA_SMS != "http" else []
    return kept + (["e-mail"] if not settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend") else [])
