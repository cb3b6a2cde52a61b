"""What this room does outside web requests, and what it looks at before the portal starts."""

from django.core.checks import Tags, register

from jobs.work import job

from .notices import SEND
from .outbox.checks import messages_reach_people, texts_say_nothing_sensitive, the_sms_provider_is_set_up
from .outbox.sending import send_notices

job(SEND)(send_notices)
register(texts_say_nothing_sensitive, Tags.compatibility)
register(the_sms_provider_is_set_up, Tags.compatibility)
register(messages_reach_people, Tags.security, deploy=True)
