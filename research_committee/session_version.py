"""A mark that changes with everything a session's page shows, for a page that asks for it again and again."""

from django.db.models import F, Max, OuterRef, Subquery, Sum

from .models import AgendaItem, Attendance, CommitteeSession, ConflictRuling, Recusal, Vote


def version_of(sessions, pk: int) -> str | None:
    """The mark of one session among these, in one statement; None where there is no such session.

    Every row that is written counts its versions, so that the sums only grow; an attendance that was taken back
    shows in the number of the newest one.
    """
    here = {"session": OuterRef("pk")}
    of_items = {"item__session": OuterRef("pk")}
    parts = {
        "of_items": _sum(AgendaItem.objects.filter(**here), "session"),
        "of_attendances": _sum(Attendance.objects.filter(**here), "session"),
        "newest": _sum(Attendance.objects.filter(**here), "session", Max("pk")),
        "of_votes": _sum(Vote.objects.filter(**of_items), "item__session"),
        "of_recusals": _sum(Recusal.objects.filter(**of_items), "item__session"),
        "of_rulings": _sum(ConflictRuling.objects.filter(**of_items), "item__session"),
    }
    found = sessions.filter(pk=pk).order_by().annotate(**parts).values_list("version", *parts).first()
    return ".".join(str(part or 0) for part in found) if found else None


def version_of_session(session: CommitteeSession) -> str:
    return version_of(CommitteeSession.objects.all(), session.pk) or ""


def _sum(rows, by: str, what=None) -> Subquery:
    counted = Sum(F("version")) if what is None else what
    return Subquery(rows.order_by().values(by).annotate(all=counted).values("all"))
