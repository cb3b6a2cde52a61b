"""What the database refuses about the reason and the remedy of a decision, and about an appeal."""

from policies.reasons import DEFAULTS

_VERSION = (
    "SELECT {wanted} FROM policies_policyversion v JOIN intake_supportrequest r "
    "ON r.policy_version_id = v.id WHERE r.id = NEW.support_request_id"
)
_NAMED = (
    "EXISTS (SELECT 1 FROM policies_decisionreason p JOIN intake_supportrequest r "
    "ON r.policy_version_id = p.policy_version_id WHERE r.id = NEW.support_request_id "
    "AND p.outcome = NEW.outcome{code})"
)


def _ours() -> str:
    """The reason is one of the portal's own list for the outcome."""
    lists = (
        (outcome, ", ".join(f"'{reason.code}'" for reason in reasons))
        for outcome, reasons in DEFAULTS.items()
    )
    return " OR ".join(
        f"(NEW.outcome = '{outcome}' AND NEW.reason_code IN ({codes}))" for outcome, codes in lists
    )


# The reason is none of the policy version's for the outcome; where it names none, none of ours.
REASON_IS_MADE_UP = (
    f"NOT ({_NAMED.format(code=' AND p.code = NEW.reason_code')} "
    f"OR (NOT {_NAMED.format(code='')} AND ({_ours()})))"
)

_APPEALED = (
    "EXISTS (SELECT 1 FROM research_committee_appeal a WHERE a.support_request_id = NEW.support_request_id)"
)
_APPEAL_DAYS = f"({_VERSION.format(wanted='v.appeal_days')})"


def _without_remedy(last_day: str) -> str:
    """A first rejection says until when to appeal, counted as the version does; one on an appeal is final."""
    return (
        f"NEW.outcome = 'reject' AND (({_APPEALED} AND NEW.appeal_until IS NOT NULL) "
        f"OR (NOT {_APPEALED} AND (NEW.appeal_until IS NULL OR NEW.appeal_until <> {last_day})))"
    )


REMEDY_IS_WRONG = _without_remedy(f"NEW.decided_on + {_APPEAL_DAYS}")
REMEDY_IS_WRONG_SQLITE = _without_remedy(f"date(NEW.decided_on, '+' || {_APPEAL_DAYS} || ' days')")

_REPLY_DAYS = "COALESCE(v.appeal_reply_days, v.minimum_reply_days)"
REPLY_PERIOD_IS_NOT_THE_POLICYS = f"NEW.minimum_reply_days <> ({_VERSION.format(wanted=_REPLY_DAYS)})"
# Of a referral: the period of an appeal stands only in the study that an appeal opened.
_OPENED_BY_AN_APPEAL = (
    "EXISTS (SELECT 1 FROM research_committee_appeal a "
    "WHERE a.support_request_id = NEW.support_request_id AND a.study = NEW.study)"
)
REFERRAL_HAS_ANOTHER_PERIOD = (
    "NEW.minimum_reply_days <> "
    f"({_VERSION.format(wanted=f'CASE WHEN {_OPENED_BY_AN_APPEAL} THEN {_REPLY_DAYS} ELSE v.minimum_reply_days END')})"
)

# Of a referral: the day of the appeal that it answers lies after it.
TOLD_BEFORE_IT_CAME = (
    "EXISTS (SELECT 1 FROM research_committee_appeal a WHERE a.support_request_id = NEW.support_request_id "
    "AND a.study = NEW.study AND a.received_on > NEW.told_on)"
)

_ITS_DECISION = "FROM research_committee_decision d WHERE d.id = NEW.decision_id"


def _other_window(last_day: str) -> str:
    return f"NEW.window_until <> (SELECT COALESCE(d.appeal_until, {last_day}) {_ITS_DECISION})"


WINDOW_IS_NOT_THE_DECISIONS = _other_window(f"d.decided_on + {_APPEAL_DAYS}")
WINDOW_IS_NOT_THE_DECISIONS_SQLITE = _other_window(f"date(d.decided_on, '+' || {_APPEAL_DAYS} || ' days')")

NOT_AGAINST_THE_STANDING_REJECTION = (
    f"NOT EXISTS (SELECT 1 {_ITS_DECISION} AND d.outcome = 'reject' "  # noqa: S608 (constants only)
    "AND d.support_request_id = NEW.support_request_id AND d.decided_on <= NEW.received_on) "
    "OR NOT EXISTS (SELECT 1 FROM intake_supportrequest r JOIN research_committee_decision d "
    "ON d.support_request_id = r.id AND d.study = r.study WHERE r.id = NEW.support_request_id "
    "AND r.state = 'rejected' AND d.id = NEW.decision_id AND NEW.study = r.study + 1)"
)
CHANNEL_OF_ANOTHER_POLICY = (
    "NOT EXISTS (SELECT 1 FROM policies_channel c JOIN intake_supportrequest r "
    "ON r.policy_version_id = c.policy_version_id "
    "WHERE c.id = NEW.channel_id AND r.id = NEW.support_request_id)"
)
REOPENED_WITHOUT_AN_APPEAL = (
    "OLD.state = 'rejected' AND NEW.state <> 'rejected' AND NOT EXISTS (SELECT 1 "
    "FROM research_committee_appeal a WHERE a.support_request_id = NEW.id AND a.study = NEW.study)"
)
