"""Plain factories. Requests are made by the portal's own verbs, on the days on which they would have happened."""

import io
import itertools
from contextlib import nullcontext
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.utils import timezone
from PIL import Image

from accounts.models import Branch, User, system_user
from accounts.roles import Role
from accounts.staff import set_roles
from arabic.calendars import riyadh_today
from audit.writing import write
from beneficiaries.models import Beneficiary
from beneficiaries.people import add_person
from intake import delivery, documents, pledge, reception, referral, registration
from intake.case_file import CaseFile
from policies.loading import load_pack
from policies.models import PolicyVersion

RIYADH = ZoneInfo("Asia/Riyadh")
_counter = itertools.count(1)


def identity_number(seed: int, prefix: str = "1") -> str:
    """A national ID (or Iqama) number with a right check digit."""
    digits = f"{prefix}{seed:08d}"
    total = sum(sum(divmod(int(d) * 2, 10)) if i % 2 == 0 else int(d) for i, d in enumerate(digits))
    return f"{digits}{-total % 10}"


def spelt(number: int) -> str:
    """A name of its own for each number: two people are then two people to the search for duplicates."""
    return "".join("بتثجحخدذرز"[int(digit)] for digit in f"{number:06d}")


def make_policy(pack: str = "cra-taif") -> PolicyVersion | None:
    """The association of a pack with its policy (in force, unless the pack is a draft)."""
    load_pack(pack, by=system_user())
    return PolicyVersion.objects.in_force()


def make_user(*roles: str, username: str = "", branch: Branch | None = None, full_name: str = "") -> User:
    """A member of staff with these roles."""
    number = next(_counter)
    username = username or f"{roles[0] if roles else 'staff'}{number}"
    found = User.objects.filter(username=username).first()
    if found:
        return found
    user = User(username=username, full_name=full_name or f"موظف رقم {number}", branch=branch)
    user.set_unusable_password()
    write(user, by=system_user(), reason="Account created")
    set_roles(user, roles, by=system_user())
    return user


def make_branch(code: str = "north") -> Branch:
    found = Branch.objects.filter(code=code).first()
    return found or write(Branch(code=code, name=f"فرع {code}"), by=system_user(), reason="Branch opened")


def make_person(by: User | None = None, **fields) -> Beneficiary:
    """A person with a right identity number, added by a reception clerk."""
    number = next(_counter)
    filled = {
        "identity_kind": "national_id",
        "identity_number": identity_number(number),
        "first_name": "سارة",
        "father_name": "محمد",
        "grandfather_name": spelt(number),
        "family_name": "الحارثي",
        "gender": "female",
        "birth_date": date(1985, 4, 3),
        "birth_precision": "day",
        "phone": f"+96655{number:07d}",
        "city": "الطائف",
        **fields,
    }
    return add_person(by=by or make_user(Role.RECEPTION, username="reception"), **filled)


def paper(name: str = "paper.png", colour: str = "white") -> SimpleUploadedFile:
    """A small real image, as a scanner would send it."""
    stream = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(stream, "PNG")
    return SimpleUploadedFile(name, stream.getvalue(), content_type="image/png")


def talk(**fields) -> dict:
    """What reception notes about the first talk."""
    now = timezone.now()
    return {
        "came_as": "self",
        "arrived_at": now - timedelta(minutes=20),
        "started_at": now - timedelta(minutes=15),
        "ended_at": now - timedelta(minutes=1),
        "preferred_contact": "phone",
        "privacy_notice_shown_at": now - timedelta(minutes=14),
        **fields,
    }


def noon_days_ago(days: int):
    """The clock moved from outside the program to noon in Riyadh, some days ago."""
    if days == 0:
        return nullcontext()
    day = riyadh_today() - timedelta(days=days)
    return time_machine.travel(datetime.combine(day, time(12), RIYADH), tick=True)


STEPS = ("received", "verified", "pledged", "referred")


def make_request(state: str = "received", *, referred_days_ago: int = 0, by: User | None = None, **given):
    """A request brought to a state by the portal's own verbs (up to `referred`; the committee's room has its own).

    `referred_days_ago` is the day of the referral; reception and pledge happen on the same day.
    """
    version = PolicyVersion.objects.in_force() or make_policy()
    reception_clerk = by or make_user(Role.RECEPTION, username="reception")
    with noon_days_ago(referred_days_ago):
        service = given.pop("service_type", None) or version.service_types.first()
        support_request = reception.open_request(
            beneficiary=given.pop("beneficiary", None) or make_person(by=reception_clerk),
            channel=given.pop("channel", None) or version.channels.first(),
            service_type=service,
            need=given.pop("need", "دعم إيجار المسكن"),
            talk=talk(),
            inquiries=[("متى يصدر القرار؟", "بعد أسبوعين على الأقل من الإحالة.")],
            by=reception_clerk,
        )
        for step in STEPS[1 : STEPS.index(state) + 1]:
            support_request = _ADVANCE[step](support_request, reception_clerk, given)
    return support_request


def verify(support_request, by, given=None):
    for document in CaseFile(support_request).required_documents:
        documents.record_document(support_request, document=document, by=by, **document_facts(document))
    return documents.verify_request(support_request, by=by)


def document_facts(document) -> dict:
    """A document that matches and is valid for a long time."""
    today = riyadh_today()
    return {
        "verdict": "matches",
        "number": "A-10250",
        "issued_on": today - timedelta(days=20),
        "expires_on": today + timedelta(days=700),
        "original_seen": True,
        "upload": paper(),
    }


def sign(support_request, by, given=None, **signed):
    """Step 3, on paper unless it is said otherwise."""
    case = CaseFile(support_request)
    signed = {"scan": paper("pledge.png"), "read_out": True, **signed}
    return pledge.sign_pledge(
        support_request,
        signer_role="self",
        signer_name=case.person.full_name,
        shown_sha256=case.data_sheet.sha256,
        by=by,
        **signed,
    )


def refer(support_request, by, given=None):
    researcher = (given or {}).get("researcher") or make_user(Role.RESEARCHER, username="researcher")
    return referral.refer_request(support_request, researcher=researcher, how_told="phone", told=True, by=by)


_ADVANCE = {"verified": verify, "pledged": sign, "referred": refer}


def register(support_request, by):
    """Step 6 on an accepted request."""
    return registration.register_request(
        support_request,
        category=support_request.policy_version.categories.first(),
        valid_until=riyadh_today() + timedelta(days=365),
        by=by,
    )


def deliver(support_request, by):
    """Step 7 on a registered request: everything granted, then the end of the walk."""
    for granted in CaseFile(support_request).granted:
        delivery.record_delivery(
            support_request,
            granted_service=granted,
            outcome="delivered",
            what=granted.description,
            received_by_name="سارة محمد الحارثي",
            receipt=paper("receipt.png"),
            by=by,
        )
    return delivery.complete_delivery(support_request, rating_offered=True, by=by)


def copies(row, how_many: int, /, **changing) -> list:
    """More rows like this one, for pages that only read: each of `changing` makes a field's value of the copy's number.

    They have no history, and no verb made them.
    """
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    made = [
        type(row)(**values | {name: value(place) for name, value in changing.items()})
        for place in range(1, how_many + 1)
    ]
    return QuerySet(type(row)).bulk_create(made)
