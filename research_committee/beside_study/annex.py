"""The confidential annex: written with the study, read by the committee and by its researcher."""

from django.utils.translation import gettext as _

from accounts.models import User
from arabic.text import clean_text
from audit.refusals import NotPermitted
from audit.writing import write
from intake.steps import Step

from ..models import ConfidentialAnnex, ResearchReport
from ..rules import refuse_without


def keep_annex(report: ResearchReport, text: str, *, by: User) -> ConfidentialAnnex | None:
    """Keeps what was written confidentially beside a study; where nothing was written, nothing.

    SECURITY: in the words of the trail it is part of the study: that there is an annex tells too.
    """
    refuse_without("research_committee.read_annex", by)
    if by.pk != report.researcher_id:
        raise NotPermitted(_("Only the researcher of the study writes its confidential annex."))
    text = clean_text(text)
    if not text:
        return None
    return write(ConfidentialAnnex(report=report, text=text), by=by, reason=Step.REPORT.label)
