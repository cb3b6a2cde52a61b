"""The committee's pages: sessions, items, and the research report."""

from .board import session_detail, session_state
from .exports import SessionsExport, SessionsExportView
from .items import CarryOverView, CastVoteView, RecordDecisionView, RecuseView, item_detail
from .letters import IssueMinutesView
from .research import SubmitReportView, report_detail
from .sessions import (
    AddItemView,
    CloseSessionView,
    MarkAttendanceView,
    OpenSessionView,
    session_list,
)

__all__ = [
    "AddItemView",
    "CarryOverView",
    "CastVoteView",
    "CloseSessionView",
    "IssueMinutesView",
    "MarkAttendanceView",
    "OpenSessionView",
    "RecordDecisionView",
    "RecuseView",
    "SessionsExport",
    "SessionsExportView",
    "SubmitReportView",
    "item_detail",
    "report_detail",
    "session_detail",
    "session_list",
    "session_state",
]
