"""Runs the two projects in processes of their own and collects what they say."""

import json
import statistics
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .goals import GOALS
from .worker import TOGGLE

DATABASES = ("postgresql", "sqlite")
ROOT = Path(__file__).resolve().parents[2]
# Answers that are counted together; a step needs another request for each.
COUNTED = 2


@dataclass
class Figures:
    """What was measured of one page."""

    status: int
    size: int
    statements: int
    instructions: float = 0
    seconds: list[float] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        return 1000 * statistics.median(self.seconds)


@dataclass
class Measured:
    """Every page of both projects on one database."""

    database: str
    pages: dict[str, Figures]


class Project:
    """A worker and the pipe to it."""

    def __init__(self, name: str, environment: dict, before: tuple[str, ...] = ()):
        command = [*before, sys.executable, "-m", "tools.benchmark.worker", name]
        self.process = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, *asked):
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit("A measured project ended by itself; its reason stands above.")
        return json.loads(line)


@contextmanager
def running(name: str, environment: dict, before: tuple[str, ...] = ()):
    project = Project(name, environment, before)
    try:
        yield project
    finally:
        project.process.stdin.close()
        project.process.wait()


def measure(database: str, environments: dict, asked) -> Measured:
    """Seeds both projects, and then: statements and bytes, time on the clock in turns, instructions."""
    for project, environment in environments.items():
        _say(f"{database}: filling the {project}")
        _run([sys.executable, "-m", "tools.benchmark.worker", project, str(asked.people)], environment)
    _run([sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"], environments["portal"])
    figures = _on_the_clock(database, environments, asked)
    if asked.valgrind:
        _say(f"{database}: counting instructions")
        with ThreadPoolExecutor(len(environments)) as both:
            counted = both.map(lambda project: _instructions(project, environments[project], asked), figures)
            for project, instructions in zip(figures, counted, strict=True):
                for page, number in instructions.items():
                    figures[project][page].instructions = number
    return Measured(database, figures["floor"] | figures["portal"])


def _on_the_clock(database: str, environments: dict, asked) -> dict[str, dict[str, Figures]]:
    _say(f"{database}: statements, and time on the clock in {asked.rounds} rounds")
    with (
        running("portal", environments["portal"]) as portal,
        running("floor", environments["floor"]) as floor,
    ):
        projects = {"floor": floor, "portal": portal}
        found = {
            name: {page: _warm(project, page) for page in _chosen(name, project, asked)}
            for name, project in projects.items()
        }
        # In turns, so that whatever else the machine does falls on all of them alike.
        for _round in range(asked.rounds):
            for name, pages in found.items():
                for page, figures in pages.items():
                    figures.seconds.append(projects[name]("seconds", page))
    return found


def _chosen(name: str, project: Project, asked) -> list[str]:
    """The floor's pages are always measured: everything else is told beside them."""
    pages = project("names")
    return pages if name == "floor" else [page for page in pages if page in GOALS and asked.pages in page]


def _warm(project: Project, page: str) -> Figures:
    answer = project("answer", page)
    if answer["status"] not in (200, 302, 303):
        sys.exit(f"{page} answered {answer['status']}.")
    return Figures(answer["status"], answer["bytes"], len(project("statements", page)))


def _instructions(name: str, environment: dict, asked) -> dict[str, float]:
    """Instructions of one answer of each page, counted by callgrind only while the answer is made."""
    folder = Path(environment["RIFADA_VAR"]) / "callgrind"
    folder.mkdir()
    callgrind = (
        "valgrind",
        "-q",
        "--tool=callgrind",
        "--collect-atstart=no",
        f"--toggle-collect={TOGGLE}",
        f"--dump-after={TOGGLE}",
        f"--callgrind-out-file={folder / 'out'}",
    )
    environment = environment | {"CALLGRIND_OUT": str(folder / "out")}
    with running(name, environment, callgrind) as project:
        return {page: project("instructions", page, COUNTED) for page in _chosen(name, project, asked)}


def _run(command: list[str], environment: dict) -> None:
    subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
