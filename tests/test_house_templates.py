"""Every template is used, and none prints what nobody gave it."""

import ast
import re
from pathlib import Path

import pytest
from django.template import Context, Engine
from django.template.loader import get_template
from django.template.loaders.app_directories import Loader as PackagesLoader

from .strictness import UndefinedVariable, is_ours
from .test_house import ROOT, TREES

FOLDERS = (ROOT / "templates", ROOT / "arabic" / "templates")
TEMPLATES = {
    str(path.relative_to(folder)): path for folder in FOLDERS for path in sorted(folder.rglob("*.html"))
}
CALLED = re.compile(r"""\{%\s*(?:extends|include)\s+["']([^"']+)["']""")
# Django asks for these by name.
OF_THE_FRAMEWORK = {"400.html", "403.html", "404.html", "500.html"}
# Parts of the design that pages of later issues use; each leaves this list with its first page.
FOR_LATER = {
    "components/stat.html",
    "components/search_box.html",
    "components/reply_bar.html",
}


def named_in_code() -> set[str]:
    """Every text in the code that is the name of a template."""
    constants = (node for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {node.value for node in constants if isinstance(node.value, str) and node.value.endswith(".html")}


def called_by_templates() -> set[str]:
    return {name for path in TEMPLATES.values() for name in CALLED.findall(path.read_text(encoding="utf-8"))}


def replaces_a_packages_own(name: str) -> bool:
    """Whether an installed package has a template of this name, which ours stands in for."""
    for origin in PackagesLoader(Engine.get_default()).get_template_sources(name):
        if not is_ours(origin.name) and Path(origin.name).exists():
            return True
    return False


def test_every_template_is_used():
    used = named_in_code() | called_by_templates() | OF_THE_FRAMEWORK
    unused = {name for name in TEMPLATES if name not in used and not replaces_a_packages_own(name)}
    assert unused == FOR_LATER & TEMPLATES.keys()


def test_every_template_that_is_asked_for_is_there():
    for name in named_in_code() | called_by_templates():
        assert get_template(name)


@pytest.mark.parametrize(
    "source", ["{{ nobody }}", "{{ person.nothing }}", "{% if 1 %}{{ a.b|upper }}{% endif %}"]
)
def test_a_variable_that_nobody_gave_fails_in_our_templates(source):
    template = Engine.get_default().from_string(source)
    template.origin.name = str(ROOT / "templates" / "home.html")
    with pytest.raises(UndefinedVariable):
        template.render(Context({"person": object()}))
    template.origin.name = "/elsewhere/package/page.html"
    assert template.render(Context({})) == ""
