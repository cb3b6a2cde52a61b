import hashlib
import json
from datetime import date


def canonical_sha256(value) -> str:
    """SHA-256 of a value's one canonical JSON text: sorted keys, no spaces, UTF-8, days as ISO text."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _plain(value):
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form.")
