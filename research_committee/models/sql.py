"""Conditions of the committee's guards in SQL that SQLite and PostgreSQL both read."""

from ..outcomes import STEPS_THAT_EXCLUDE, Outcome

_EXCLUDING = ", ".join(f"'{step.value}'" for step in STEPS_THAT_EXCLUDE)

ITEM_IS_CLOSED = (
    "EXISTS (SELECT 1 FROM research_committee_agendaitem i "
    "WHERE i.id = NEW.item_id AND i.closed_at IS NOT NULL)"
)
MEMBER_IS_ABSENT = (
    "NOT EXISTS (SELECT 1 FROM research_committee_attendance a JOIN research_committee_agendaitem i "
    "ON i.session_id = a.session_id WHERE i.id = NEW.item_id AND a.member_id = NEW.member_id "
    "AND a.left_at IS NULL)"
)

# The request stands where a decision on its present study, of its day, has put it.
DECIDED = (
    "EXISTS (SELECT 1 FROM research_committee_decision d WHERE d.support_request_id = NEW.id "
    "AND d.study = NEW.study AND d.decided_on = NEW.decided_on "
    "AND d.outcome = CASE NEW.state WHEN 'rejected' THEN 'reject' ELSE 'accept' END)"
)


def under_study_by(researcher: str) -> str:
    """The new row's request is in its present study, and this researcher has it in hand."""
    return (
        "EXISTS (SELECT 1 FROM intake_supportrequest r WHERE r.id = NEW.support_request_id "  # noqa: S608
        f"AND r.state = 'referred' AND r.study = NEW.study AND r.researcher_id = {researcher})"
    )


def recused(item: str, member: str) -> str:
    """The member has a recusal from the item."""
    rows = "SELECT 1 FROM research_committee_recusal r"
    return f"EXISTS ({rows} WHERE r.item_id = {item} AND r.member_id = {member})"


def handled(item: str, member: str) -> str:
    """The member took a step of the item's request that excludes from voting, or checked a document of it."""
    of_item = "JOIN research_committee_agendaitem hi ON hi.support_request_id = h.support_request_id"
    steps = f"SELECT 1 FROM intake_handlingstep h {of_item}"  # noqa: S608 (constants only)
    # Through the history: who looked at a document stays, when a colleague looks again.
    checks = (
        "SELECT 1 FROM intake_dataverification h "  # noqa: S608 (constants only)
        f"JOIN intake_historicaldataverification past ON past.id = h.id {of_item}"
    )
    return (
        f"(EXISTS ({steps} WHERE hi.id = {item} AND h.by_id = {member} AND h.step IN ({_EXCLUDING})) "
        f"OR EXISTS ({checks} WHERE hi.id = {item} "
        f"AND (past.checked_by_id = {member} OR past.original_seen_by_id = {member})))"
    )


def miscounted(choice: Outcome) -> str:
    """The decision's number of these votes is not the number of votes that count."""
    votes = "SELECT COUNT(*) FROM research_committee_vote v WHERE v.item_id = NEW.item_id"
    return (
        f"NEW.{choice.value}_votes <> ({votes} AND v.choice = '{choice.value}' "
        f"AND NOT {recused('v.item_id', 'v.member_id')} AND NOT {handled('v.item_id', 'v.member_id')})"
    )


def voted(user: str) -> str:
    """This person voted on the request of the new row."""
    return (
        "EXISTS (SELECT 1 FROM research_committee_vote v "  # noqa: S608 (constants only)
        "JOIN research_committee_agendaitem i ON i.id = v.item_id "
        f"WHERE i.support_request_id = NEW.support_request_id AND v.member_id = {user})"
    )
