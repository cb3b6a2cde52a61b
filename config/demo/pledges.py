"""Pledges renewed after the files were filled in: on the screen, by hand; one still waits for its renewal."""

from math import sin

from intake.case_file import CaseFile, under_its_policy
from intake.models import PledgeMethod, SupportRequest
from intake.pledge import sign_pledge
from intake.rules import pledge_stands
from intake.signatures import Strokes
from intake.steps import State

# Each later than the decision to sign, and before the person is registered.
_RENEWED = (State.REFERRED, State.STUDIED, State.ACCEPTED)


def renew_pledges(staff) -> None:
    """Those whose gate is near; the request that is not referred yet shows what changed since it was signed."""
    for request in (
        SupportRequest.objects.filter(state__in=_RENEWED).select_related("beneficiary").order_by("pk")
    ):
        case = CaseFile(under_its_policy(request))
        if case.pledge is not None and pledge_stands(case, staff["reception"]):
            sign_pledge(
                request,
                method=PledgeMethod.DRAWN,
                strokes=_signature(),
                read_out=True,
                signer_role="self",
                signer_name=case.person.full_name,
                shown_sha256=case.data_sheet.sha256,
                by=staff["reception"],
            )


def _signature() -> str:
    """A line in waves under a long stroke, as somebody in a hurry signs."""
    waves = [(1500 + 60 * step, round(1700 + 600 * sin(step / 3)), 14 * step) for step in range(90)]
    stroke = [(7600 - 110 * step, 3000 + 6 * step, 1400 + 12 * step) for step in range(50)]
    return Strokes((tuple(waves), tuple(stroke))).text
