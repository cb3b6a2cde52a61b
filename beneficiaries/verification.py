"""What `verify_history` asks of the papers: each one is still there, byte for byte."""

from django.utils.translation import gettext as _

from .keeping import digest_of_kept
from .models import StoredFile


def findings():
    """One sentence for every paper that is gone or no longer the one that was received."""
    for pk, key, sha256 in StoredFile.objects.order_by("pk").values_list("pk", "key", "sha256").iterator():
        try:
            kept = digest_of_kept(key)
        except FileNotFoundError:
            yield _("File %(id)s is no longer there.") % {"id": pk}
            continue
        if kept != sha256:
            yield _("File %(id)s is not the one that was received.") % {"id": pk}
