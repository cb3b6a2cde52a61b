"""The committee's pages: sessions, items, and the research report."""

from .attendance import ComeView, CorrectTimesView, LeaveView, MarkAttendanceView
from .board import session_detail, session_state
from .conflicts import (
    DeclareParticularsView,
    DeclareRelationView,
    EndRelationView,
    RuleOnConflictView,
    declaration,
)
from .exports import SessionsExport, SessionsExportView
from .items import CarryOverView, CastVoteView, RecordDecisionView, RecuseView, item_detail
from .minutes import (
    AddToMinutesView,
    DrawUpMinutesView,
    IssueMinutesView,
    LockMinutesView,
    SignMinutesView,
    minutes_detail,
)
from .planning import (
    CallOffView,
    ChangePlanView,
    OpenSessionView,
    PlanSessionView,
    StartSessionView,
    committee_members,
)
from .research import SubmitReportView, report_detail
from .sessions import AddItemView, CloseSessionView, MoveItemView, session_list

__all__ = [
    "AddItemView",
    "CallOffView",
    "CarryOverView",
    "CastVoteView",
    "ChangePlanView",
    "CloseSessionView",
    "ComeView",
    "CorrectTimesView",
    "DeclareParticularsView",
    "DeclareRelationView",
    "EndRelationView",
    "IssueMinutesView",
    "AddToMinutesView",
    "DrawUpMinutesView",
    "LockMinutesView",
    "SignMinutesView",
    "minutes_detail",
    "LeaveView",
    "MarkAttendanceView",
    "MoveItemView",
    "OpenSessionView",
    "PlanSessionView",
    "RecordDecisionView",
    "RecuseView",
    "RuleOnConflictView",
    "SessionsExport",
    "SessionsExportView",
    "StartSessionView",
    "SubmitReportView",
    "committee_members",
    "declaration",
    "item_detail",
    "report_detail",
    "session_detail",
    "session_list",
    "session_state",
]
