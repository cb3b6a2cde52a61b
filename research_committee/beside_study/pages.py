"""What pages show beside a study."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.models import User

from ..models import ConfidentialAnnex, ResearchReport, SecondReading
from ..models.studies import ReadingVerdict
from .rules import asks_for_second_reader, sentence_second_reading_missing

_TONES = {
    ReadingVerdict.AGREES: ("check-circle", "good"),
    ReadingVerdict.REMARKS: ("chat-left-text", "active"),
    ReadingVerdict.DISAGREES: ("exclamation-triangle", "late"),
}


def beside_study(report: ResearchReport, support_request, user: User) -> dict:
    """The address of the annex, for those who may read it, and the second reading or that it is missing; one query.

    What templates/research_committee/beside_study.html prints.
    """
    annexes = ConfidentialAnnex.objects.visible_to(user).filter(report=OuterRef("pk"))
    row = (
        ResearchReport.objects.filter(pk=report.pk)
        .annotate(has_annex=Exists(annexes))
        .values(
            "has_annex",
            "second_reading__verdict",
            "second_reading__remarks",
            "second_reading__reader__full_name",
        )[0]
    )
    asked = asks_for_second_reader(support_request) and report.study == support_request.study
    missing = asked and row["second_reading__verdict"] is None
    return {
        "annex_url": reverse("report_annex", args=[report.pk]) if row["has_annex"] else "",
        "reading": _reading(row) if row["second_reading__verdict"] else None,
        "missing": sentence_second_reading_missing() if missing else "",
    }


def verdict_of_second_reader(report: ResearchReport, support_request) -> dict | None:
    """The verdict alone, for a whole room; nothing is asked where the policy asks for no second reading."""
    if not asks_for_second_reader(support_request):
        return None
    verdict = SecondReading.objects.filter(report=report).values_list("verdict", flat=True).first()
    return _chip(ReadingVerdict(verdict)) if verdict else None


def _chip(verdict: ReadingVerdict) -> dict:
    icon, tone = _TONES[verdict]
    return {"icon": icon, "label": verdict.label, "tone": tone}


def _reading(row: dict) -> dict:
    return {
        "chip": _chip(ReadingVerdict(row["second_reading__verdict"])),
        "remarks": row["second_reading__remarks"],
        "who": row["second_reading__reader__full_name"],
    }
