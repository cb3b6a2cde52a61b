"""Are the papers still those that were received?"""

import hashlib

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from .models import StoredFile


def findings():
    """One sentence for every received paper that is missing from the storage or holds other bytes."""
    for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        row = f"{StoredFile._meta.label} {stored.pk}"
        if not default_storage.exists(stored.key):
            yield _("%(row)s: the paper is missing from the storage.") % {"row": row}
            continue
        with default_storage.open(stored.key, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != stored.sha256:
            yield _("%(row)s: the stored paper differs from the one that was received.") % {"row": row}
