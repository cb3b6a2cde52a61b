"""Logs hold no people: runs of nine or more digits (identity and phone numbers) are masked."""

import logging
import re

_DIGITS = re.compile(r"\d{9,}")
# In these lines PostgreSQL quotes the row that it refused, with everything that stands in it.
_QUOTED_ROW = re.compile(r"^DETAIL: .*$", re.MULTILINE)


class MaskedLines(logging.Formatter):
    """Masks the whole line as it is written, tracebacks too."""

    def format(self, record):
        return _DIGITS.sub("…", _QUOTED_ROW.sub("DETAIL: …", super().format(record)))
