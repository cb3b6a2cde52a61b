"""The pages on which letters are issued, corrected and opened, and what each person finds there."""

from django.urls import reverse

from .addresses import COMMITTEE, EVERYBODY, RUNNERS, SIGHT, Address, only, page, seen_by

_CLERKS = "reception delegate"
_DECISION = f"reception executive {COMMITTEE}"
_SESSIONS = f"{COMMITTEE} auditor"


def _issue(kind: str, state: str, statuses: dict[str, int]) -> Address:
    def path(world):
        return reverse("request_letter_issue", args=[world.requests[state].pk, kind])

    return Address("request_letter_issue", f"{kind}-{state}", path, statuses, False, "request_letter_issue")


LETTERS = [
    _issue("request_form", "received", seen_by(SIGHT["received"], _CLERKS)),
    _issue("missing_items", "received", seen_by(SIGHT["received"], _CLERKS)),
    _issue("pledge", "verified", seen_by(SIGHT["verified"], _CLERKS)),
    _issue("referral", "referred", seen_by(SIGHT["referred"], "reception")),
    _issue("decision", "rejected", seen_by(SIGHT["rejected"], _DECISION)),
    _issue("certificate", "registered", seen_by(SIGHT["registered"], "reception")),
    _issue("receipt", "registered", seen_by(SIGHT["registered"], "delivery")),
    # The policy is no paper of a request.
    _issue("policy", "received", only("", 404)),
    page("request_letter_file", only(SIGHT["rejected"], 404), "rejected", "decision_letter", about="own"),
    page("request_letter_file", only("", 404), "received", "decision_letter", about="of another request"),
    # With the bank account and the state of health in it.
    page("request_letter_file", only("reception auditor", 404), "verified", "pledge_letter", about="pledge"),
    page(
        "request_letter_correct",
        seen_by(SIGHT["rejected"], _DECISION),
        "rejected",
        "decision_letter",
        about="own",
    ),
    page("request_letter_correct", only("", 404), "received", "decision_letter", about="of another request"),
    page("blank_form", only(EVERYBODY, 200)),
    page("policy_paper", only(EVERYBODY, 200)),
    page("open_paper_file", only(EVERYBODY, 200), "policy_letter", about="policy"),
    page("open_paper_file", only("", 404), "decision_letter", about="of a person"),
    page("session_minutes", seen_by(_SESSIONS, RUNNERS), "session"),
]
