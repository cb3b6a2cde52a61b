"""What holds for every file of the house."""

import ast
import os
import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from accounts.roles import PERMISSIONS, roles_with
from audit.models import Audited
from intake.workflow import TRANSITIONS
from tools import catalogue

ROOT = Path(settings.BASE_DIR)
ROOMS = (
    "config",
    "research_committee",
    "intake",
    "correspondence",
    "beneficiaries",
    "policies",
    "accounts",
    "audit",
    "jobs",
    "arabic",
)
# What comes and goes with the work under way: nothing about a person stands only here.
WORKING_TABLES = {
    "jobs.Job",
    "beneficiaries.ImportRow",
    "beneficiaries.ColumnMapping",
    "intake.PublicAttempt",
    "correspondence.Serial",
    # What was typed and not submitted yet.
    "research_committee.StudyDraft",
}
LEFT_OUT = {"migrations", "static", "var", "node_modules", "__pycache__"}
LONGEST_FILE, LONGEST_FUNCTION = 300, 40


def files(*endings: str, inside=("",)) -> list[Path]:
    """The files of the repository with one of these endings, without what is made or brought from elsewhere."""
    found = []
    for folder in inside:
        for path in sorted((ROOT / folder).rglob("*")):
            parts = path.relative_to(ROOT).parts
            if (
                path.is_file()
                and not LEFT_OUT & set(parts)
                and not any(part.startswith(".") for part in parts)
            ):
                found.append(path)
    return [path for path in found if not endings or path.suffix in endings]


def told(path: Path) -> str:
    return str(path.relative_to(ROOT))


CODE = files(".py", inside=ROOMS)
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in CODE}


def nodes(kind):
    """Every node of this kind in the portal's own code, with its place."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, kind):
                yield path, node


def test_the_run_talks_to_the_database_it_is_meant_to():
    expected = os.environ.get("RIFADA_EXPECT_VENDOR")
    if expected is None:
        expected = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    assert connection.vendor == expected


# State ----------------------------------------------------------------------------------------------------------


def _assigned(node) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    inner = [element for target in targets for element in ast.walk(target)]
    return [element.attr for element in inner if isinstance(element, ast.Attribute)]


def test_only_the_workflow_assigns_the_state_of_a_request():
    doors = {
        told(path)
        for path, node in nodes((ast.Assign, ast.AugAssign, ast.AnnAssign))
        if "state" in _assigned(node)
    }
    for path, call in nodes(ast.Call):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        words = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
        by_keyword = {keyword.arg for keyword in call.keywords}
        if (name == "setattr" and "state" in words) or (
            name in ("update", "SupportRequest") and "state" in by_keyword
        ):
            doors.add(told(path))
    # The rooms below know no request; what they call a state is that of their own records.
    knowing = ROOMS[: ROOMS.index("intake") + 1]
    # An appointment for a visit stands, or not, while its request stays where it is.
    doors -= {"research_committee/visits/in_hand.py"}
    assert {door for door in doors if door.split("/")[0] in knowing} == {"intake/workflow.py"}


# Permissions ----------------------------------------------------------------------------------------------------

ASKING = {"may", "Sensitive", "refuse_without", "_refuse_without", "refuse_unless_permitted", "roles_with"}
PERMISSION = re.compile(rf"({'|'.join(ROOMS)}|admin)\.[a-z_]+")


def _texts(node) -> set[str]:
    found = {
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }
    return {text for text in found if PERMISSION.fullmatch(text)}


def permissions_asked_for() -> set[str]:
    """Every permission that the code names where it asks for one."""
    asked = set()
    for _path, call in nodes(ast.Call):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        asked |= {text for argument in call.args if name in ASKING for text in _texts(argument)}
    for _path, node in nodes((ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = {getattr(target, "id", "") or getattr(target, "attr", "") for target in targets}
        if (
            any(name.endswith("permission") or name in ("READERS", "HOLDERS", "PLACES") for name in names)
            and node.value
        ):
            asked |= _texts(node.value)
    return asked


def test_every_permission_that_is_asked_for_is_held_by_somebody():
    asked = permissions_asked_for() | {transition.permission for transition in TRANSITIONS.values()}
    assert len(asked) > 20
    assert {permission for permission in asked if not roles_with(permission)} == set()


def test_every_permission_in_the_table_is_asked_for_somewhere():
    asked = permissions_asked_for() | {transition.permission for transition in TRANSITIONS.values()}
    assert set().union(*PERMISSIONS.values()) - asked == set()


# Records --------------------------------------------------------------------------------------------------------


def test_every_model_of_ours_is_audited_or_append_only():
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in ROOMS]
    loose = [
        model._meta.label
        for model in ours
        if not issubclass(model, Audited)
        and not getattr(model, "append_only", False)
        # The history tables of the audited models are append-only by their own guards.
        and not hasattr(model, "history_object")
        and model._meta.label not in WORKING_TABLES
    ]
    assert len(ours) > 30
    assert loose == []


# Words ----------------------------------------------------------------------------------------------------------


def test_the_step_table_of_the_readme_is_the_table_of_transitions():
    told_by_code = StringIO()
    call_command("describe_steps", stdout=told_by_code)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"<!-- steps -->\n(.*?)<!-- /steps -->", readme, re.DOTALL)
    assert shown, "the README has no place for the step table"
    assert shown[1].strip() == told_by_code.getvalue().strip()


def test_every_sentence_is_there_in_arabic():
    assert catalogue.faults(ROOT) == []


# Sizes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", files(".py"), ids=told)
def test_files_and_functions_stay_small_enough_to_read(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST_FILE
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(ast.parse(source))
        if isinstance(node, functions) and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    }
    assert long == {}


# Put together here, so that this file does not name what it looks for.
ELSEWHERE = [
    "/wo" + "rk/",
    "py" + "pi.org",
    "python" + "hosted",
    "registry." + "npm",
    "npm" + "js.org",
    "/ro" + "ot/",
]


def test_no_file_names_a_machine_or_a_package_host():
    named = set()
    for path in [*files(), *(path for path in ROOT.glob(".*") if path.is_file()), *(ROOT / ".ci").glob("*")]:
        content = path.read_bytes()
        named |= {f"{told(path)}: {place}" for place in ELSEWHERE if place.encode() in content}
    assert named == set()
