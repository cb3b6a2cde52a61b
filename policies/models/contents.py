"""What a policy version contains, by the names of its columns and parts: what enters its digest, and in which order."""

CONTENT = (
    *("title_ar", "title_en", "minimum_reply_days", "target_reply_days", "clarification_target"),
    *("committee_size", "quorum_percent", "quorum_minimum", "chair_has_casting_vote"),
    *("appeal_days", "review_months", "retention_years"),
    *("purpose_ar", "purpose_en", "pledge_ar", "pledge_en", "privacy_notice_ar", "privacy_notice_en"),
)
# Named when versions were already approved: where a version says nothing of it, its digest stays as it was.
LATER_CONTENT = {"second_reader": False, "appeal_reply_days": None}
APPROVAL = (
    *("approval_session", "approval_term", "approval_place", "approved_on", "approved_hijri"),
    *("printed_hijri", "printed_gregorian", "dates_remark_ar", "dates_remark_en"),
    *("approved_title_ar", "title_remark_ar", "title_remark_en", "effective_on"),
    *("chaired_by", "signed_by", "published_on_website", "minutes_sha256"),
)
STAMPS = ("submitted_to_board_at", "approved_at", "withdrawn_at")
PARTS = ("channels", "tools", "service_types", "required_documents", "categories", "steps")
LATER_PARTS = ("decision_reasons",)
ALL_CONTENT, ALL_PARTS = (*CONTENT, *LATER_CONTENT), (*PARTS, *LATER_PARTS)


def content_of(version) -> dict:
    """Everything that a version says, in a fixed order."""
    said = {name: getattr(version, name) for name in CONTENT}
    said |= {name: _rows(version, name) for name in PARTS}
    later = {name: getattr(version, name) for name in LATER_CONTENT}
    said |= {name: value for name, value in later.items() if value != LATER_CONTENT[name]}
    return said | {name: rows for name in LATER_PARTS if (rows := _rows(version, name))}


def _rows(version, name: str) -> list[dict]:
    return [part.content() for part in getattr(version, name).order_by("position", "pk")]
