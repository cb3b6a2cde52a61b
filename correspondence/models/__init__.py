"""Papers and messages: letters with their register, and the outbox of notices."""

from .incoming import IncomingLetter
from .letters import HandOver, HowHandedOver, Letter, Serial
from .notices import FOR_A_PERSON, Notice, NoticeChannel, NoticeState

__all__ = [
    "FOR_A_PERSON",
    "HandOver",
    "HowHandedOver",
    "IncomingLetter",
    "Letter",
    "Notice",
    "NoticeChannel",
    "NoticeState",
    "Serial",
]
