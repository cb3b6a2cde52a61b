"""What the requests of two files mean for merging them."""

import json

from django.utils.translation import gettext as _

from arabic.text import apart, listed
from policies.models import ServiceType

from .data_sheet import person_facts
from .models import AccuracyPledge, SupportRequest
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
    """Yields which requests need a new signature, because the person's facts would not be those that were signed."""
    people = [kept.pk, merged.pk]
    requests = SupportRequest.objects.filter(beneficiary__in=people, state__in=PLEDGE_COUNTS)
    rounds = {request.pk: request for request in requests.order_by("pk")}
    signed: dict[int, str] = {}
    pledges = AccuracyPledge.objects.filter(support_request__in=rounds).order_by("pk")
    for pk, number, sheet in pledges.values_list("support_request", "round", "data_sheet"):
        if number == rounds[pk].round:
            signed[pk] = sheet
    today = person_facts(joined)
    renewed = [rounds[pk].reference for pk, sheet in signed.items() if json.loads(sheet)["person"] != today]
    if renewed:
        yield _("The accuracy pledge of these requests must be signed again: %(references)s.") % {
            "references": listed(apart(reference) for reference in renewed)
        }
