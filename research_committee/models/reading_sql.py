"""Conditions of the guards around a second reading, in SQL that SQLite and PostgreSQL both read."""

_REPORT = "FROM research_committee_researchreport r"
_OF_REQUEST = "ON o.support_request_id = r.support_request_id WHERE r.id = NEW.report_id"

STUDIED_IT = (
    f"EXISTS (SELECT 1 {_REPORT} JOIN research_committee_researchreport o "
    f"{_OF_REQUEST} AND o.researcher_id = NEW.reader_id)"
)
# A draft is taken over with the study: whoever had it in hand may have written what the other one submitted.
HAD_IT_IN_HAND = (
    f"EXISTS (SELECT 1 {_REPORT} JOIN intake_historicalsupportrequest o ON o.id = r.support_request_id "
    "WHERE r.id = NEW.report_id AND o.researcher_id = NEW.reader_id)"
)
VISITED_IT = (
    f"EXISTS (SELECT 1 {_REPORT} JOIN research_committee_studyvisit o "
    f"{_OF_REQUEST} AND o.researcher_id = NEW.reader_id)"
)
VOTED_ON_IT = (
    f"EXISTS (SELECT 1 {_REPORT} JOIN research_committee_agendaitem o "
    "ON o.support_request_id = r.support_request_id JOIN research_committee_vote v ON v.item_id = o.id "
    "WHERE r.id = NEW.report_id AND v.member_id = NEW.reader_id)"
)
IS_NOT_BEFORE_COMMITTEE = (
    f"NOT EXISTS (SELECT 1 {_REPORT} JOIN intake_supportrequest q "
    "ON q.id = r.support_request_id WHERE r.id = NEW.report_id AND q.state = 'studied' AND q.study = r.study)"
)
# Of a new decision, whose version of the policy wants every study read twice.
READING_IS_MISSING = (
    "EXISTS (SELECT 1 FROM intake_supportrequest q "  # noqa: S608 (constants only)
    "JOIN policies_policyversion p ON p.id = q.policy_version_id "
    "WHERE q.id = NEW.support_request_id AND p.second_reader) "
    f"AND NOT EXISTS (SELECT 1 {_REPORT} "
    "JOIN research_committee_secondreading s ON s.report_id = r.id "
    "WHERE r.support_request_id = NEW.support_request_id AND r.study = NEW.study)"
)
