"""Letters for tests that are not about their texts."""

from django.core.files.storage import default_storage

from accounts.roles import Role
from correspondence.issuing import issue_letter
from correspondence.kinds import LetterKind
from correspondence.models import Letter
from policies.models import PolicyVersion
from tests import factories as make


def issue(kind: str = LetterKind.REFERRAL, verb=issue_letter, **given) -> Letter:
    """A letter of this kind, issued by a reception clerk about nobody."""
    given = {"subject": "إشعار", "content": {"text": "نص الخطاب"}, "reason": "Letter issued", **given}
    if "policy_version" not in given:
        given["policy_version"] = PolicyVersion.objects.in_force() or make.make_policy()
    if "by" not in given:
        given["by"] = make.make_user(Role.RECEPTION, username="reception")
    return verb(kind, **given)


def paper_of(letter: Letter) -> bytes:
    """The bytes that are kept of a letter."""
    with default_storage.open(letter.key) as content:
        return content.read()
