"""What a member declares of themselves, and to whom they are tied: their own facts, read by nobody else."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumber_field.phonenumber import PhoneNumber
from phonenumber_field.phonenumber import to_python as phone_number

from accounts.models import User
from arabic.calendars import riyadh_today
from arabic.text import ascii_digits, clean_line, fold_words
from audit.refusals import Refused, refuse_for
from audit.writing import one_transaction, refuse_stale, write
from beneficiaries.iban import iban_as_stored, reason_iban_is_wrong
from beneficiaries.identity import identity_as_stored, kind_of, reason_identity_is_wrong
from beneficiaries.models import IdentityKind
from beneficiaries.phones import dialled
from beneficiaries.rules import reason_phone_is_wrong

from ..models import DeclaredRelation, MemberParticulars
from ..rules import refuse_without

DECLARED = gettext_lazy("A member declared their own particulars")
TIED = gettext_lazy("A member declared a relation")
ENDED = gettext_lazy("A declared relation ended")
# A family name alone would mean a whole tribe.
FEWEST_WORDS = 2


def declare_particulars(
    *,
    identity_number: str,
    family_name: str,
    city: str,
    district: str,
    phone,
    iban: str = "",
    by: User,
    seen_version: int | None = None,
) -> MemberParticulars:
    """Writes what a member says of themselves; `seen_version` 0 says that nothing stood on the screen."""
    refuse_without("research_committee.vote", by)
    number, account = identity_as_stored(identity_number), iban_as_stored(iban or "")
    phone = phone_number(ascii_digits(clean_line(phone))) if isinstance(phone, str) else phone
    lines = {
        "family_name": clean_line(family_name),
        "city": clean_line(city),
        "district": clean_line(district),
    }
    refuse_for(reasons_against_particulars(number=number, phone=phone, iban=account, lines=lines))
    with one_transaction():
        # The account as the lock of what its owner declares: the first declaration has no row yet.
        User.objects.select_for_update().get(pk=by.pk)
        if MemberParticulars.objects.filter(identity_number=number).exclude(member=by).exists():
            raise Refused(
                _("Another member declared this number. Compare it with your document."),
                field="identity_number",
            )
        row = MemberParticulars.objects.filter(member=by).first() or MemberParticulars(member=by, version=0)
        if seen_version is not None:
            refuse_stale(row, seen_version)
        stands = {"identity_number": number, "phone": phone.as_e164, "iban": account, **lines}
        if row.pk and all(getattr(row, name) == value for name, value in stands.items()):
            return row
        for name, value in stands.items():
            setattr(row, name, value)
        row.declared_at = timezone.now()
        return write(row, by=by, reason=DECLARED)


def reasons_against_particulars(
    *, number: str, phone: PhoneNumber | None, iban: str, lines: dict
) -> list[tuple]:
    """Every field that is wrong, with the reason as a sentence."""
    missing = {
        "family_name": _("Write your family name."),
        "city": _("Write the city in which you live."),
        "district": _("Write the district in which you live."),
    }
    reasons = [
        ("identity_number", reason_number_is_wrong(number)),
        *((name, None if lines[name] else sentence) for name, sentence in missing.items()),
        ("phone", reason_phone_is_wrong(phone)),
        ("iban", reason_iban_is_wrong(iban) if iban else None),
    ]
    return [(field, reason) for field, reason in reasons if reason]


def reason_number_is_wrong(number: str) -> str | None:
    """Why this is no number of a national ID or an Iqama."""
    if kind_of(number):
        return None
    kind = IdentityKind.IQAMA if number.startswith("2") else IdentityKind.NATIONAL_ID
    return reason_identity_is_wrong(kind, number)


def phone_in_words(stored: str) -> str:
    """A declared phone as it is dialled from here."""
    return dialled(phone_number(stored))


def declare_relation(
    *, identity_number: str = "", name: str = "", relation: str, by: User
) -> DeclaredRelation:
    """A member names somebody to whom they are tied, by identity number, by name, or by both."""
    refuse_without("research_committee.vote", by)
    number, name, relation = (
        identity_as_stored(identity_number or ""),
        clean_line(name or ""),
        clean_line(relation),
    )
    refuse_for(reasons_against_relation(number=number, name=name, relation=relation))
    with one_transaction():
        User.objects.select_for_update().get(pk=by.pk)
        key = " ".join(fold_words(name)) if name else ""
        same = {"member": by, "identity_number": number, "name_key": key, "ended_on__isnull": True}
        if DeclaredRelation.objects.filter(**same).exists():
            raise Refused(_("You have declared this already."), field="name" if name else "identity_number")
        row = DeclaredRelation(member=by, identity_number=number, name=name, name_key=key, relation=relation)
        return write(row, by=by, reason=TIED)


def reasons_against_relation(*, number: str, name: str, relation: str) -> list[tuple]:
    reasons = []
    if not number and not name:
        reasons.append(("name", _("Write the name or the identity number.")))
    if number and (reason := reason_number_is_wrong(number)):
        reasons.append(("identity_number", reason))
    if name and len(fold_words(name)) < FEWEST_WORDS:
        reasons.append(("name", _("Write at least two names: a family name alone means too many people.")))
    if not relation:
        reasons.append(("relation", _("Write what ties you, for example “my sister's husband”.")))
    return reasons


def reason_ended_already(row: DeclaredRelation) -> str | None:
    if row.ended_on is not None:
        return _("This relation has ended already.")


def end_relation(row: DeclaredRelation, *, by: User, seen_version: int | None = None) -> DeclaredRelation:
    """Ends one's own declared relation: today is its last day, and it stays on record."""
    refuse_without("research_committee.vote", by)
    with one_transaction():
        now = DeclaredRelation.objects.select_for_update(of=("self",)).get(pk=row.pk, member=by)
        refuse_stale(now, seen_version)
        if reason := reason_ended_already(now):
            raise Refused(reason)
        now.ended_on = riyadh_today()
        return write(now, by=by, reason=ENDED)
