"""What the vendored faces can print: which characters they have."""

import struct
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"
_REGULAR = FONTS / "NotoNaskhArabic_400Regular.ttf"


@cache
def printed_characters() -> frozenset[int]:
    """The code points of the regular face; the bold one has the same."""
    font = _REGULAR.read_bytes()
    table = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, table + 2)
    records = [struct.unpack_from(">HHI", font, table + 4 + 8 * place) for place in range(count)]
    found: set[int] = set()
    for _platform, _encoding, offset in records:
        found |= _mapped(font, table + offset)
    return frozenset(found)


def _table(font: bytes, wanted: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * place) for place in range(count))
    return next(offset for tag, _sum, offset, _length in records if tag == wanted)


def _mapped(font: bytes, start: int) -> set[int]:
    """The characters of one cmap subtable, of the two formats for Unicode."""
    (kind,) = struct.unpack_from(">H", font, start)
    if kind == 12:
        (count,) = struct.unpack_from(">I", font, start + 12)
        groups = (struct.unpack_from(">II", font, start + 16 + 12 * place) for place in range(count))
        return {point for first, last in groups for point in range(first, last + 1)}
    if kind == 4:
        count = struct.unpack_from(">H", font, start + 6)[0] // 2
        last = struct.unpack_from(f">{count}H", font, start + 14)
        first = struct.unpack_from(f">{count}H", font, start + 16 + 2 * count)
        # The last segment only marks the end.
        return {p for begin, end in zip(first[:-1], last[:-1], strict=True) for p in range(begin, end + 1)}
    return set()
