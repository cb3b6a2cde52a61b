"""One measured project in a process of its own: asks for its pages as it is told on standard input."""

import ctypes
import gc
import json
import os
import sys
import time
from importlib import import_module
from pathlib import Path

import django
from django.db import connection
from django.test.utils import CaptureQueriesContext

SETTINGS = {"portal": "config.settings", "floor": "tools.benchmark.floor.settings"}
# A function of libc that calls back: callgrind collects while it runs, and writes down what it collected.
TOGGLE = "qsort_r"
WARM_UP = 3


def collected(work) -> int:
    """The instructions of this work, as callgrind wrote them down at its end; 0 without callgrind."""
    written = os.environ.get("CALLGRIND_OUT")
    done = []

    def once(_left, _right):
        if not done:
            done.append(True)
            work()
        return 0

    two = (ctypes.c_int * 2)(0, 0)
    compare = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(once)
    before = _dumps(written)
    ctypes.CDLL(None).qsort(two, ctypes.c_size_t(2), ctypes.c_size_t(4), compare)
    return sum(_total(path) for path in _dumps(written) - before)


def _dumps(written: str | None) -> set[Path]:
    path = Path(written) if written else None
    return set(path.parent.glob(f"{path.name}.*")) if path else set()


def _total(dump: Path) -> int:
    lines = dump.read_text(errors="replace").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("totals:"))


class Worker:
    """The pages of one project, and the figures that can be asked of them."""

    def __init__(self, pages: dict):
        self.pages = pages

    def names(self) -> list[str]:
        return list(self.pages)

    def answer(self, page: str) -> dict:
        """The status and the bytes, warm."""
        for _time in range(WARM_UP):
            status, size = self.pages[page]()
        return {"status": status, "bytes": size}

    def statements(self, page: str) -> list[str]:
        """What one answer asks the database, its transactions among it."""
        with CaptureQueriesContext(connection) as captured:
            self.pages[page]()
        return [query["sql"] for query in captured]

    def seconds(self, page: str, times: int = 1) -> float:
        """The time of this many answers."""
        ask, start = self.pages[page], time.perf_counter()
        for _time in range(times):
            ask()
        return time.perf_counter() - start

    def instructions(self, page: str, times: int) -> float:
        """Instructions of one answer."""
        self.answer(page)
        ask = self.pages[page]
        gc.collect()
        return collected(lambda: [ask() for _time in range(times)]) / times


def main() -> None:
    project, *rest = sys.argv[1:]
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS[project]
    django.setup()
    measured = import_module(f"tools.benchmark.{project}.pages")
    if rest:
        measured.seed(int(rest[0]))
        return
    worker = Worker(measured.pages())
    for line in sys.stdin:
        name, *given = json.loads(line)
        print(json.dumps(getattr(worker, name)(*given)), flush=True)


if __name__ == "__main__":
    main()
