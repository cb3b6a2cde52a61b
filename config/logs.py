"""Logs hold no people: runs of nine or more digits (identity and phone numbers) and private links are masked."""

import logging
import re

# The address of a private link is a secret as long as the link is open.
_LINKS = re.compile(r"(/sign/)[a-z2-7]{16,}", re.IGNORECASE)
_DIGITS = re.compile(r"\d{9,}")
# In these lines PostgreSQL quotes the row that it refused, with everything that stands in it.
_QUOTED_ROW = re.compile(r"^DETAIL: .*$", re.MULTILINE)


class MaskedLines(logging.Formatter):
    """Masks the whole line as it is written, tracebacks too."""

    def format(self, record):
        shown = _LINKS.sub(r"\1…", super().format(record))
        return _DIGITS.sub("…", _QUOTED_ROW.sub("DETAIL: …", shown))
