"""Does every approved version still say what the board approved?"""

from django.utils.translation import gettext as _

from .models import PolicyVersion


def findings():
    """One sentence for every approved version whose digest no longer recomputes."""
    for version in PolicyVersion.objects.approved().select_related("association").order_by("number"):
        if version.content_digest != version.compute_digest():
            yield _("Policy version %(number)s does not match the digest stored at its approval.") % {
                "number": version.number
            }
