"""Step 3, the signed accuracy pledge: a signature under exactly these data."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import riyadh_today
from arabic.text import clean_line, fold
from audit.refusals import Refused, refuse_for
from audit.writing import write
from beneficiaries.models.files import FileKind
from beneficiaries.papers import Paper, receive_paper

from .case_file import CaseFile
from .letters.printed import printed_sheet
from .models import AccuracyPledge, PledgeMethod, SignerRole, SupportRequest
from .signatures import read_strokes
from .steps import State, Step
from .workflow import handling

ADULT_YEARS = 18


def step_of_signing(support_request: SupportRequest) -> Step:
    """The first signature of a round, or its renewal."""
    return Step.PLEDGE if support_request.state in (State.RECEIVED, State.VERIFIED) else Step.RENEW_PLEDGE


def sign_pledge(
    support_request: SupportRequest,
    *,
    signer_role: str,
    signer_name: str,
    signer_proof: str = "",
    shown_sha256: str,
    by: User,
    seen_version: int | None = None,
    note: str = "",
    **signed,
) -> SupportRequest:
    """Takes the signed pledge, or renews it when the covered data changed after an earlier signature.

    `shown_sha256` is the digest of the data sheet that stood on the screen and on the signed paper; the signature
    counts only for those data. `signed` are the parts of `Signed`. The acting employee is the witness and cannot be the
    signer. Source: policy, step 3.
    """
    signature = Signed(**signed)
    step = step_of_signing(support_request)
    with handling(support_request, step, by=by, seen_version=seen_version, note=note) as current:
        case = CaseFile(current)
        if shown_sha256 != case.data_sheet.sha256:
            raise Refused(
                _("The data changed after this sheet was shown. Show the new sheet and have it signed.")
            )
        signer = {"role": signer_role, "name": clean_line(signer_name), "proof": clean_line(signer_proof)}
        reasons = reasons_against_signer(case.person, by=by, **signer)
        refuse_for([*reasons, *reasons_against_signature(signature)])
        whose = {"beneficiary": current.beneficiary, "by": by, "reason": step.label}
        pledge = _pledge(case, signer, by, signature.kept(**whose))
        pledge.letter = printed_sheet(case) if pledge.method == PledgeMethod.PAPER else None
        write(pledge, by=by, reason=step.label)
    return current


def _pledge(case: CaseFile, signer: dict, by: User, signed: dict) -> AccuracyPledge:
    return AccuracyPledge(
        support_request=case.request,
        round=case.request.round,
        **{f"signer_{part}": said for part, said in signer.items()},
        **signed,
        witness=by,
        data_sheet=case.data_sheet.text,
        sha256=case.data_sheet.sha256,
        signed_at=timezone.now(),
    )


@dataclass(frozen=True)
class Signed:
    """How it was signed: on paper by its `scan`, otherwise by the drawn `strokes` (intake.signatures).

    Over a link the code that the person was sent may stand for a drawing, and the person reads the sheet there.
    """

    method: str = PledgeMethod.PAPER
    scan: object = None
    strokes: str = ""
    proof_file: object = None
    read_out: bool = False

    def kept(self, **whose) -> dict:
        """The columns of the pledge, with the papers received; the picture is made here of what was drawn."""
        columns = {
            "method": self.method,
            "read_out": self.read_out,
            "proof_file": _kept(self.proof_file, **whose),
        }
        if self.method == PledgeMethod.PAPER:
            return {**columns, "scan": _kept(self.scan, **whose)}
        if not self.strokes:
            return columns
        drawn = read_strokes(self.strokes)
        picture = Paper(FileKind.PNG, drawn.png(), "signature.png")
        drawing = {"strokes": drawn.text, "strokes_sha256": drawn.sha256}
        return {**columns, **drawing, "signature": _kept(picture, **whose)}


def _kept(upload, **whose):
    return receive_paper(upload, **whose) if upload else None


def reasons_against_signature(signed: Signed) -> list[tuple[str, str]]:
    """What is missing of the signature itself, as (field, sentence)."""
    reasons = []
    if signed.method not in PledgeMethod.values:
        reasons.append(("method", _("Choose how the person signs.")))
    if signed.method == PledgeMethod.PAPER and not signed.scan:
        reasons.append(
            ("scan", _("Attach the scan of the signed paper, or let the person sign on the screen."))
        )
    if signed.method == PledgeMethod.DRAWN or (signed.method == PledgeMethod.REMOTE and signed.strokes):
        try:
            read_strokes(signed.strokes or "")
        except Refused as refusal:
            reasons.append(("strokes", str(refusal)))
    if signed.method != PledgeMethod.REMOTE and not signed.read_out:
        sentence = _("Read the sheet out to the person, or let them read it, before they sign.")
        reasons.append(("read_out", sentence))
    return reasons


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
