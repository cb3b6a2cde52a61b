"""A PDF may hold pages and nothing that acts: no script, no program to launch, no attached file.

Opening at a page (/OpenAction, which every office program writes) acts only through one of these.
"""

import re
import zlib
from bisect import bisect

from django.utils.translation import gettext as _

from audit.refusals import Refused

FORBIDDEN = frozenset(
    {
        b"JavaScript",
        b"JS",
        # What happens by itself, and what fetches another file: from a share on the way, with the reader's password.
        b"AA",
        b"GoToE",
        b"GoToR",
        b"Launch",
        b"EmbeddedFile",
        b"EmbeddedFiles",
        b"RichMedia",
        b"SubmitForm",
        b"ImportData",
        b"XFA",
    }
)
# In image data three letters turn up by chance; whoever writes /JS also writes /JavaScript.
FORBIDDEN_ANYWHERE = frozenset(name for name in FORBIDDEN if len(name) > 3)
MOST_STREAMS = 50_000
MOST_ESCAPED_NAMES = 50_000
MOST_UNPACKED = 32 * 1024 * 1024
MOST_UNPACKED_PER_STREAM = 8 * 1024 * 1024

_LOCKED, _OBJECT_STREAM = b"Encrypt", b"ObjStm"
_KNOWN = b"|".join(sorted({_LOCKED, _OBJECT_STREAM, *FORBIDDEN}))
_ENDS = rb"\x00\t\n\x0c\r ()<>\[\]{}/%"
# Only names that matter, or that hide what they are behind #-escapes; all others are passed over quickly.
_NAME = re.compile(rb"/(?:(%b)(?=[%b]|\Z)|([^#%b]{0,127}#[^%b]{0,127}))" % (_KNOWN, _ENDS, _ENDS, _ENDS))
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream[ \t]*\r?\n?")
# An object stream begins with pairs of whole numbers; what else begins so does no harm when it is read too.
_NUMBER_PAIR = re.compile(rb"\s*[0-9]+\s+[0-9]+\s")
_END_MARK, _TAIL = b"%%EOF", 2048
_PIECE = 64 * 1024


def refuse_acting_pdf(content: bytes) -> None:
    """Raises Refused with the reason when this PDF is cut short, locked, acts, or hides what it holds."""
    if _END_MARK not in content[-_TAIL:]:
        raise Refused(cut_short_sentence())
    found = list(_telling_names(content))
    names = {name for name, _end in found}
    if _LOCKED in names:
        raise Refused(
            _("This PDF is locked with a password, so it cannot be checked. Save it without a password.")
        )
    acting = not names.isdisjoint(FORBIDDEN_ANYWHERE) or _acts(_outside_streams(content))
    unpacked_at = []
    for start, unpacked in _object_streams(content):
        unpacked_at.append(start)
        acting = acting or _acts(unpacked)
    if acting:
        raise Refused(
            _("This PDF holds scripts, automatic actions or attached files. Print or scan it anew.")
        )
    _refuse_unread_objects(content, [end for name, end in found if name == _OBJECT_STREAM], unpacked_at)


def _telling_names(content: bytes):
    """Each name that this page asks about, its #-escapes undone, and where it ends."""
    escaped = 0
    for match in _NAME.finditer(content):
        name = match[1]
        if name is None:
            escaped += 1
            if escaped > MOST_ESCAPED_NAMES:
                raise Refused(_uncheckable())
            name = _HEX.sub(lambda code: bytes([int(code[1], 16)]), match[2])
        yield name, match.end()


def _acts(content: bytes) -> bool:
    return any(name in FORBIDDEN for name, _end in _telling_names(content))


def _outside_streams(content: bytes) -> bytes:
    """The text between the streams."""
    pieces, position = [], 0
    while (start := content.find(b"stream", position)) >= 0:
        end = content.find(b"endstream", start)
        if end < 0:
            break
        pieces.append(content[position:start])
        position = end + len(b"endstream")
    return b" ".join([*pieces, content[position:]])


def _refuse_unread_objects(content: bytes, object_streams: list[int], unpacked_at: list[int]) -> None:
    """The stream that follows each /ObjStm must be one that was unpacked and read."""
    starts = [match.end() for match in _STREAM.finditer(content)] if object_streams else []
    read = set(unpacked_at)
    for end in object_streams:
        following = bisect(starts, end)
        if following == len(starts) or starts[following] not in read:
            raise Refused(_uncheckable())


def _object_streams(content: bytes):
    """Each unpacked object stream and its start, looked for at every `stream`: a dictionary can lie."""
    left = MOST_UNPACKED
    view = memoryview(content)
    for count, match in enumerate(_STREAM.finditer(content)):
        if count > MOST_STREAMS:
            raise Refused(_uncheckable())
        packed = view[match.end() :]
        if not _begins_like_zlib(packed) or not _NUMBER_PAIR.match(_unpack(packed, 256)):
            continue
        unpacked = _unpack(packed, MOST_UNPACKED_PER_STREAM)
        left -= len(unpacked)
        if left <= 0 or len(unpacked) >= MOST_UNPACKED_PER_STREAM:
            raise Refused(_uncheckable())
        yield match.end(), unpacked


def _begins_like_zlib(packed: memoryview) -> bool:
    return len(packed) > 2 and packed[0] & 0x0F == 8 and (packed[0] << 8 | packed[1]) % 31 == 0


def _unpack(packed: memoryview, limit: int) -> bytes:
    """At most `limit` bytes; what stands before a defect counts, as it does for readers of PDF."""
    unpacker = zlib.decompressobj()
    unpacked = bytearray()
    position = 0
    while not unpacker.eof and len(unpacked) < limit and position < len(packed):
        piece = packed[position : position + _PIECE]
        position += len(piece)
        try:
            unpacked += unpacker.decompress(piece, limit - len(unpacked))
        except zlib.error:
            break
    return bytes(unpacked)


def cut_short_sentence() -> str:
    return _("This PDF is damaged or cut short. Save or scan it again.")


def _uncheckable() -> str:
    return _("This PDF has parts that cannot be checked. Print it to a new PDF, or scan the paper.")
