"""Why a plan or a time was changed, where the change shows."""

from audit.timeline import last_notes

from ..models import Attendance, CommitteeSession
from ..session_file import SessionFile

_SESSION, _ATTENDANCE = CommitteeSession._meta.label_lower, Attendance._meta.label_lower


class Changes:
    """The last reason of each change in one session; nothing is asked where nothing was written twice."""

    def __init__(self, file: SessionFile):
        changed = {
            _SESSION: [row.pk for row in [file.session] if row.version > 1],
            _ATTENDANCE: [row.pk for row in file.attendances if row.version > 1],
        }
        self.notes = last_notes(changed) if any(changed.values()) else {}

    def of_plan(self, session: CommitteeSession) -> str:
        """Of a session called off the reason stands by itself."""
        return "" if session.cancelled_at else self.notes.get((_SESSION, session.pk), "")

    def of_times(self, row: Attendance) -> str:
        return self.notes.get((_ATTENDANCE, row.pk), "")
