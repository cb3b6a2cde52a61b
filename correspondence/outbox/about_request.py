"""The messages about one thing, read together with it: no question of their own."""

from django.db.models import CharField, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from accounts.models import User
from audit.timeline import moment_text
from beneficiaries.around_rows import RowsOf, moment_of

from ..about import REQUEST
from ..models import Notice, NoticeChannel, NoticeState
from .acts import PERMISSION
from .page import LOOKS, title_of

MOST_SHOWN = 12


def messages_about_request(pk: str) -> RowsOf:
    """The newest messages about the request whose key another query has in this column, as a list in one of its own."""
    about = Concat(Value(f"{REQUEST}:"), Cast(OuterRef(pk), CharField()), output_field=CharField())
    newest = Notice.objects.filter(about=about).order_by("-pk")[:MOST_SHOWN]
    return RowsOf(
        newest,
        id="pk",
        template="template",
        channel="channel",
        state="state",
        at="written_at",
        told="handed_over_at",
    )


def message_rows(rows: list[dict], user: User) -> list[dict]:
    """Those messages as the page prints them; whoever looks after messages goes on to each."""
    looks_after = user.may(PERMISSION) or user.may("audit.read_everything")
    prefix = reverse("notice_detail", args=[0]).removesuffix("0/") if looks_after else ""
    return [_row(row, prefix) for row in rows]


def _row(row: dict, prefix: str) -> dict:
    icon, tone = LOOKS[NoticeState(row["state"])]
    return {
        "title": title_of(row["template"]),
        "way": str(NoticeChannel(row["channel"]).label),
        "when": moment_text(moment_of(row["told"] or row["at"])),
        "state": str(NoticeState(row["state"]).label),
        "icon": icon,
        "tone": tone,
        "url": f"{prefix}{row['id']}/" if prefix else "",
    }
