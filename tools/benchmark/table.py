"""The figures as a Markdown table beside their goals."""

import os
import platform
from pathlib import Path

import django

from .goals import GOALS, LIST, Goal
from .measuring import Figures, Measured

MARKS = {LIST: "(c)", "(d) POST with one history row": "(d)"}
HEADINGS = ("page", "instructions", "ratio", "statements", "bytes", "time", "goal: must / aim", "met")


def machine(asked) -> str:
    """What the figures were measured on, without naming the machine."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return (
        f"{os.cpu_count()} cores ({model}), Python {platform.python_version()}, Django {django.__version__}; "
        f"{asked.people:,} people, {asked.rounds} interleaved rounds."
    )


def as_table(result: Measured, beside: Measured | None = None) -> list[str]:
    """One table: a row for each page; `beside` is the other database, to compare the instructions with."""
    headings = (*HEADINGS, f"of {beside.database}'s") if beside else HEADINGS
    lines = [f"## {result.database}", "", _line(headings), _line(["---"] * len(headings))]
    for page, figures in result.pages.items():
        cells = _cells(page, figures, result)
        if beside:
            other = beside.pages.get(page)
            counted = other and other.instructions and figures.instructions
            cells.append(f"{figures.instructions / other.instructions:.2f}" if counted else "")
        lines.append(_line(cells))
    return [*lines, ""]


def _line(cells) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _cells(page: str, figures: Figures, result: Measured) -> list[str]:
    goal = GOALS.get(page)
    instructions = f"{figures.instructions / 1e6:.1f} M" if figures.instructions else "–"
    shown = [page, instructions, _ratio(figures, goal, result), figures.statements, f"{figures.size:,}"]
    return [*shown, _time(figures, goal, result), _goal(goal), _verdict(figures, goal, result)]


def _measure(goal: Goal | None, result: Measured) -> Figures | None:
    return result.pages.get(goal.beside) if goal else None


def ratio(figures: Figures, goal: Goal, result: Measured) -> float | None:
    """The page's instructions (or, where none were counted, its time) beside the goal's measure."""
    measure = _measure(goal, result)
    if measure is None:
        return None
    if figures.instructions and measure.instructions:
        return figures.instructions / measure.instructions
    return figures.milliseconds / measure.milliseconds


def _ratio(figures, goal, result) -> str:
    found = ratio(figures, goal, result) if goal else None
    return f"{found:.2f} × {MARKS.get(goal.beside, goal.beside)}" if found is not None else ""


def _time(figures, goal, result) -> str:
    measure, shown = _measure(goal, result), f"{figures.milliseconds:.1f} ms"
    return f"{shown} ({figures.milliseconds / measure.milliseconds:.2f} ×)" if measure else shown


def _goal(goal: Goal | None) -> str:
    if goal is None:
        return ""
    told = f"{goal.must} / {goal.aim}" if goal.aim else f"{goal.must}"
    return f"{told}; ≤ {goal.statements} statements" if goal.statements else told


def _verdict(figures, goal, result) -> str:
    found = ratio(figures, goal, result) if goal else None
    if found is None:
        return ""
    if found > goal.must or (goal.statements and figures.statements > goal.statements):
        return "**missed**"
    return "aim" if goal.aim and found <= goal.aim else "must"
