"""What the form of a study prints: its chapters, tables row by row, sums, and what differs from what was stated."""

from django.forms import Select
from django.utils.translation import gettext as _

from arabic.calendars import dual, riyadh_day
from arabic.text import riyals
from audit.chapters import chapters_of

from ..report_form.chapters import CHAPTERS, chapter_with
from ..report_form.tables import EXPENSES, INCOME, MOST_ROWS, TABLES, Table
from ..studying.differences import differences_of, reason_to_send_back, sum_of_kind
from ..studying.drafts import Drafts, clock_of
from ..studying.sheet import Sheet, total
from .studies import balance

# Where the browser writes a sum.
PLACE = "#"


def form_page(form) -> dict:
    """Everything that templates/research_committee/report_form.html prints besides single fields."""
    sheet = form.sheet_so_far
    return {
        "members": [_member(form, member) for member in form.desk.household.members],
        "tables": {table.code: _table(form, table, sheet) for table in TABLES},
        "people": sheet.household_size,
        "is_stated": sheet.household_is_stated,
        "left": _left(form, sheet),
        "score_parts": [_score_part(form, part) for part in form.desk.scale.parts] if form.desk.scale else [],
        "score": _score_sum(form),
        **differences_page(form),
        "chapters": study_chapters(form),
        "saved": said_of_draft(form.desk.drafts),
        "former": form.desk.drafts.former,
        "further": form.desk.earlier is not None and form.reopened is None and not form.is_bound,
    }


def study_chapters(form) -> list[dict]:
    """The chapters with what is left in each; the one whose table has just got more rows is open."""
    return chapters_of(form, CHAPTERS, form.lacking, opened=chapter_with(form.data.get("more", "")))


def differences_page(form) -> dict:
    """What templates/research_committee/report_differences.html prints."""
    found = differences_of(form.sheet_so_far)
    return {"differences": found, "matters": bool(reason_to_send_back(found))}


def said_of_draft(drafts: Drafts) -> str:
    """When the study was last kept."""
    if drafts.own is None:
        return ""
    day = dual(riyadh_day(drafts.own.saved_at))
    return _("Saved at %(time)s, %(day)s.") % {"time": clock_of(drafts.own), "day": day}


def take_over_lead(drafts: Drafts) -> str:
    """Whose draft it is, and what becomes of one's own."""
    said = {
        "who": drafts.former.researcher.full_name,
        "time": clock_of(drafts.former),
        "day": dual(riyadh_day(drafts.former.saved_at)),
    }
    if drafts.own is None:
        return _("%(who)s had begun this study; it was last saved at %(time)s, %(day)s.") % said
    return (
        _(
            "%(who)s had begun this study; it was last saved at %(time)s, %(day)s. It takes the place of what you have "
            "typed yourself."
        )
        % said
    )


# Rows ---------------------------------------------------------------------------------------------------------------


def _member(form, member) -> dict:
    return {
        "name": member.name,
        "relation": member.relation_label,
        "presence": _choice(form[f"member_{member.key}_presence"]),
        "note": _cell(form[f"member_{member.key}_note"], _("Note")),
    }


def _choice(bound) -> dict:
    """One of a few answers, as buttons."""
    chosen = bound.value()
    return {
        **_cell(bound, bound.label),
        "options": [
            {"value": value, "label": label, "chosen": value == chosen, "id": f"{bound.auto_id}_{number}"}
            for number, (value, label) in enumerate(bound.field.choices)
        ],
    }


def _cell(bound, label: str) -> dict:
    """One question of a row."""
    value, widget = bound.value(), bound.field.widget
    chosen = "" if value is None else str(value)
    options = []
    if isinstance(widget, Select):
        options = [
            {"value": key, "label": said, "chosen": str(key) == chosen} for key, said in bound.field.choices
        ]
    return {
        "name": bound.html_name,
        "id": bound.auto_id,
        "label": label,
        "value": chosen,
        "errors": bound.errors,
        "options": options,
        "digits": widget.attrs.get("inputmode", ""),
        "most": widget.attrs.get("maxlength", ""),
        "is_note": bound.name.endswith("_note"),
    }


def _table(form, table: Table, sheet: Sheet) -> dict:
    stated = _stated_of(table, sheet)
    rows = []
    for number in form.rows[table.code]:
        cells = [_cell(form[table.name_of(number, column)], column.label) for column in table.columns]
        rows.append({"cells": cells, "stated": _beside(stated, cells[0]["value"])})
    found = getattr(sheet, table.code)
    return {
        "code": table.code,
        "title": table.title,
        "columns": [column.label for column in table.columns],
        "rows": rows,
        "may_grow": len(rows) < MOST_ROWS,
        "ids": form.ids_of(table, table.adds) if table.adds else "",
        "sum": riyals(total(found, table.adds)) if table.adds and found else "",
        "riyals": _("%(amount)s riyals") % {"amount": PLACE},
        "beside": stated is not None,
        "stated": riyals(total(stated)) if stated else "",
    }


def _stated_of(table: Table, sheet: Sheet):
    """The lines that the household stated for this table, or None where there are none to lay beside."""
    if sheet.stated is None or table not in (INCOME, EXPENSES):
        return None
    return getattr(sheet.stated, table.code)


def _beside(stated, kind: str) -> str:
    return riyals(sum_of_kind(stated, kind)) if stated and kind and sum_of_kind(stated, kind) else ""


# Sums ---------------------------------------------------------------------------------------------------------------


def _left(form, sheet: Sheet) -> dict:
    left = sheet.monthly_income - sheet.monthly_expenses
    shown = balance(left) if sheet.income or sheet.expenses else None
    return {
        "shown": shown,
        "plus": form.ids_of(INCOME, "amount"),
        "minus": form.ids_of(EXPENSES, "amount"),
        "over": balance(0)["label"],
        "short": balance(-1)["label"],
        "riyals": _("%(amount)s riyals") % {"amount": PLACE},
    }


def _score_part(form, part) -> dict:
    bound = form[part.field]
    if not part.levels:
        return {**_cell(bound, part.label), "options": [], "most": part.most, "levels": False}
    points = {level.code: level.points for level in part.levels}
    cell = _choice(bound)
    options = [{**option, "points": points[option["value"]]} for option in cell["options"]]
    return {**cell, "options": options, "most": part.most, "levels": True}


def _score_sum(form) -> dict:
    """The points of the parts that are answered so far."""
    points, scale = 0, form.desk.scale
    for part in scale.parts if scale else ():
        answer = form.typed(part.field)
        if answer is not None:
            points += part.level(answer).points if part.levels else answer
    most = scale.most if scale else 0
    words = _("%(points)s of %(most)s")
    return {
        "shown": words % {"points": points, "most": most},
        "words": words % {"points": PLACE, "most": most},
    }
