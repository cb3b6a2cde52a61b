"""Which researcher serves which district: kept by the executive director; what ends is kept too."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Role
from arabic.calendars import riyadh_today
from arabic.text import clean_line
from audit.refusals import NotPermitted, Refused
from audit.writing import one_transaction, refuse_stale, write

from ..models import ResearcherDistrict, SupportRequest
from .places import Place

MAY_ASSIGN = "intake.assign_researcher"
ADDED, ENDED = gettext_lazy("District given to a researcher"), gettext_lazy("District of a researcher ended")


def refuse_unless_assigning(by: User) -> None:
    if not by.may(MAY_ASSIGN):
        raise NotPermitted(_("Your role does not include this step."))


def reason_not_a_researcher(researcher: User) -> str | None:
    """Why this person is given no request to study, or None."""
    if Role.RESEARCHER in researcher.roles and researcher.is_active:
        return None
    return _("Choose a social researcher who works here.")


def reason_not_to_study(researcher: User, support_request: SupportRequest) -> str | None:
    """Why this person is not given this request to study, or None."""
    if researcher.pk == support_request.received_by_id:
        return _("Whoever received the request does not study it. Choose another researcher.")
    return reason_not_a_researcher(researcher)


def add_district(researcher: User, *, city: str, district: str = "", by: User) -> ResearcherDistrict:
    """Gives a researcher a district, or with no district the whole city."""
    refuse_unless_assigning(by)
    place = Place(clean_line(city), clean_line(district))
    if reason := reason_not_a_researcher(researcher):
        raise Refused(reason, field="researcher")
    if not any(letter.isalpha() for letter in place.city):
        raise Refused(_("Write which city."), field="city")
    if place.district and not any(letter.isalnum() for letter in place.district):
        raise Refused(
            _("Write the district in words, or leave it open for the whole city."), field="district"
        )
    with one_transaction():
        User.objects.select_for_update().get(pk=researcher.pk)
        if ResearcherDistrict.objects.served().filter(researcher=researcher, place_key=place.key).exists():
            raise Refused(
                _("%(name)s serves %(place)s already.") % {"name": researcher, "place": place},
                field="district",
            )
        row = ResearcherDistrict(
            researcher=researcher, city=place.city, district=place.district, place_key=place.key
        )
        return write(row, by=by, reason=ADDED)


def end_district(
    district: ResearcherDistrict, *, by: User, seen_version: int | None = None
) -> ResearcherDistrict:
    """The researcher serves it until today; requests under study stay where they are."""
    refuse_unless_assigning(by)
    with one_transaction():
        current = ResearcherDistrict.objects.select_for_update().get(pk=district.pk)
        refuse_stale(current, seen_version)
        if current.ended_on is not None:
            raise Refused(_("This district was already taken from the researcher."))
        current.ended_on = riyadh_today()
        return write(current, by=by, reason=ENDED)
