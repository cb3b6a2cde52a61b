"""A request whose pledge is signed from afar, as far as a test needs it."""

import json
from datetime import timedelta

import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beneficiaries.people import change_person
from intake.case_file import CaseFile
from intake.models import PledgeLink
from intake.remote_pledge.codes import check_code, send_code
from intake.remote_pledge.issuing import issue_pledge_link
from intake.remote_pledge.tokens import code_of, token_of
from intake.side_paths import return_request, withdraw_request
from tests import factories as make

# A line and a curve, as large as a name.
DRAWN = json.dumps(
    {
        "box": [10000, 4000],
        "strokes": [
            [[1000, 2000, 0], [3000, 1200, 40], [5000, 2600, 80], [8000, 1500, 120]],
            [[2000, 3000, 300], [6000, 3100, 380]],
        ],
    }
)


def clerk_of(request):
    return request.received_by


def make_link(state: str = "verified", **given) -> PledgeLink:
    """A link that was just sent, for the person themselves unless it is said otherwise."""
    request = given.pop("request", None) or make.make_request(state)
    case = CaseFile(type(request).objects.get(pk=request.pk))
    by = given.pop("by", None) or clerk_of(case.request)
    signer = {"signer_role": "self", "signer_name": case.person.full_name, **given}
    return issue_pledge_link(case.request, shown_sha256=case.data_sheet.sha256, by=by, **signer)


def fresh(link: PledgeLink) -> PledgeLink:
    return PledgeLink.objects.select_related("support_request__beneficiary", "issued_by").get(pk=link.pk)


def with_code(link: PledgeLink) -> PledgeLink:
    return send_code(link, seen_codes=fresh(link).codes_sent)


def opened(link: PledgeLink) -> PledgeLink:
    """The link after the right code was given."""
    link = with_code(link)
    return check_code(link, code_of(link))


def sign_page(link: PledgeLink, name: str = "pledge_sign") -> str:
    return reverse(name, args=[token_of(link)])


def other_code(link: PledgeLink) -> str:
    """Six digits that are surely not the right ones."""
    return f"{(int(code_of(link)) + 1) % 1_000_000:06d}"


def open_in(client: Client, link: PledgeLink) -> None:
    """A visitor asks for a code and gives it back."""
    seen = fresh(link).codes_sent
    assert client.post(sign_page(link, "pledge_code_send"), {"seen_codes": seen}).status_code == 303
    answer = client.post(sign_page(link, "pledge_code_check"), {"code": code_of(fresh(link))})
    assert answer.status_code == 303


def signature(link: PledgeLink, **changed) -> dict:
    return {"typed_name": link.signer_name, "strokes": "", "confirmed": "on", **changed}


def after(**time):
    return time_machine.travel(timezone.now() + timedelta(**time), tick=True)


def change_data(link):
    change_person(link.support_request.beneficiary, by=clerk_of(link.support_request), city="جدة")


def return_it(link):
    return_request(link.support_request, reason="لمراجعة المستندات", by=clerk_of(link.support_request))


def withdraw_it(link):
    by = clerk_of(link.support_request)
    withdraw_request(link.support_request, said_by="سارة", reason="تحسن الحال", by=by)


def dismiss_witness(link):
    connection.cursor().execute(
        "UPDATE accounts_user SET is_active = %s WHERE id = %s", [False, link.issued_by_id]
    )


# After each of these the workflow would refuse the signature.
MEANWHILE = [change_data, return_it, withdraw_it, dismiss_witness]
