"""The second reading: another researcher says whether the study holds, before the committee decides."""

from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.text import clean_text
from audit.refusals import Refused
from audit.writing import one_transaction, write
from intake.workflow import lock_request

from ..models import ResearchReport, SecondReading
from ..models.studies import ReadingVerdict
from ..rules import refuse_without
from ..words import refuse_placeholder
from .rules import reasons_against_second_reading

READ = gettext_lazy("Study read a second time")


def read_second(report: ResearchReport, *, verdict: str, remarks: str = "", by: User) -> SecondReading:
    """Keeps the verdict of a second researcher on a study; whoever does not simply agree says why."""
    refuse_without("research_committee.read_second_time", by)
    remarks = clean_text(remarks)
    with one_transaction():
        report.support_request = lock_request(report.support_request)
        reasons = reasons_against_second_reading(report, by)
        if reasons:
            raise Refused(reasons)
        if remarks or verdict != ReadingVerdict.AGREES:
            refuse_placeholder(remarks, "remarks")
        reading = SecondReading(report=report, reader=by, verdict=verdict, remarks=remarks)
        return write(reading, by=by, reason=READ)
