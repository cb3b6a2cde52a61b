"""House-wide strictness, and what the whole suite shares."""

import os
import shutil
from pathlib import Path

import hypothesis
import pytest
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite
from django.template import Engine
from django.test import Client
from django.utils import translation

import config.middleware  # noqa: F401 (notes the moment of a sign-in, in a server from the start)
from policies import frozen

from .matrix.kept import KEPT, looks_at_the_world, pytest_runtest_setup  # noqa: F401 (the hook is taken up here)
from .matrix.world import World, storages
from .strictness import Undefined
from .tampering import let_the_tests_travel

# Playwright's loop runs in the thread of the tests, where Django then suspects asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# How long an example takes says more about the machine than about the portal.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """A run that was broken off leaves a write-ahead log behind, which SQLite would lay over the new database."""
    let_the_tests_travel()
    if connection.vendor == "sqlite":
        for ending in ("", "-wal", "-shm"):
            Path(f"{connection.settings_dict['TEST']['NAME']}{ending}").unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def _private_files_of_this_test(settings, tmp_path):
    """No test writes into the installation's own folder, and none needs `collectstatic`."""
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files", "base_url": None},
        },
    }
    settings.OUTBOX_ROOT = tmp_path / "outbox"


@pytest.fixture(autouse=True, scope="session")
def _undefined_variables_fail():
    Engine.get_default().string_if_invalid = Undefined("undefined")


@pytest.fixture(autouse=True)
def _nothing_remembered_from_another_test():
    frozen.forget()


@pytest.fixture(autouse=True)
def _arabic_is_the_language():
    with translation.override("ar"):
        yield


@pytest.fixture
def sign_in(client):
    """Signs a user in: `sign_in(user)` returns a client."""

    def signed_in(user, *, fresh: bool = False) -> Client:
        chosen = Client() if fresh else client
        chosen.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return chosen

    return signed_in


@pytest.fixture(scope="session")
def _no_world_at_the_end(django_db_setup):
    yield
    KEPT.close()


@pytest.fixture(scope="module")
def _world_of_this_module(_no_world_at_the_end, django_db_blocker, tmp_path_factory):
    return KEPT.opened(django_db_blocker, tmp_path_factory)


@pytest.fixture
def world(_world_of_this_module, db, settings) -> World:
    """Somebody in every role and a request in every state: made once in each process, and after each test as it was."""
    made, folder = _world_of_this_module
    settings.STORAGES = storages(folder)
    return made


def _flush_past_the_guards(flush):
    """Tests with real transactions empty the tables afterwards with DELETE, which the SQLite guards refuse."""

    def flushed(self, sql_list):
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"
            )
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
        flush(self, sql_list)
        with self.connection.cursor() as cursor:
            for _name, sql in triggers:
                cursor.execute(sql)

    return flushed


SQLite.ops_class.execute_sql_flush = _flush_past_the_guards(SQLite.ops_class.execute_sql_flush)


def _truncate_past_the_guards(flush):
    """The same on PostgreSQL, where the guards refuse TRUNCATE; only the server's superuser can pass them by."""

    def flushed(self, sql_list):
        with self.connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
        flush(self, sql_list)
        with self.connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = origin")

    return flushed


PostgreSQL.ops_class.execute_sql_flush = _truncate_past_the_guards(PostgreSQL.ops_class.execute_sql_flush)


def pytest_report_header():
    return f"database: {connection.vendor}"


def pytest_addoption(parser):
    parser.addoption(
        "--second-database",
        action="store_true",
        help="leave out what was asked on another database and says the same on this one",
    )


def _says_the_same_everywhere(item) -> bool:
    asks_a_database = item.get_closest_marker("django_db") or "db" in item.fixturenames
    return bool(item.get_closest_marker("one_database")) or not asks_a_database


def pytest_collection_modifyitems(config, items):
    """Browser tests need a Chromium; where there is none they are skipped loudly, or fail if they are required."""
    if config.getoption("second_database"):
        left_out = [item for item in items if _says_the_same_everywhere(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
    present = shutil.which(CHROMIUM) is not None
    for item in items:
        if item.get_closest_marker("browser") and not present and not os.environ.get("REQUIRE_BROWSER"):
            item.add_marker(pytest.mark.skip(reason=f"no Chromium at {CHROMIUM}"))
    items.sort(key=lambda item: not looks_at_the_world(item))
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_terminal_summary(terminalreporter):
    if shutil.which(CHROMIUM) is None:
        terminalreporter.section("BROWSER TESTS DID NOT RUN", sep="!", red=True, bold=True)
        terminalreporter.line(
            f"There is no Chromium at {CHROMIUM}. Install it (Debian: chromium) and run again."
        )


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium, quiet on a closed network; as root it cannot have its sandbox."""
    arguments = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    arguments += ["--disable-component-update", "--disable-sync"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "ar-SA", "timezone_id": "Asia/Riyadh"}
