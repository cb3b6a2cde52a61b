"""The person signs: the pledge of the link's sheet, once, with the employee who sent the link as its witness."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from arabic.text import clean_line, fold
from audit.refusals import Refused, refuse_for
from audit.writing import one_transaction, write

from ..in_hand import lock_request
from ..models import AccuracyPledge
from ..models.links import PledgeLink
from ..models.pledges import PledgeMethod
from ..pledge import sign_pledge
from .standing import locked, refuse_unless_signable

SIGNED = gettext_lazy("The person signed from the private link")
# What the step and the pledge say in the history, though they stand under the witness's name.
NOTE = gettext_noop("Signed by the person from the private link, with the code sent to the phone on file.")


def sign_from_link(
    link: PledgeLink, *, proof: str, typed_name: str, confirmed: bool, strokes: str = ""
) -> AccuracyPledge:
    """Signs the sheet of an opened link. `proof` is what the right code gave to this browser.

    The confirmation is the signature; whoever can also draws it. Raises LinkClosed, CannotBeSigned, or Refused with
    what is to be mended.
    """
    with one_transaction():
        lock_request(link.support_request)
        current = locked(link)
        refuse_for(_reasons_against(current, proof, typed_name, confirmed))
        refuse_unless_signable(current)
        sign_pledge(
            current.support_request,
            method=PledgeMethod.REMOTE,
            signer_role=current.signer_role,
            signer_name=current.signer_name,
            signer_proof=current.signer_proof,
            shown_sha256=current.shown_sha256,
            strokes=strokes,
            by=current.issued_by,
            note=NOTE,
        )
        pledge = AccuracyPledge.objects.filter(support_request=current.support_request_id).latest("pk")
        current.used_at, current.pledge = timezone.now(), pledge
        current.code_nonce = ""
        write(current, by=None, reason=SIGNED)
    return pledge


def _reasons_against(link: PledgeLink, proof: str, typed_name: str, confirmed: bool) -> list[tuple[str, str]]:
    if not proof or proof != link.proof_nonce:
        # Another browser gave a later code.
        raise Refused(_("The sheet was opened elsewhere since. Ask for a new code."))
    reasons = []
    if fold(clean_line(typed_name)) != fold(link.signer_name):
        sentence = _("Type your name as it stands here: %(name)s.") % {"name": link.signer_name}
        reasons.append(("typed_name", sentence))
    if not confirmed:
        reasons.append(("confirmed", _("Tick that you have read the data and confirm them.")))
    return reasons
