"""The conditions of a second reading."""

from django.utils.translation import gettext as _

from accounts.models import User
from intake.models import SupportRequest
from intake.steps import State
from policies.frozen import parts_of

from ..models import ResearchReport, SecondReading, StudyVisit, Vote


def asks_for_second_reader(support_request: SupportRequest) -> bool:
    """Whether the request's version of the policy, which is frozen, wants every study to be read twice."""
    return parts_of(support_request.policy_version_id).version.second_reader


def reason_second_reading_missing(support_request: SupportRequest, study: int | None = None) -> str | None:
    """Why the committee does not decide yet on a study that the policy version wants to be read twice."""
    if not asks_for_second_reader(support_request):
        return None
    study = support_request.study if study is None else study
    readings = SecondReading.objects.filter(report__support_request=support_request, report__study=study)
    return None if readings.exists() else sentence_second_reading_missing()


def sentence_second_reading_missing() -> str:
    return _("The policy asks for a second researcher's reading of the study, and nobody has read it yet.")


def reasons_against_second_reading(report: ResearchReport, by: User) -> list[str]:
    """Why this person does not read this study a second time now."""
    request = report.support_request
    if not asks_for_second_reader(request):
        return [_("The policy of this request asks for no second reading.")]
    if SecondReading.objects.filter(report=report).exists():
        return [_("Somebody else has read this study a second time already.")]
    if request.state != State.STUDIED or request.study != report.study:
        return [_("This study is not before the committee any more.")]
    reason = reason_no_second_eye(report, by)
    return [reason] if reason else []


def reason_no_second_eye(report: ResearchReport, by: User) -> str | None:
    """Why the look of this person at the study would not be a second one."""
    of_request = {"support_request_id": report.support_request_id}
    if ResearchReport.objects.filter(researcher=by, **of_request).exists():
        return _("Whoever studied the request does not read the study a second time.")
    if StudyVisit.objects.filter(researcher=by, **of_request).exists():
        return _("Whoever visited the household does not read the study a second time.")
    if SupportRequest.history.filter(id=report.support_request_id, researcher=by).exists():
        return _("Whoever had the study in hand does not read it a second time.")
    if Vote.objects.filter(member=by, item__support_request_id=report.support_request_id).exists():
        return _("Whoever voted on the request does not read the study a second time.")
    return None
