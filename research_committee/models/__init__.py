"""The research committee: reports, members, sessions, votes and decisions."""

from .agenda import AgendaItem, Recusal, Vote
from .decisions import Decision
from .members import CommitteeMember
from .reports import ResearchReport
from .sessions import Attendance, CommitteeSession

__all__ = [
    "AgendaItem",
    "Attendance",
    "CommitteeMember",
    "CommitteeSession",
    "Decision",
    "Recusal",
    "ResearchReport",
    "Vote",
]
