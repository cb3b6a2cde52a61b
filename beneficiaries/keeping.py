"""The place of private files: bytes go in under a random name, and go away again when their transaction does."""

import hashlib
import logging
import secrets
import weakref

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from .models import StoredFile

log = logging.getLogger(__name__)
_PIECE = 1024 * 1024


def keep_bytes(content: bytes) -> str:
    """Stores the content and returns its key; to be called in the transaction that writes the key down."""
    key = default_storage.save(secrets.token_urlsafe(24), ContentFile(content))
    transaction.on_commit(Provisional(key).keep)
    return key


class Provisional:
    """A file that is already stored while its row may still be undone; it goes away with this object.

    Only the transaction's own list of what to do after the commit holds it, and a rollback forgets that list.
    """

    def __init__(self, key: str):
        self._discard = weakref.finalize(self, _discard, key)

    def keep(self) -> None:
        self._discard.detach()


def _discard(key: str) -> None:
    try:
        default_storage.delete(key)
    except Exception:
        # A store far away may be out of reach just then; nothing but this line knows the key.
        log.exception("The file %s, whose row was undone, could not be deleted.", key)


def open_paper(stored: StoredFile):
    """The stored bytes as an open file."""
    return default_storage.open(stored.key, "rb")


def digest_of_kept(key: str) -> str:
    """The SHA-256 of the bytes as they lie there; raises FileNotFoundError where they are gone."""
    digest = hashlib.sha256()
    with default_storage.open(key) as content:
        for piece in content.chunks(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
