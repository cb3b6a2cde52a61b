"""People who look alike, for the tests of duplicates."""

import itertools
from datetime import date, timedelta
from unittest import mock

from django.utils import timezone

from audit.writing import write
from beneficiaries.models import (
    Beneficiary,
    Consent,
    Household,
    HouseholdMember,
    OtherPhone,
    PersonCategory,
    PersonDocument,
    PersonNote,
)
from beneficiaries.papers import receive_paper
from beneficiaries.people import search_name_of
from correspondence import issuing
from correspondence.incoming import record_incoming
from intake.models import SameNeedPermit, SupportRequest
from policies.models import PolicyVersion
from tests import factories as make

_counter = itertools.count(500_000)
IBAN = "SA0380000000608010167519"
NAMES = {
    "first_name": "منيرة",
    "father_name": "عبدالله",
    "grandfather_name": "أحمد",
    "family_name": "العتيبي",
    "birth_date": date(1985, 4, 3),
}


def save(row, by=None):
    return write(row, by=by or make.system_user(), reason="x")


def file_of(**fields) -> Beneficiary:
    """A file as an old database holds it: nobody asked whether it looks like another one."""
    number = next(_counter)
    person = Beneficiary(
        **{
            "identity_kind": "national_id",
            "identity_number": make.identity_number(number),
            "first_name": make.spelt(number),
            "father_name": "تركي",
            "family_name": "الشهري",
            "gender": "female",
            "birth_date": date(1990, 6, 1),
            "phone": f"+96656{number:07d}",
            "city": "الطائف",
            **fields,
        }
    )
    person.search_name = search_name_of(person)
    save(person)
    return Beneficiary.objects.get(pk=person.pk)


def further_phone(person: Beneficiary, number: str, **fields) -> OtherPhone:
    return save(OtherPhone(beneficiary=person, number=number, answered_by="الأخت", **fields))


def lives_at(person: Beneficiary, address: str) -> HouseholdMember:
    home = Household(city="الطائف", short_address=address, housing="rented")
    home.opened_for = person
    save(home)
    today = timezone.localdate()
    return save(HouseholdMember(household=home, person=person, relation="head", since_on=today))


def _letters(person: Beneficiary, version, clerk) -> list:
    """One that went out and one that came in."""
    facts = {"subject": "إشعار", "content": {}, "policy_version": version, "reason": "x", "by": clerk}
    with mock.patch.object(issuing, "typeset", return_value=b"%PDF-1.7"):
        issued = issuing.issue_letter("referral", beneficiary=person, **facts)
    came_in = {"received_on": timezone.localdate(), "sender": "الوزارة", "subject": "إفادة", "by": clerk}
    return [issued, record_incoming(beneficiary=person, **came_in)]


def with_everything(person: Beneficiary, clerk) -> list:
    """One row of every kind that may belong to a person's file."""
    version = PolicyVersion.objects.in_force() or make.make_policy()
    now, today = timezone.now(), timezone.localdate()
    consent = {"policy_version": version, "notice_sha256": "0" * 64, "given_at": now, "how": "spoken"}
    request = make.make_request("received", beneficiary=person, by=clerk)
    return [
        further_phone(person, f"+96658{person.pk:07d}"),
        save(PersonNote(beneficiary=person, text="يسكن مع أخته", written_by=clerk, written_at=now)),
        save(
            PersonCategory(
                beneficiary=person, category=version.categories.first(), since_on=today - timedelta(days=9)
            )
        ),
        person.consents.first() or save(Consent(beneficiary=person, taken_by=clerk, **consent)),
        receive_paper(make.paper(), beneficiary=person, by=clerk, reason="x"),
        save(
            PersonDocument(
                beneficiary=person,
                other_name="شهادة",
                verdict="matches",
                checked_by=clerk,
                checked_on=today,
            )
        ),
        lives_at(person, "RRRD2929"),
        SupportRequest.objects.get(pk=request.pk),
        # The message of its first step.
        person.notices.get(),
        *_letters(person, version, clerk),
        save(
            SameNeedPermit(
                beneficiary=person,
                service_type=version.service_types.first(),
                reason="حريق",
                allowed_by=clerk,
            )
        ),
    ]
