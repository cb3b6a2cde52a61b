"""Which printed sheet was signed: the issued pledge paper that says what is stated today."""

from correspondence.about import name_of
from correspondence.issuing import content_digest
from correspondence.kinds import LetterKind
from correspondence.models import Letter

from ..case_file import CaseFile
from .forms import pledge_content

# Of the newest ones: an older paper says something else, or says the same.
_MOST_COMPARED = 5


def printed_sheet(case: CaseFile) -> Letter | None:
    """The newest pledge paper of this request whose words, and the digest among them, are those of today."""
    letters = Letter.objects.filter(kind=LetterKind.PLEDGE, about=name_of(case.request)).order_by("-pk")
    for letter in letters.select_related("issued_by")[:_MOST_COMPARED]:
        subject, content = pledge_content(case, letter.issued_by)
        if content_digest(subject, content, letter.enclosures) == letter.content_sha256:
            return letter
    return None
