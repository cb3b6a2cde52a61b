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

# Who left the staff or the committee has no vote, whatever seat is written down.
HAS_NO_VOTE = (
    "NOT EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = NEW.member_id AND u.is_active "
    "AND u.role_codes LIKE '%,committee,%')"
)
IS_NOT_STUDIED = (
    "NOT EXISTS (SELECT 1 FROM intake_supportrequest r "
    "WHERE r.id = NEW.support_request_id AND r.state = 'studied' AND r.study = NEW.study)"
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
    """The member has a recusal from the item, or from an earlier item of the same request."""
    return (
        "EXISTS (SELECT 1 FROM research_committee_recusal r "  # noqa: S608 (constants only)
        "JOIN research_committee_agendaitem ri ON ri.id = r.item_id "
        "JOIN research_committee_agendaitem rn ON rn.support_request_id = ri.support_request_id "
        f"WHERE rn.id = {item} AND ri.id <= rn.id AND r.member_id = {member})"
    )


def handled(item: str, member: str) -> str:
    """The member took a step of the item's request that excludes from voting, or looked into it otherwise.

    Otherwise: checked a document of it, held a visit for its study, or read its study a second time.
    """
    of_item = "JOIN research_committee_agendaitem hi ON hi.support_request_id = h.support_request_id"
    steps = f"SELECT 1 FROM intake_handlingstep h {of_item}"  # noqa: S608 (constants only)
    # Through the history: who looked at a document stays, when a colleague looks again.
    checks = (
        "SELECT 1 FROM intake_dataverification h "  # noqa: S608 (constants only)
        f"JOIN intake_historicaldataverification past ON past.id = h.id {of_item}"
    )
    visits = f"SELECT 1 FROM research_committee_studyvisit h {of_item}"  # noqa: S608 (constants only)
    readings = (
        "SELECT 1 FROM research_committee_researchreport h "  # noqa: S608 (constants only)
        f"JOIN research_committee_secondreading s ON s.report_id = h.id {of_item}"
    )
    pledges = f"SELECT 1 FROM intake_accuracypledge h {of_item}"  # noqa: S608 (constants only)
    return (
        f"(EXISTS ({steps} WHERE hi.id = {item} AND h.by_id = {member} AND h.step IN ({_EXCLUDING})) "
        f"OR EXISTS ({checks} WHERE hi.id = {item} "
        f"AND (past.checked_by_id = {member} OR past.original_seen_by_id = {member})) "
        f"OR EXISTS ({pledges} WHERE hi.id = {item} AND h.witness_id = {member}) "
        f"OR EXISTS ({visits} WHERE hi.id = {item} AND h.researcher_id = {member}) "
        f"OR EXISTS ({readings} WHERE hi.id = {item} AND s.reader_id = {member}))"
    )


def of_own_household(item: str, member: str) -> str:
    """The item's request is the member's own or of somebody at home, by the identity number the member declared."""
    lives = "FROM beneficiaries_householdmember own JOIN beneficiaries_householdmember other"
    return (
        "EXISTS (SELECT 1 FROM research_committee_memberparticulars mp "  # noqa: S608 (constants only)
        "JOIN beneficiaries_beneficiary kin ON kin.identity_number = mp.identity_number "
        f"JOIN research_committee_agendaitem ki ON ki.id = {item} "
        "JOIN intake_supportrequest kr ON kr.id = ki.support_request_id "
        f"WHERE mp.member_id = {member} AND mp.identity_number <> '' AND (kin.id = kr.beneficiary_id "
        f"OR EXISTS (SELECT 1 {lives} ON other.household_id = own.household_id "
        "WHERE own.person_id = kin.id AND own.left_on IS NULL "
        "AND other.person_id = kr.beneficiary_id AND other.left_on IS NULL)))"
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
