"""The policy as a paper: a version with everything that it says, and its approval in both calendars."""

from django.utils.translation import gettext as _

from policies.models import PolicyVersion
from policies.sheet import PolicySheet

from .content import Content, in_arabic, paper, row


@in_arabic
def policy_content(version: PolicyVersion) -> Content:
    """One version of the policy, to be handed out."""
    sheet = PolicySheet(version)
    return paper(
        version.title_ar,
        about=_("version %(number)s") % {"number": version.number},
        standing=_standing(version),
        purpose=version.purpose_ar,
        parts=_parts(sheet),
        pledge_title=_("Text of the pledge"),
        pledge=version.pledge_ar,
        privacy_title=_("Privacy notice"),
        privacy=version.privacy_notice_ar,
        remarks=[{"title": str(each["title"]), "text": str(each["text"])} for each in sheet.remarks],
        digest_label=_("Digest of the content (SHA-256):"),
        digest=version.content_digest,
    )


def _standing(version: PolicyVersion) -> str:
    number = {"number": version.number}
    if version.is_approved:
        return _("Version %(number)s, approved by the board of directors.") % number
    return (
        _("Version %(number)s is a draft. The board of directors has not approved it, and it binds nobody.")
        % number
    )


def _parts(sheet: PolicySheet) -> list[dict]:
    """The parts of the policy in the order of its page; those that say nothing are left out."""
    approval = [
        fact for fact in _facts(sheet.approval_facts) if fact["value"] != sheet.version.content_digest
    ]
    parts = [
        {"title": _("The association"), "facts": _facts(sheet.association_facts)},
        {"title": _("Approval by the board"), "facts": approval if sheet.version.is_approved else []},
        {
            "title": _("The seven steps"),
            "items": [{"label": step["label"], "hint": step["guidance"]} for step in sheet.steps],
        },
        {"title": _("Channels"), "items": sheet.channels},
        {"title": _("The employee's tools"), "items": sheet.tools},
        *(
            {
                "title": _("Documents required for: %(service)s") % {"service": service["label"]},
                "facts": _facts(service["documents"]),
            }
            for service in sheet.services
        ),
        {"title": _("Beneficiary categories"), "items": sheet.categories},
        {"title": _("Periods and rules"), "facts": _facts(sheet.rules)},
        *(
            {
                "title": _("Reasons that a decision may name: %(outcome)s") % {"outcome": outcome["title"]},
                "items": outcome["labels"],
            }
            for outcome in sheet.decision_reasons
            if not outcome["hint"]
        ),
    ]
    return [part for part in parts if part.get("facts") or part.get("items")]


def _facts(facts: list[dict]) -> list[dict]:
    return [row(fact["label"], fact["text"], fact["hint"]) for fact in facts]
