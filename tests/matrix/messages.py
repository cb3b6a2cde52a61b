"""Messages of the world that somebody has to look after."""

from audit.writing import write
from correspondence.notices import notify
from correspondence.outbox import answers


def write_messages(world) -> None:
    """One to a person of each branch that failed, and one that perhaps arrived."""
    request = world.requests["received"]
    world.rows["notice"] = in_state("failed", request.beneficiary, request, world)
    world.rows["foreign_notice"] = in_state("failed", world.rows["foreign_person"], None, world)
    world.rows["uncertain_notice"] = in_state("uncertain", request.beneficiary, request, world)


def in_state(state: str, person, about, world):
    """A message as the worker leaves it behind."""
    clerk = world.users["reception"]
    values = {"reference": "26-0000001"}
    (notice,) = notify(person, "request_registered", about=about, by=clerk, reason="x", values=values)
    notice.state, notice.problem = "sending", ""
    write(notice, by=clerk, reason="x")
    notice.state, notice.problem = state, f"{answers.REFUSED} [400]"
    return write(notice, by=clerk, reason="x")
