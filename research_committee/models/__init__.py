"""The research committee: studies, members, sessions, votes, decisions, minutes and appeals."""

from .agenda import AgendaItem, Recusal, Vote
from .appeals import Appeal
from .conflicts import PROVEN, ConflictRuling, DeclaredRelation, Ground, MemberParticulars
from .decisions import Decision
from .members import CommitteeMember
from .minutes import Minutes, MinutesAddendum, MinutesSignature
from .reports import ResearchReport
from .scales import ScoreScale
from .sessions import Attendance, CommitteeSession
from .studies import ConfidentialAnnex, SecondReading, StudyDraft
from .visits import AppointmentState, StudyVisit, VisitAppointment, VisitPhoto

__all__ = [
    "PROVEN",
    "AgendaItem",
    "Appeal",
    "AppointmentState",
    "Attendance",
    "CommitteeMember",
    "CommitteeSession",
    "ConfidentialAnnex",
    "ConflictRuling",
    "Decision",
    "DeclaredRelation",
    "Ground",
    "MemberParticulars",
    "Minutes",
    "MinutesAddendum",
    "MinutesSignature",
    "Recusal",
    "ResearchReport",
    "ScoreScale",
    "SecondReading",
    "StudyDraft",
    "StudyVisit",
    "VisitAppointment",
    "VisitPhoto",
    "Vote",
]
