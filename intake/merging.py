"""What the requests of two files mean for merging them."""

from django.utils.translation import gettext as _

from arabic.text import apart, listed
from beneficiaries.stated import joined as joined_statements
from policies.models import ServiceType

from .data_sheet import DataSheet
from .models import AccuracyPledge, SupportRequest
from .sheet_formats import FORMATS
from .steps import OPEN_STATES, State

# While a request stands here, its pledge must be about the data of today.
PLEDGE_COUNTS = (State.PLEDGED, State.REFERRED, State.STUDIED, State.ACCEPTED)


def reasons_against(kept, merged):
    """Yields one sentence for each need for which both files have an open request and nobody permitted a second."""
    served = [_open_services(person) for person in (kept, merged)]
    for service in ServiceType.objects.filter(pk__in=served[0] & served[1]).order_by("pk"):
        yield _(
            "Both files have an open request for the same need (%(service)s). Finish or withdraw one of them first."
        ) % {"service": service.label}


def _open_services(person) -> set[int]:
    requests = SupportRequest.objects.filter(
        beneficiary=person.pk, state__in=OPEN_STATES, same_need_permit__isnull=True
    )
    return set(requests.values_list("service_type", flat=True))


def notes_on(kept, merged, joined):
    """Yields which requests need a new signature, because what was signed would not be what the person states then."""
    people = [kept.pk, merged.pk]
    requests = SupportRequest.objects.filter(beneficiary__in=people, state__in=PLEDGE_COUNTS)
    rounds = {request.pk: request for request in requests.order_by("pk")}
    signed: dict[int, DataSheet] = {}
    pledges = AccuracyPledge.objects.filter(support_request__in=rounds).order_by("pk")
    for pk, number, sheet in pledges.values_list("support_request", "round", "data_sheet"):
        if number == rounds[pk].round:
            signed[pk] = DataSheet(sheet)
    stated = joined_statements(kept, merged) if signed else None
    renewed = [rounds[pk].reference for pk, sheet in signed.items() if not _is_stated(sheet, joined, stated)]
    if renewed:
        yield _("The accuracy pledge of these requests must be signed again: %(references)s.") % {
            "references": listed(apart(reference) for reference in renewed)
        }


def _is_stated(signed: DataSheet, person, stated) -> bool:
    """Whether a person who states this would state what was signed."""
    if not signed.format:
        return False
    facts = FORMATS[signed.format].stated_facts(person, stated)
    return all(signed.facts[part] == value for part, value in facts.items())
