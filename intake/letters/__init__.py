"""What the papers of a request say; their layout stands in correspondence/papers, their number in "
"correspondence."""

from .answers import missing_items_content, referral_content
from .decision import decision_content
from .forms import blank_form_content, filled_form_content, pledge_content
from .service import certificate_content, receipt_content

__all__ = [
    "blank_form_content",
    "certificate_content",
    "decision_content",
    "filled_form_content",
    "missing_items_content",
    "pledge_content",
    "receipt_content",
    "referral_content",
]
