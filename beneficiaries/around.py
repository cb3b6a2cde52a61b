"""What stands around a person's file: further phones, notes, categories of the policy, and the consent to keep it."""

import hashlib

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumber_field.phonenumber import to_python as phone_number

from arabic.calendars import riyadh_today
from arabic.text import ascii_digits, clean_line, clean_text
from audit.refusals import Refused
from audit.writing import one_transaction, refuse_stale, write
from policies.models import PolicyVersion

from .duplicates.pairs import remember_likely
from .models import Beneficiary, Consent, HowConsented, OtherPhone, PersonCategory, PersonNote
from .rules import LONGEST_TEXT, reason_phone_is_wrong, reason_text_is_too_long
from .standing import file_in_hand

LONGEST_WORDS = 300


# Phones ----------------------------------------------------------------------------------------------------------


def confirm_phone(person: Beneficiary, *, by, seen_version: int | None = None) -> Beneficiary:
    """The person said today that the phone on file is still right."""
    with one_transaction():
        now = file_in_hand(person, by=by, seen_version=seen_version)
        now.phone_confirmed_on = riyadh_today()
        return write(now, by=by, reason=gettext_lazy("Phone still right"))


def add_phone(person: Beneficiary, *, number, answered_by: str, by) -> OtherPhone:
    """A further phone under which the person is reached, and who answers it."""
    if isinstance(number, str):
        number = phone_number(ascii_digits(clean_line(number)))
    if reason := reason_phone_is_wrong(number):
        raise Refused(reason, field="number")
    with one_transaction():
        now = file_in_hand(person, by=by)
        taken = now.other_phones.filter(number=number, ended_on__isnull=True).exists()
        if taken or now.phone == number:
            raise Refused(_("This phone stands in the file already."), field="number")
        phone = OtherPhone(
            beneficiary=now,
            number=number,
            answered_by=_words(answered_by, 80, "answered_by", _("Write who answers this phone.")),
            confirmed_on=riyadh_today(),
        )
        write(phone, by=by, reason=gettext_lazy("Further phone added"))
        remember_likely(now, by=by)
    return phone


def confirm_other_phone(phone: OtherPhone, *, by, seen_version: int | None = None) -> OtherPhone:
    """The person said today that this further phone is still right."""
    with one_transaction():
        now = _standing_phone(phone, by, seen_version)
        now.confirmed_on = riyadh_today()
        return write(now, by=by, reason=gettext_lazy("Phone still right"))


def end_phone(phone: OtherPhone, *, by, seen_version: int | None = None) -> OtherPhone:
    """The person is not reached under this phone any more."""
    with one_transaction():
        now = _standing_phone(phone, by, seen_version)
        now.ended_on = riyadh_today()
        return write(now, by=by, reason=gettext_lazy("Further phone ended"))


def _standing_phone(phone: OtherPhone, by, seen_version) -> OtherPhone:
    now = file_in_hand(phone.beneficiary, by=by).other_phones.get(pk=phone.pk)
    refuse_stale(now, seen_version)
    if now.ended_on is not None:
        raise Refused(_("This phone was ended already."))
    return now


# Notes -----------------------------------------------------------------------------------------------------------


def write_note(person: Beneficiary, *, text: str, confidential: bool = False, by) -> PersonNote:
    """Keeps something worth knowing as it was written; a confidential note is read by few."""
    text = clean_text(text or "")
    if not text:
        raise Refused(_("Write the note."), field="text")
    if reason := reason_text_is_too_long(text):
        raise Refused(reason, field="text")
    with one_transaction():
        note = PersonNote(
            beneficiary=file_in_hand(person, by=by),
            text=text,
            confidential=confidential,
            written_by=by,
            written_at=timezone.now(),
        )
        return write(note, by=by, reason=gettext_lazy("Note written"))


# Categories ------------------------------------------------------------------------------------------------------


def put_in_category(person: Beneficiary, *, category, since_on=None, by) -> PersonCategory:
    """The person stands in a category of the policy in force, since a day that has come."""
    since_on = since_on or riyadh_today()
    version = PolicyVersion.objects.in_force()
    if version is None or category.policy_version_id != version.pk:
        raise Refused(_("The policy in force does not have this category."), field="category")
    if since_on > riyadh_today():
        raise Refused(_("This day has not come yet."), field="since_on")
    with one_transaction():
        now = file_in_hand(person, by=by)
        if now.categories.filter(category=category, ended_on__isnull=True).exists():
            raise Refused(_("The person stands in this category already."), field="category")
        row = PersonCategory(beneficiary=now, category=category, since_on=since_on)
        return write(row, by=by, reason=gettext_lazy("Category given"))


def end_category(row: PersonCategory, *, by, seen_version: int | None = None) -> PersonCategory:
    """The person does not stand in this category any more."""
    with one_transaction():
        now = file_in_hand(row.beneficiary, by=by).categories.get(pk=row.pk)
        refuse_stale(now, seen_version)
        if now.ended_on is not None:
            raise Refused(_("This category was ended already."))
        now.ended_on = riyadh_today()
        return write(now, by=by, reason=gettext_lazy("Category ended"))


# Consent ---------------------------------------------------------------------------------------------------------


def notice_digest(version: PolicyVersion) -> str:
    """The SHA-256 of the very words of the privacy notice."""
    return hashlib.sha256(version.privacy_notice_ar.encode()).hexdigest()


def record_consent(
    person: Beneficiary, *, how: str, by, version: PolicyVersion | None = None, given_at=None
) -> Consent:
    """The person was shown the notice of the policy in force and agreed; once for each text, until it is withdrawn."""
    version = version or PolicyVersion.objects.in_force()
    if version is None:
        raise Refused(_("No policy is in force, and so there is no privacy notice to agree to."))
    if how not in HowConsented.values:
        raise Refused(_("Choose how the person agreed."), field="how")
    with one_transaction():
        now = file_in_hand(person, by=by)
        standing = now.consents.filter(policy_version=version, withdrawn_at__isnull=True).first()
        if standing is not None:
            return standing
        consent = Consent(
            beneficiary=now,
            policy_version=version,
            notice_sha256=notice_digest(version),
            given_at=given_at or timezone.now(),
            how=how,
            taken_by=by,
        )
        return write(consent, by=by, reason=gettext_lazy("Consent recorded"))


def withdraw_consent(person: Beneficiary, *, said: str, by) -> list[Consent]:
    """The person takes the consent back, in their own words; requests wait until it is given again."""
    said = _words(said, LONGEST_WORDS, "said", _("Write what the person said."))
    with one_transaction():
        now = file_in_hand(person, by=by)
        standing = list(now.consents.select_for_update().filter(withdrawn_at__isnull=True).order_by("pk"))
        if not standing:
            raise Refused(_("No consent stands that could be withdrawn."))
        for consent in standing:
            consent.withdrawn_at, consent.withdrawn_because = timezone.now(), said
            write(consent, by=by, reason=gettext_lazy("Consent withdrawn"))
    return standing


def _words(text: str, longest: int, field: str, missing: str) -> str:
    text = clean_line(text or "")
    if not text:
        raise Refused(missing, field=field)
    if len(text) > min(longest, LONGEST_TEXT):
        raise Refused(
            _("This text is too long: at most %(number)d characters.") % {"number": longest}, field=field
        )
    return text
