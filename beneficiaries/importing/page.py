"""What the page of a list shows: how far it has come, that all its rows are accounted for, and the rows themselves."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from arabic.calendars import dual, riyadh_day
from audit.masking import shown_changes
from jobs.work import newest_about

from ..duplicates.signs import Sign
from ..models import Beneficiary, ImportBatch, ImportRow, ImportStage, Outcome, Verdict
from ..search import masked
from .acts import acts_open_to
from .headings import WHOLE_NAME, label_of

PAGE = 50
WORKING = {
    ImportStage.READING: "read",
    ImportStage.STAGING: "stage",
    ImportStage.COMMITTING: "commit",
    ImportStage.UNDOING: "undo",
}
_TONES = {
    ImportStage.COLUMNS: ("waiting", "sliders"),
    ImportStage.STAGED: ("waiting", "person-check"),
    ImportStage.COMMITTED: ("good", "check-circle"),
    ImportStage.UNDONE: ("closed", "arrow-counterclockwise"),
    ImportStage.REFUSED: ("closed", "x-circle"),
    ImportStage.DROPPED: ("closed", "slash-circle"),
}
_NAMES = ("first_name", "father_name", "grandfather_name", "family_name")


def stage_chip(batch: ImportBatch) -> dict:
    tone, icon = _TONES.get(batch.stage, ("active", "hourglass-split"))
    return {"tone": tone, "icon": icon, "label": batch.get_stage_display()}


def progress_of(batch: ImportBatch) -> dict | None:
    """How far the work on the list has come; None when nobody works on it."""
    if batch.stage not in WORKING:
        return None
    job = newest_about(batch.about)
    told = {"percent": job.percent, "done": job.done, "total": job.total} if job else {}
    return {
        "percent": 0,
        "done": 0,
        "total": 0,
        **told,
        "has_failed": bool(job and job.failed_at),
        "label": batch.get_stage_display(),
        "url": reverse("import_detail", args=[batch.pk]),
    }


def list_page(batch: ImportBatch, *, user, kind: str, mark: str) -> dict:
    """The whole page as plain data."""
    field, labels = _shown_by(batch)
    kind = kind if kind in labels else ""
    rows, following = _rows(batch, user, field, kind, mark) if batch.row_count else ([], "")
    here = reverse("import_detail", args=[batch.pk])
    counts = batch.outcomes if field == "outcome" else batch.verdicts
    return {
        "batch": batch,
        "chip": stage_chip(batch),
        "progress": progress_of(batch),
        "facts": _facts(batch),
        "refusals": [sentence for _name, sentence in batch.refusal.get(get_language(), [])],
        "acts": acts_open_to(batch, user),
        "accounted": _accounted(batch, counts, labels),
        "segments": _segments(here, batch, counts, labels, kind),
        "rows": rows,
        "columns": [_("Row"), _("Name"), _("What it is"), _("Why")],
        "previous_url": f"{here}?kind={kind}" if mark else "",
        "next_url": f"{here}?kind={kind}&after={following}" if following else "",
        "crumbs": [{"url": reverse("import_list"), "label": _("Lists from Excel")}],
    }


def _shown_by(batch: ImportBatch) -> tuple[str, dict]:
    """Before it came in by what the rows are, afterwards by what became of them."""
    if batch.outcomes:
        # "" is the address of all rows.
        return "outcome", {value or "waiting": label for value, label in Outcome.choices}
    return "verdict", dict(Verdict.choices)


def _accounted(batch: ImportBatch, counts: dict, labels: dict) -> dict | None:
    """Rows in are rows accounted for; said with the numbers."""
    if not batch.row_count:
        return None
    numbers = {kind: counts.get("" if kind == "waiting" else kind) for kind in labels}
    lines = [{"label": labels[kind], "count": f"{number:,}"} for kind, number in numbers.items() if number]
    return {
        "lines": lines,
        "total": f"{batch.row_count:,}",
        "empty": f"{batch.empty_count:,}" if batch.empty_count else "",
        "adds_up": sum(counts.values()) == batch.row_count,
    }


def _segments(here: str, batch, counts: dict, labels: dict, chosen: str) -> list[dict]:
    all_rows = {"url": here, "label": _("All rows"), "count": f"{batch.row_count:,}", "current": not chosen}
    return [all_rows] + [
        {
            "url": f"{here}?kind={kind}",
            "label": label,
            "count": f"{counts[stored]:,}",
            "current": kind == chosen,
        }
        for kind, label in labels.items()
        if counts.get(stored := "" if kind == "waiting" else kind)
    ]


def _facts(batch: ImportBatch) -> list[dict]:
    facts = [
        (_("Brought by"), str(batch.staged_by), dual(riyadh_day(batch.staged_at))),
        *((label_of(name), str(value), _("for all rows")) for name, value in batch.for_all.items() if value),
    ]
    if batch.approved_by_id:
        facts.append((_("Let in by"), str(batch.approved_by), dual(riyadh_day(batch.approved_at))))
    if batch.different_because:
        facts.append((_("Why these are other people"), batch.different_because, ""))
    if batch.undone_by_id:
        facts.append((_("Undone by"), str(batch.undone_by), dual(riyadh_day(batch.undone_at))))
    return [{"label": label, "value": value, "hint": hint} for label, value, hint in facts]


def _rows(batch: ImportBatch, user, field: str, kind: str, mark: str) -> tuple[list[dict], str]:
    rows = batch.rows.order_by("number")
    if kind:
        rows = rows.filter(**{field: "" if kind == "waiting" else kind})
    if mark.isascii() and mark.isdecimal() and len(mark) < 9:
        rows = rows.filter(number__gt=int(mark))
    found = list(rows[: PAGE + 1])
    following = str(found[PAGE - 1].number) if len(found) > PAGE else ""
    files = {one["person"] for row in found[:PAGE] for one in row.likely if "person" in one}
    names = (
        {person.pk: person.full_name for person in Beneficiary.objects.filter(pk__in=files)} if files else {}
    )
    words = _Words(batch, user, names)
    return [words.row(row) for row in found[:PAGE]], following


class _Words:
    """The rows of one page in words."""

    def __init__(self, batch: ImportBatch, user, names: dict[int, str]):
        self.places = {name: place for place, name in enumerate(batch.columns) if name}
        self.user, self.names, self.language = user, names, get_language()
        self.labels = [_("Row"), _("Name"), _("What it is"), _("Why")]
        self.prefix = reverse("person_detail", args=[0]).removesuffix("0/")
        self.verdicts = {value: str(label) for value, label in Verdict.choices}
        self.outcomes = {value: str(label) for value, label in Outcome.choices}

    def row(self, row: ImportRow) -> dict:
        name = self._said(row, WHOLE_NAME) or " ".join(filter(None, (self._said(row, n) for n in _NAMES)))
        number = masked(self._said(row, "identity_number").removesuffix(".0"))
        what = self.outcomes[row.outcome] if row.outcome else self.verdicts[row.verdict]
        hint = self.verdicts[row.verdict] if row.outcome else ""
        texts = (
            (f"{row.number:,}", ""),
            (self._link(row.person_pk, name or "—"), format_html('<bdi dir="ltr">{}</bdi>', number)),
            (what, hint),
            (self._why(row), ""),
        )
        cells = zip(self.labels, texts, strict=True)
        return {
            "url": "",
            "cells": [{"label": label, "text": text, "hint": below} for label, (text, below) in cells],
        }

    def _said(self, row: ImportRow, field: str) -> str:
        place = self.places.get(field)
        return row.cells[place] if place is not None and place < len(row.cells) else ""

    def _link(self, person: int | None, text: str) -> str:
        if person is None:
            return format_html("<bdi>{}</bdi>", text)
        return format_html('<a href="{}{}/"><bdi>{}</bdi></a>', self.prefix, person, text)

    def _why(self, row: ImportRow) -> str:
        lines = [self._reason(*reason) for reason in row.reasons.get(self.language, [])]
        if row.duplicate_of and not row.outcome:
            lines.append(_("The same person stands in row %(row)d.") % {"row": row.duplicate_of})
        lines += [self._likely(one) for one in row.likely]
        if row.changes:
            lines += self._changes(row)
        return (
            format_html_join("", '<span class="said">{}</span>', ((line,) for line in lines))
            if lines
            else "—"
        )

    def _reason(self, field: str, sentence: str) -> str:
        return format_html("{}: {}", label_of(field), sentence) if field else sentence

    def _likely(self, one: dict) -> str:
        signs = " ".join(str(Sign(sign).label) for sign in one["signs"])
        if "row" in one:
            return _("Looks like row %(row)d. %(signs)s") % {"row": one["row"], "signs": signs}
        name = self.names.get(one["person"], "—")
        return format_html("{} {}", self._link(one["person"], name), signs)

    def _changes(self, row: ImportRow) -> list[str]:
        changes = shown_changes("beneficiaries.beneficiary", row.changes, self.user)
        return [
            format_html("{}: {} {} {}", label_of(name), _isolated(old), _("becomes"), _isolated(new))
            for name, (old, new) in changes.items()
        ]


def _isolated(value) -> str:
    """A value inside a sentence; +966… is read from the left in an Arabic one too."""
    text = str(value or "—")
    return format_html('<bdi dir="{}">{}</bdi>', "ltr" if text.isascii() else "auto", text)
