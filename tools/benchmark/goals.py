"""What each page may cost, beside the floor's list (c) and the floor's POST (d)."""

from dataclasses import dataclass

LIST, POST = "(c) list of 50 rows", "(d) POST with one history row"
MY_WORK = "My work"


@dataclass(frozen=True)
class Goal:
    """How many times the measure a page must cost at most, should cost, and how many statements it may ask."""

    beside: str
    must: float
    aim: float | None = None
    statements: int | None = None


QUEUE = Goal(LIST, 1.0, 0.6, 6)
REQUEST = Goal(LIST, 0.6, 0.4, 10)
FORM = Goal(LIST, 0.8, 0.4)
STEP = Goal(POST, 2.5, 2.0, 16)
PUBLIC = Goal(LIST, 0.3)

GOALS = {
    MY_WORK: QUEUE,
    "My work, at 95 % of its depth": QUEUE,
    "My work of the researcher": QUEUE,
    "My work of the committee": QUEUE,
    "All requests": QUEUE,
    "Search by identity number": Goal(MY_WORK, 1.5),
    "Search by phone": Goal(MY_WORK, 1.5),
    "Search by reference": Goal(MY_WORK, 1.5),
    "Request, received": REQUEST,
    "Request, pledged": REQUEST,
    "Request, under study": REQUEST,
    "Request, before the committee": REQUEST,
    "Request, rejected": REQUEST,
    "Request, served": REQUEST,
    "Person": REQUEST,
    "Person, for the auditor": REQUEST,
    "Form: new person": FORM,
    "Form: open a request": FORM,
    "Form: research report": FORM,
    "Form: pledge": FORM,
    "Step: verify": STEP,
    "Step: return": STEP,
    "Step: withdraw": STEP,
    "Step: vote": STEP,
    "Session of 30 items": Goal(LIST, 1.2, 0.8, 16),
    "Sessions": QUEUE,
    "Sign-in page": PUBLIC,
}
