"""What this room does outside web requests: it tells the outbox its links and codes."""

from .remote_pledge import messages  # noqa: F401
from .tracking import messages as tracking_messages  # noqa: F401
