#!/usr/bin/env python3
"""Proves `make run` from zero: portal and worker start, it answers, all of it stops, a second start doubles nothing.

Everything it makes lives in a temporary folder; DATABASE_URL decides on which database it happens.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 300
PAGES = ("/healthz", "/accounts/login/")
# Rows that a start may add without duplicating anything.
TRANSIENT = {"sessions.Session"}
COUNT = """
import json, django
django.setup()
from django.apps import apps
from django.db import connection
models = apps.get_models(include_auto_created=True)
rows = {model._meta.label: model._base_manager.count() for model in models if model._meta.managed}
print(json.dumps([connection.vendor, rows]))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def status(url: str) -> int | None:
    """The status of a page; None while nobody answers."""
    try:
        with urlopen(url, timeout=10) as response:  # noqa: S310 - our own loopback address
            return response.status
    except HTTPError as error:
        return error.code
    except (URLError, OSError):
        return None


def wait_for(address: str, portal: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while status(address) is None:
        if portal.poll() is not None or time.monotonic() > deadline:
            raise AssertionError("make run did not start the portal; its words are above.")
        time.sleep(0.2)


def running(group: int) -> list[str]:
    """The commands of the processes that one `make run` started and that are still there."""
    commands = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            # After the name in brackets: the state, the parent, the group.
            state, _parent, own_group = (process / "stat").read_text().rpartition(")")[2].split()[:3]
            if int(own_group) == group and state != "Z":
                commands.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return commands


def start_and_stop(environment: dict[str, str]) -> None:
    """One `make run`, asked for its pages and stopped again."""
    port = free_port()
    began = time.monotonic()
    portal = subprocess.Popen(
        ["make", "--no-print-directory", "run", f"PORT={port}"],
        cwd=ROOT,
        env=environment,
        start_new_session=True,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", portal)
        print(f"It answers after {time.monotonic() - began:.0f} s.", flush=True)
        for page in PAGES:
            found = status(f"http://127.0.0.1:{port}{page}")
            if found != 200:
                raise AssertionError(f"{page} answered {found}, not 200.")
        if not any("manage.py run_jobs" in command for command in running(portal.pid)):
            raise AssertionError("There is no worker beside the portal.")
    finally:
        if portal.poll() is None:
            os.killpg(portal.pid, signal.SIGTERM)
        portal.wait(timeout=60)
    deadline = time.monotonic() + 40
    while left := running(portal.pid):
        if time.monotonic() > deadline:
            raise AssertionError(f"After it was stopped, there still runs: {left}")
        time.sleep(0.2)


def finish_the_work(environment: dict[str, str]) -> None:
    """What the worker had not come to when it was stopped: messages of the demonstration, small pictures of papers."""
    command = [sys.executable, "manage.py", "run_jobs", "--once"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def rows(environment: dict[str, str]) -> tuple[str, dict[str, int]]:
    """The database's vendor, and how many rows each model has."""
    command = [sys.executable, "-c", COUNT]
    counted = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    vendor, found = json.loads(counted.stdout.splitlines()[-1])
    return vendor, {label: count for label, count in found.items() if label not in TRANSIENT}


def clean_environment(folder: str) -> dict[str, str]:
    """Ours, without what an outer make hands to an inner one."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return kept | {"RIFADA_VAR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="rifada-start-") as folder:
        environment = clean_environment(folder)
        start_and_stop(environment)
        finish_the_work(environment)
        vendor, first = rows(environment)
        expected = environment.get("RIFADA_EXPECT_VENDOR", vendor)
        start_and_stop(environment)
        _, second = rows(environment)
    grown = {label: (first[label], second[label]) for label in first if first[label] != second[label]}
    if vendor != expected or grown:
        print(
            f"Expected {expected}, found {vendor}; rows that a second start changed: {grown}", file=sys.stderr
        )
        return 1
    print(f"Two starts on {vendor}: {sum(first.values())} rows after the first and after the second.")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except AssertionError as failure:
        sys.exit(str(failure))
