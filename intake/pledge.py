"""Step 3, the signed accuracy pledge: a signature under exactly these data."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import riyadh_today
from arabic.text import clean_line, fold
from audit.refusals import Refused, refuse_for
from audit.writing import write
from beneficiaries.papers import receive_paper

from .case_file import CaseFile
from .models import AccuracyPledge, SupportRequest
from .models.pledges import SignerRole
from .steps import State, Step
from .workflow import handling

ADULT_YEARS = 18


def sign_pledge(
    support_request: SupportRequest,
    *,
    signer_role: str,
    signer_name: str,
    signer_proof: str = "",
    scan,
    shown_sha256: str,
    by: User,
    seen_version: int | None = None,
) -> SupportRequest:
    """Takes the signed pledge, or renews it when the covered data changed after an earlier signature.

    `shown_sha256` is the digest of the data sheet that stood on the screen and on the signed paper; the signature
    counts only for those data. The acting employee is the witness and cannot be the signer. Source: policy, step 3.
    """
    step = Step.PLEDGE if support_request.state == State.VERIFIED else Step.RENEW_PLEDGE
    with handling(support_request, step, by=by, seen_version=seen_version) as current:
        case = CaseFile(current)
        signer_name, signer_proof = clean_line(signer_name), clean_line(signer_proof)
        if shown_sha256 != case.data_sheet.sha256:
            raise Refused(
                _("The data changed after this sheet was shown. Show the new sheet and have it signed.")
            )
        signer = {"role": signer_role, "name": signer_name, "proof": signer_proof}
        refuse_for(reasons_against_signer(case.person, by=by, **signer))
        pledge = AccuracyPledge(
            support_request=current,
            round=current.round,
            signer_role=signer_role,
            signer_name=signer_name,
            signer_proof=signer_proof,
            witness=by,
            scan=receive_paper(scan, beneficiary=current.beneficiary, by=by, reason=step.label),
            data_sheet=case.data_sheet.text,
            sha256=case.data_sheet.sha256,
            signed_at=timezone.now(),
        )
        write(pledge, by=by, reason=step.label)
    return current


def reasons_against_signer(person, *, role, name, proof, by: User) -> list[tuple[str, str]]:
    """Why this signature does not count, as (field, sentence); a form asks with what is filled in so far."""
    reasons = []
    if name and fold(name) == fold(by.full_name):
        reasons.append(("signer_name", _("The employee witnesses the pledge and cannot sign it.")))
    if role == SignerRole.SELF and is_minor(person.birth_date, riyadh_today()):
        reasons.append(("signer_role", _("A minor does not sign; the guardian signs with proof.")))
    elif role == SignerRole.SELF and name and not reasons and fold(name) != fold(person.full_name):
        sentence = _("The typed name is not the beneficiary's: %(name)s.") % {"name": person.full_name}
        reasons.append(("signer_name", sentence))
    if role and role != SignerRole.SELF and not proof:
        reasons.append(("signer_proof", _("Name the proof of the guardian or agent.")))
    return reasons


def is_minor(birth_date, today) -> bool:
    """Younger than eighteen by the Gregorian calendar on this day."""
    had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return today.year - birth_date.year - (not had_birthday) < ADULT_YEARS
