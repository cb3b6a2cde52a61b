"""The sessions of the committee as they are taken along: days and figures, nothing about the persons."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from audit.export_views import ExportView
from audit.exporting import Column, Export, WholeList

from ..models import CommitteeSession
from ..pages.sessions import session_chip


class Sessions(WholeList):
    def rows(self):
        items, still_open = Count("items"), Count("items", filter=Q(items__closed_at__isnull=True))
        return CommitteeSession.objects.visible_to(self.user).annotate(all_items=items, open_items=still_open)


def _session(number: int, year: int) -> str:
    return _text("Session %(number)s of %(year)s") % {"number": number, "year": year}


def _state(closed_at, cancelled_at, opened_by) -> str:
    state = {"closed_at": closed_at, "cancelled_at": cancelled_at, "opened_by_id": opened_by}
    return session_chip(CommitteeSession(**state))["label"]


class SessionsExport(Export):
    key = "sessions"
    model = CommitteeSession
    title = _("Committee sessions")
    choice_class = Sessions
    list_name, form_name = "session_list", "sessions_export"
    permission = full_permission = "research_committee.see_sessions"
    columns = (
        Column("session", _("Session"), ("number", "year"), _session, width=24),
        Column("held_on", _("Day"), ("held_on",)),
        Column("place", _("Place"), ("place",), width=24),
        Column("items", _("Items on the agenda"), ("all_items",)),
        Column("open", _("Items still open"), ("open_items",)),
        Column("state", _("State"), ("closed_at", "cancelled_at", "opened_by"), _state),
    )


class SessionsExportView(ExportView):
    export_class = SessionsExport
