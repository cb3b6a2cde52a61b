"""What the database refuses about the count of a decision, in SQL that SQLite and PostgreSQL both read.

It counts as `counting.py` says: place by place, each by whoever holds it for the item. The item is still open then.
"""

from . import sql

_SESSION = "committeesession s ON s.id = i.session_id"
_ITEM = f"research_committee_agendaitem i JOIN research_committee_{_SESSION}"
_SITS = "m.from_on <= s.held_on AND (m.until_on IS NULL OR m.until_on >= s.held_on)"


def _takes_no_part(user: str) -> str:
    return f"({sql.recused('NEW.item_id', user)} OR {sql.handled('NEW.item_id', user)})"


_VOTED = (
    "EXISTS (SELECT 1 FROM research_committee_vote v WHERE v.item_id = i.id "  # noqa: S608 (constants only)
    f"AND NOT {_takes_no_part('v.member_id')} AND (v.member_id = m.user_id "
    "OR EXISTS (SELECT 1 FROM research_committee_attendance p WHERE p.session_id = s.id "
    "AND p.member_id = v.member_id AND p.stands_in_for_id = m.user_id)))"
)
_HOLDER = (
    "COALESCE((SELECT a.member_id FROM research_committee_attendance a WHERE a.session_id = s.id "
    "AND a.stands_in_for_id = m.user_id AND a.left_at IS NULL), m.user_id)"
)
# One row a place: who holds it, whether a vote stands in it, and the session.
_PLACES = (
    f"(SELECT s.id AS session_id, {_VOTED} AS voted, {_HOLDER} AS holder FROM {_ITEM} "  # noqa: S608
    f"JOIN research_committee_committeemember m ON {_SITS} "
    "WHERE i.id = NEW.item_id AND m.position <> 'alternate') place"
)
_IN_THE_ROOM = (
    "EXISTS (SELECT 1 FROM research_committee_attendance t WHERE t.session_id = place.session_id "
    "AND t.member_id = place.holder AND t.left_at IS NULL)"
)
_RECUSED = f"NOT place.voted AND {_takes_no_part('place.holder')}"
_PRESENT = f"place.voted OR ({_IN_THE_ROOM} AND NOT {_takes_no_part('place.holder')})"

OTHER_MEMBERS = f"NEW.members <> (SELECT COUNT(*) FROM {_PLACES})"  # noqa: S608 (constants only)
OTHERS_RECUSED = f"NEW.recused <> (SELECT COUNT(*) FROM {_PLACES} WHERE {_RECUSED})"  # noqa: S608
OTHERS_PRESENT = f"NEW.present <> (SELECT COUNT(*) FROM {_PLACES} WHERE {_PRESENT})"  # noqa: S608

_SHARE = "(NEW.members - NEW.recused) * v.quorum_percent / 100 + 1"
OTHER_QUORUM = (
    f"NEW.needed <> (SELECT CASE WHEN v.quorum_minimum > {_SHARE} THEN v.quorum_minimum ELSE {_SHARE} END "  # noqa: S608
    "FROM policies_policyversion v JOIN intake_supportrequest r ON r.policy_version_id = v.id "
    "WHERE r.id = NEW.support_request_id)"
)

# The outcome leads (a constraint of the table says so): a tie is another one with as many votes.
_TIE = (
    "(CASE NEW.outcome WHEN 'accept' THEN NEW.accept_votes IN (NEW.reject_votes, NEW.defer_votes) "
    "WHEN 'reject' THEN NEW.reject_votes IN (NEW.accept_votes, NEW.defer_votes) "
    "ELSE NEW.defer_votes IN (NEW.accept_votes, NEW.reject_votes) END)"
)
_CHAIR_SAID_SO = (
    f"EXISTS (SELECT 1 FROM {_ITEM} JOIN research_committee_vote v ON v.item_id = i.id "  # noqa: S608
    f"JOIN research_committee_committeemember m ON m.user_id = v.member_id AND {_SITS} "
    "JOIN intake_supportrequest r ON r.id = i.support_request_id "
    "JOIN policies_policyversion p ON p.id = r.policy_version_id "
    "WHERE i.id = NEW.item_id AND v.choice = NEW.outcome AND m.position = 'chair' "
    f"AND p.chair_has_casting_vote AND NOT {_takes_no_part('v.member_id')})"
)
TIE_IS_NOT_THE_CHAIRS = f"{_TIE} <> NEW.casting_vote_used OR ({_TIE} AND NOT {_CHAIR_SAID_SO})"


def not_run_by(user: str, item: str = "NEW.item_id") -> str:
    """This person is neither chair nor secretary on the day of the item's session; of a planned one, ever."""
    return (
        f"NOT EXISTS (SELECT 1 FROM {_ITEM} "  # noqa: S608 (constants only)
        f"JOIN research_committee_committeemember m ON (s.opened_by_id IS NULL OR {_SITS}) "
        f"WHERE i.id = {item} AND m.user_id = {user} AND m.position IN ('chair', 'secretary'))"
    )


def not_seated(user: str) -> str:
    """This person has no seat on the day of the session of the new row's item."""
    return (
        f"NOT EXISTS (SELECT 1 FROM {_ITEM} JOIN research_committee_committeemember m ON {_SITS} "  # noqa: S608
        f"WHERE i.id = NEW.item_id AND m.user_id = {user})"
    )


RECORDED_BY_ANOTHER = f"{not_run_by('NEW.recorded_by_id')} OR {_takes_no_part('NEW.recorded_by_id')}"
# An appeal asks for no new study: the committee has the one before.
STUDY_HAS_NO_REPORT = (
    "NOT EXISTS (SELECT 1 FROM research_committee_researchreport t "
    "WHERE t.support_request_id = {request} AND t.study = NEW.study) "
    "AND NOT EXISTS (SELECT 1 FROM research_committee_appeal a "
    "WHERE a.support_request_id = {request} AND a.study = NEW.study)"
)
REPORT_IS_MISSING = STUDY_HAS_NO_REPORT.format(request="NEW.support_request_id")
STUDIED_WITHOUT_REPORT = f"NEW.state = 'studied' AND {STUDY_HAS_NO_REPORT.format(request='NEW.id')}"

# SECURITY: the clock of the database itself, with some minutes for two clocks that are not quite the same.
DATED_AHEAD = "NEW.decided_on > ((now() + interval '10 minutes') AT TIME ZONE 'Asia/Riyadh')::date"
DATED_AHEAD_SQLITE = "NEW.decided_on > date('now', '+3 hours', '+10 minutes')"
# A day before its session would let the family's days of appeal run out unseen.
DATED_BACK = (
    "NEW.decided_on < (SELECT s.held_on FROM research_committee_agendaitem i "
    "JOIN research_committee_committeesession s ON s.id = i.session_id WHERE i.id = NEW.item_id)"
)

NOTHING_IS_GRANTED = (
    "NOT EXISTS (SELECT 1 FROM research_committee_decision d JOIN intake_supportrequest r "
    "ON r.id = d.support_request_id AND r.study = d.study "
    "WHERE r.id = NEW.support_request_id AND r.state = 'studied' AND d.outcome = 'accept') "
    "OR NOT EXISTS (SELECT 1 FROM policies_servicetype t JOIN intake_supportrequest r "
    "ON r.policy_version_id = t.policy_version_id "
    "WHERE r.id = NEW.support_request_id AND t.id = NEW.service_type_id)"
)
