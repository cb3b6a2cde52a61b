"""Invented people in any number: rows, history and trail written in bulk, for measuring only."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Branch, User
from audit.models import AuditEntry
from beneficiaries.models import Beneficiary
from beneficiaries.people import search_name_of
from config.demo.people import PEOPLE

A_BATCH = 2_000
# Behind the numbers of the demonstration's people.
FIRST_NUMBER = 20_000_000
WOMEN, MEN = ([row[0] for row in PEOPLE if row[4] == gender] for gender in ("female", "male"))
FAMILIES = [row[3] for row in PEOPLE]
CITIES = ("الطائف", "الحوية", "مكة المكرمة", "الرياض")
BORN = date(1950, 1, 1)
ADDED = "Person added"


def identity_number(place: int) -> str:
    """A national ID number with a right check digit."""
    digits = f"1{FIRST_NUMBER + place:08d}"
    total = sum(sum(divmod(int(d) * 2, 10)) if i % 2 == 0 else int(d) for i, d in enumerate(digits))
    return f"{digits}{-total % 10}"


def person(place: int, branch_id: int | None) -> Beneficiary:
    """The invented person at this place; names repeat as they do in life."""
    woman = place % 2 == 0
    own = WOMEN if woman else MEN
    made = Beneficiary(
        identity_kind="national_id",
        identity_number=identity_number(place),
        first_name=own[place % len(own)],
        father_name=MEN[place // 7 % len(MEN)],
        grandfather_name=MEN[place // 131 % len(MEN)],
        family_name=FAMILIES[place // 3 % len(FAMILIES)],
        gender="female" if woman else "male",
        birth_date=BORN + timedelta(days=place * 37 % 20_000),
        phone=f"+96656{place:07d}",
        city=CITIES[place % len(CITIES)],
        branch_id=branch_id,
        version=1,
    )
    made.search_name = search_name_of(made)
    return made


def add_people(number: int) -> range:
    """Adds so many people, one in ten of them of the branch, and returns their keys, which follow one another."""
    clerk, branch = User.objects.get(username="reception"), Branch.objects.get()
    first = None
    for start in range(0, number, A_BATCH):
        places = range(start, min(start + A_BATCH, number))
        rows = QuerySet(Beneficiary).bulk_create(
            person(place, branch.pk if place % 10 == 0 else None) for place in places
        )
        first = first or rows[0].pk
        _remember(rows, clerk)
    return range(first, first + number)


def _remember(rows: list[Beneficiary], clerk: User) -> None:
    past = Beneficiary.history.bulk_history_create(
        rows, batch_size=A_BATCH, default_user=clerk, default_change_reason=ADDED
    )
    now = timezone.now()
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=now,
            user=clerk,
            acting_as="reception",
            model="beneficiaries.beneficiary",
            object_pk=row.pk,
            seq=1,
            history_id=history.history_id,
            act="00000000-0000-0000-0000-000000000001",
            kind=AuditEntry.Kind.CREATED,
            reason=ADDED,
            changes={"first_name": [None, row.first_name], "city": [None, row.city]},
            about_person=row.pk,
        )
        for row, history in zip(rows, past, strict=True)
    )
