"""The Arabic catalogue is checked without gettext's tools, so its reader is checked here."""

import polib
import pytest

from tools import catalogue

PYTHON = """
from django.utils import translation
from django.utils.translation import gettext as say, gettext_lazy as _, npgettext_lazy, pgettext

PLAIN = _("One sentence "
          "on two lines.")
ALIASED = say("It's said.")
BY_MODULE = translation.ngettext("%(days)s day", "%(days)s days", 3)
IN_CONTEXT = pgettext("month", "May")
BOTH = npgettext_lazy("people", "one of us", "%(count)s of us", "count")
NOT_OURS = other("Never translated")
"""
TEMPLATE = """
{% translate "A 'quoted' title" %} {{ _("In braces") }} {{ value|default:_("Nothing") }}
{% include "row.html" with label=_("A label") %} {% translate "May" context "modal verb" %}
{% blocktranslate trimmed %}
  Hello {{ name }},
  100% done
{% endblocktranslate %}
{% blocktranslate count count=n %}{{ count }} person{% plural %}{{ count }} people{% endblocktranslate %}
{# _("a comment") #} _("only text")
"""
EXPECTED = {
    (None, "One sentence on two lines."): None,
    (None, "It's said."): None,
    (None, "%(days)s day"): "%(days)s days",
    ("month", "May"): None,
    ("people", "one of us"): "%(count)s of us",
    (None, "A 'quoted' title"): None,
    (None, "In braces"): None,
    (None, "Nothing"): None,
    (None, "A label"): None,
    ("modal verb", "May"): None,
    (None, "Hello %(name)s, 100%% done"): None,
    (None, "%(count)s person"): "%(count)s people",
}


@pytest.fixture
def project(tmp_path):
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "rules.py").write_text(PYTHON)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    return tmp_path


def translate(project) -> polib.POFile:
    """A finished catalogue: each form repeats its sentence, so that the placeholders are right."""
    catalogue.update(project)
    entries = polib.pofile(str(project / catalogue.CATALOGUE))
    for entry in entries:
        if entry.msgid_plural:
            entry.msgstr_plural = dict.fromkeys(range(6), entry.msgid_plural)
        else:
            entry.msgstr = entry.msgid
    entries.save()
    catalogue.compile_catalogue(project)
    return entries


def test_every_sentence_of_code_and_templates_is_found(project):
    found = catalogue.sentences(project)
    assert {key: sentence.plural for key, sentence in found.items()} == EXPECTED


def test_a_finished_catalogue_passes(project):
    translate(project)
    assert catalogue.faults(project) == []


def test_a_new_sentence_is_missed(project):
    translate(project)
    (project / "templates" / "new.html").write_text('{% translate "Brand new" %}')
    assert catalogue.faults(project) == ["templates/new.html:1: not in the catalogue: 'Brand new'"]


def test_an_unused_sentence_is_noticed_and_leaves_with_the_next_update(project):
    translate(project)
    (project / "templates" / "page.html").unlink()
    assert any(fault.startswith("nobody says this") for fault in catalogue.faults(project))
    catalogue.update(project)
    catalogue.compile_catalogue(project)
    assert catalogue.faults(project) == []


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda entry: setattr(entry, "msgstr", ""), "not translated"),
        (lambda entry: entry.flags.append("fuzzy"), "fuzzy"),
        (lambda entry: setattr(entry, "msgstr", "%(other)s"), "translated with other placeholders"),
    ],
)
def test_an_unfinished_sentence_is_noticed(project, spoil, fault):
    entries = translate(project)
    spoil(entries.find("In braces"))
    entries.save()
    catalogue.compile_catalogue(project)
    assert catalogue.faults(project) == [f"{fault}: 'In braces'"]


def test_a_stale_compiled_catalogue_is_noticed(project):
    entries = translate(project)
    entries.find("In braces").msgstr = "بين الأقواس"
    entries.save()
    assert catalogue.faults(project) == ["locale/ar/LC_MESSAGES/django.mo is older than its source"]


def test_updating_keeps_what_was_translated(project):
    before = translate(project)
    catalogue.update(project)
    assert str(polib.pofile(str(project / catalogue.CATALOGUE))) == str(before)


def test_a_sentence_put_together_at_run_time_is_refused(project):
    (project / "room" / "bad.py").write_text(
        'from django.utils.translation import gettext as _\nBAD = _(f"Hello {name}")\n'
    )
    with pytest.raises(catalogue.Unreadable, match="room/bad.py:2"):
        catalogue.sentences(project)
