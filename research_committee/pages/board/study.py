"""A study in short, as a room may see it: figures, score, needs, what was found otherwise; no name of the household."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from beneficiaries.models.households import Relation

from ...beside_study.pages import verdict_of_second_reader
from ...scales.reading import score_rows
from ...session_file import ItemFile
from ...studying.differences import differences_of
from ...studying.sheet import Sheet, sheet_of
from ..studies import advice_items, differences, reasons_of_deferral, report_items, studies_of
from ..study_sheet import sheet_page


def study_in_short(file: ItemFile) -> dict | None:
    report, earlier = studies_of(file.request, file.item.study)
    if report is None:
        # An appeal asks for no new study.
        report, earlier = studies_of(file.request, file.item.study - 1)
    if report is None:
        return None
    score, sheet = score_rows(report), sheet_of(report.sheet)
    return {
        "report": report,
        "need": file.request.need,
        "facts": [*report_items(report), _score(report, score), _advised(report), *advice_items(report)],
        "reading": verdict_of_second_reader(report, file.request),
        "found": _without_names(sheet) if sheet else [],
        "needs": sheet_page(report)["needs"] if sheet else [],
        "earlier": differences(earlier, report) if earlier else [],
        "deferral": reasons_of_deferral(earlier) if earlier else "",
    }


def _score(report, score: list[dict]) -> dict:
    points = {"points": report.total_score, "most": sum(row["most"] for row in score)}
    parts = " · ".join(f"{row['label']} {row['points']}" for row in score)
    return {"label": _("Score"), "value": _("%(points)s of %(most)s points") % points, "hint": parts}


def _advised(report) -> dict:
    return {"label": _("Recommendation"), "value": report.get_recommendation_display(), "hint": ""}


def _without_names(sheet: Sheet) -> list[dict]:
    """What was found otherwise than stated; a person of the household is named by the relation alone."""
    relations = {
        f"{person.name} ({relation})": relation
        for person in (*sheet.members, *sheet.found)
        for relation in [capfirst(Relation(person.relation).label)]
    }
    return [
        {
            "about": relations.get(row.about, row.about),
            "stated": row.stated,
            "found": row.found,
            "matters": row.matters,
        }
        for row in differences_of(sheet)
    ]
