"""The names of the walk: its steps, and the states of a request."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Step(TextChoices):
    """Every act that leaves a row in the log of a request."""

    RECEIVE = "receive", _("Reception")
    VERIFY = "verify", _("Data verification")
    PLEDGE = "pledge", _("Signed accuracy pledge")
    REFER = "refer", _("Referral to social research")
    REPORT = "report", _("Research report")
    ACCEPT = "accept", _("Committee decision: acceptance")
    REJECT = "reject", _("Committee decision: rejection")
    REGISTER = "register", _("Registration")
    DELIVER = "deliver", _("Service delivery")
    CLARIFY = "clarify", _("Clarification asked")
    ANSWER = "answer", _("Clarification answered")
    RETURN = "return", _("Return for completion")
    RENEW_PLEDGE = "renew_pledge", _("Pledge renewed")
    DEFER = "defer", _("Committee decision: deferral for more study")
    WITHDRAW = "withdraw", _("Withdrawal")
    ASSIGN = "assign", _("Researcher changed")
    APPEAL = "appeal", _("Appeal")


class State(TextChoices):
    """Where a request stands."""

    SUBMITTED = "submitted", _("Submitted")
    RECEIVED = "received", _("Received")
    VERIFIED = "verified", _("Verified")
    PLEDGED = "pledged", _("Pledged")
    REFERRED = "referred", _("Under study")
    STUDIED = "studied", _("Before the committee")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Not accepted")
    REGISTERED = "registered", _("Registered")
    SERVED = "served", _("Served")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATES = (
    State.SUBMITTED,
    State.RECEIVED,
    State.VERIFIED,
    State.PLEDGED,
    State.REFERRED,
    State.STUDIED,
    State.ACCEPTED,
    State.REGISTERED,
)
# The clock runs, or has run, in these.
REFERRED_STATES = (
    State.REFERRED,
    State.STUDIED,
    State.ACCEPTED,
    State.REJECTED,
    State.REGISTERED,
    State.SERVED,
)
DECIDED_STATES = (State.ACCEPTED, State.REJECTED, State.REGISTERED, State.SERVED)

# The seven handling steps of the policy, by the code of their text in the policy version, with the acts that make
# them up and the state that says they are done.
SEVEN_STEPS = (
    ("reception", (Step.RECEIVE,)),
    ("verification", (Step.VERIFY,)),
    ("pledge", (Step.PLEDGE,)),
    ("referral", (Step.REFER, Step.REPORT)),
    ("decision", (Step.ACCEPT, Step.REJECT)),
    ("registration", (Step.REGISTER,)),
    ("delivery", (Step.DELIVER,)),
)
# How many of the seven are done in each state.
STEPS_DONE = {
    State.SUBMITTED: 0,
    State.RECEIVED: 1,
    State.VERIFIED: 2,
    State.PLEDGED: 3,
    State.REFERRED: 3,
    State.STUDIED: 4,
    State.ACCEPTED: 5,
    State.REJECTED: 5,
    State.REGISTERED: 6,
    State.SERVED: 7,
    State.WITHDRAWN: 0,
}
