"""Logs hold no people: runs of ten or more digits (identity and phone numbers) are masked."""

import logging
import re

_DIGITS = re.compile(r"\d{9,}")


class MaskIdentityNumbers(logging.Filter):
    def filter(self, record):
        record.msg, record.args = _DIGITS.sub("…", record.getMessage()), None
        return True
