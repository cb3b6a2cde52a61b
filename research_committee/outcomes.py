"""The names of the committee: what a vote may say, and which handling keeps a member from voting."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from intake.steps import Step


class Outcome(TextChoices):
    """What a member votes for, and what the committee decides."""

    ACCEPT = "accept", _("Acceptance")
    REJECT = "reject", _("Rejection")
    DEFER = "defer", _("Deferral for more study")


class Recommendation(TextChoices):
    """What the researcher advises."""

    ACCEPT = "accept", _("To accept")
    REJECT = "reject", _("Not to accept")


class ItemResult(TextChoices):
    """How an agenda item was closed."""

    DECIDED = "decided", _("Decided")
    CARRIED_OVER = "carried_over", _("Carried over")


class Position(TextChoices):
    CHAIR = "chair", _("Chair")
    SECRETARY = "secretary", _("Secretary")
    MEMBER = "member", _("Member")
    # Has a seat only in place of a member who is absent or recused.
    ALTERNATE = "alternate", _("Alternate")


# Who runs a session. An alternate for one of them does not.
RUNNERS = (Position.CHAIR, Position.SECRETARY)


class SessionMode(TextChoices):
    """How the members meet."""

    TOGETHER = "together", _("In one room")
    REMOTE = "remote", _("Remote")
    BOTH = "both", _("In one room and remote")


STEP_OF = {Outcome.ACCEPT: Step.ACCEPT, Outcome.REJECT: Step.REJECT, Outcome.DEFER: Step.DEFER}

# SECURITY: who took one of these steps of a request has a hand in it and does not vote on it.
STEPS_THAT_EXCLUDE = (
    Step.RECEIVE,
    Step.VERIFY,
    Step.PLEDGE,
    Step.RENEW_PLEDGE,
    Step.REFER,
    Step.REPORT,
    Step.APPEAL,
)
