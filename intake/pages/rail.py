"""The rail of the seven steps: done by whom and when, now, and what is not open yet."""

from arabic.calendars import dual, riyadh_day

from ..case_file import CaseFile
from ..steps import SEVEN_STEPS, STEPS_DONE, State, Step


def rail(case: CaseFile, log: list, reason: str) -> list[dict]:
    """The seven steps of the policy with their own labels; `log` is the request's step rows, oldest first."""
    done = _steps_done(case, log)
    closed = case.request.state in (State.REJECTED, State.WITHDRAWN, State.SERVED)
    return [
        _step(case, log, index, code, acts, done, closed, reason)
        for index, (code, acts) in enumerate(SEVEN_STEPS)
    ]


def _steps_done(case: CaseFile, log: list) -> int:
    if case.request.state != State.WITHDRAWN:
        return STEPS_DONE[case.request.state]
    left_from = next((row.from_state for row in reversed(log) if row.step == Step.WITHDRAW), State.SUBMITTED)
    return STEPS_DONE[left_from]


def _step(case, log, index, code, acts, done, closed, reason) -> dict:
    text = case.parts.steps.get(code)
    row = {
        "number": index + 1,
        "label": text.label if text else code,
        "who": "",
        "when": "",
        "reason": "",
    }
    if index < done:
        last = next((entry for entry in reversed(log) if entry.step in acts), None)
        row["status"] = "done"
        if last is not None:
            row["who"], row["when"] = str(last.by), dual(riyadh_day(last.at))
    elif closed:
        row["status"] = "closed"
    elif index == done:
        row["status"], row["reason"] = "now", reason
    else:
        row["status"] = "next" if index == done + 1 else "closed"
    return row
