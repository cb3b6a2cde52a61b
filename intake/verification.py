"""What `verify_history` asks of the walk: states against the step log, pledges against their sheets."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from .models import AccuracyPledge, HandlingStep, SupportRequest
from .pledge_verification import broken_digests
from .workflow import TRANSITIONS


def findings():
    """One sentence for every request or pledge that does not agree with its own trail."""
    yield from _states_against_steps()
    yield from _unbroken_logs()
    yield from _pledges_against_sheets()


def _states_against_steps():
    last = HandlingStep.objects.filter(support_request=OuterRef("pk")).order_by("-pk").values("to_state")[:1]
    rows = SupportRequest.objects.annotate(logged=Subquery(last)).values_list("reference", "state", "logged")
    for reference, state, logged in rows.iterator(chunk_size=2000):
        if state != logged:
            yield _(
                "Request %(reference)s stands at “%(state)s”, but its last step row says “%(logged)s”."
            ) % {
                "reference": reference,
                "state": state,
                "logged": logged or "—",
            }


def _unbroken_logs():
    """Each step row begins where the one before it ended, and the table of transitions allows it."""
    reached: dict[int, str] = {}
    rows = HandlingStep.objects.order_by("pk").values_list(
        "pk", "support_request_id", "step", "from_state", "to_state"
    )
    for pk, request_pk, step, from_state, to_state in rows.iterator(chunk_size=2000):
        transition = TRANSITIONS[step]
        target = from_state if transition.target is None else transition.target
        known = (
            reached.get(request_pk, "") == from_state
            and from_state in transition.sources
            and to_state == target
        )
        if not known:
            yield _("Step row %(row)s (%(step)s) does not follow from the one before it.") % {
                "row": pk,
                "step": step,
            }
        reached[request_pk] = to_state


def _pledges_against_sheets():
    """The stored files among it are asked for by the room of the files."""
    pledges = AccuracyPledge.objects.select_related("support_request").order_by("pk")
    for pledge in pledges.iterator(chunk_size=500):
        yield from broken_digests(pledge)
