"""Papers and messages: letters with their register, and the outbox of notices."""

from .incoming import IncomingLetter
from .letters import HandOver, HowHandedOver, Letter, Serial
from .notices import Notice, NoticeChannel, NoticeState

__all__ = [
    "HandOver",
    "HowHandedOver",
    "IncomingLetter",
    "Letter",
    "Notice",
    "NoticeChannel",
    "NoticeState",
    "Serial",
]
