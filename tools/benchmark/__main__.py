"""The benchmark: seeds a portal and a floor on each database, measures both, and prints one table for each."""

import argparse
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tools.with_postgres import fresh_database, own_server

from .measuring import DATABASES, Measured, measure
from .table import as_table, machine


def main() -> int:
    asked = _asked()
    if asked.valgrind and not shutil.which("valgrind"):
        print("valgrind is not installed: no instructions are counted.", file=sys.stderr)
        asked.valgrind = False
    results: list[Measured] = []
    for database in asked.database:
        with _environments(database) as environments:
            results.append(measure(database, environments, asked))
    lines = [machine(asked), ""]
    for result in results:
        lines += as_table(result, beside=results[0] if result is not results[0] else None)
    text = "\n".join(lines)
    print(text)
    if asked.output:
        asked.output.write_text(f"{text}\n", encoding="utf-8")
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.benchmark", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000, help="people in each database")
    parser.add_argument("--database", nargs="+", choices=DATABASES, default=list(DATABASES))
    parser.add_argument("--rounds", type=int, default=15, help="interleaved runs for the time on the clock")
    parser.add_argument("--pages", default="", help="only pages whose name contains this")
    parser.add_argument(
        "--no-valgrind", dest="valgrind", action="store_false", help="statements and time on the clock only"
    )
    parser.add_argument("--output", type=Path, help="write the tables here too")
    return parser.parse_args()


@contextmanager
def _environments(database: str):
    """The environment of each project: a folder and a database of its own, gone afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rifada-benchmark-")))
        server = stack.enter_context(own_server()) if database == "postgresql" else None
        environments = {}
        for project in ("portal", "floor"):
            given = os.environ | {
                "RIFADA_VAR": str(folder / project),
                "RIFADA_DEMO": "1",
                "PYTHONHASHSEED": "0",
                "LOG_LEVEL": "ERROR",
            }
            given.pop("DATABASE_URL", None)
            if server:
                given["DATABASE_URL"] = stack.enter_context(fresh_database(server))
            environments[project] = given
        yield environments


if __name__ == "__main__":
    sys.exit(main())
