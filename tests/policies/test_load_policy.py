"""Loading is all or nothing, and twice is once."""

from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import system_user
from audit.models import AuditEntry
from audit.refusals import Refused
from audit.writing import write
from policies.loading import load_pack
from policies.models import Association, Channel, PolicyVersion, VersionLife

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def pack_file(tmp_path, pack_source):
    def file(code="cra-taif", changes=None):
        path = tmp_path / "pack.toml"
        path.write_text(pack_source(code, changes), encoding="utf-8")
        return str(path)

    return file


def load(pack):
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command("load_policy", pack, stdout=out, stderr=err)
    except SystemExit as stopped:
        code = stopped.code
    return code, out.getvalue(), err.getvalue()


def test_a_pack_loads_by_its_code_or_by_its_path(pack_file):
    assert load("qalam")[0] == 0
    code, out, err = load(pack_file("qalam"))
    assert (code, err) == (0, "")
    assert out == "Version 1 already holds this pack.\n"


@pytest.mark.parametrize("pack", ["cra-taif", "sila-makkah"])
def test_loading_twice_changes_nothing(pack):
    load(pack)
    before = AuditEntry.objects.count()
    code, out, _err = load(pack)
    assert code == 0
    assert "already holds this pack" in out
    assert AuditEntry.objects.count() == before
    assert PolicyVersion.objects.count() == 1


def test_a_changed_pack_makes_a_new_draft_and_leaves_the_approved_version(pack_file):
    load("cra-taif")
    approved = PolicyVersion.objects.get()
    code, out, _err = load(pack_file(changes={"appeal_days = 30": "appeal_days = 45"}))
    assert code == 0
    assert "Version 2 was loaded as a draft" in out
    draft = PolicyVersion.objects.get(number=2)
    assert (draft.appeal_days, draft.life_on()) == (45, VersionLife.DRAFT)
    assert PolicyVersion.objects.in_force() == approved
    assert PolicyVersion.objects.get(number=1).version == approved.version


def test_a_pack_changed_again_makes_another_draft(pack_file):
    load("sila-makkah")
    load(pack_file("sila-makkah", {"appeal_days = 30": "appeal_days = 45"}))
    load(pack_file("sila-makkah", {"appeal_days = 30": "appeal_days = 60"}))
    load(pack_file("sila-makkah", {"appeal_days = 30": "appeal_days = 60"}))
    assert [(v.number, v.appeal_days) for v in PolicyVersion.objects.order_by("number")] == [
        (1, 30),
        (2, 45),
        (3, 60),
    ]


def test_a_draft_changed_in_the_administration_is_not_loaded_over(staff):
    load("sila-makkah")
    draft = PolicyVersion.objects.get()
    draft.appeal_days = 20
    write(draft, by=staff("administrator"), reason="Draft edited in the administration")
    load("sila-makkah")
    assert PolicyVersion.objects.get().appeal_days == 20


def test_an_approval_that_comes_with_a_later_pack_is_left_to_the_board(pack_file, pack_source):
    load("sila-makkah")
    approval = pack_source("qalam").partition("[approval]")[2].partition("[[channels]]")[0]
    changes = {"appeal_days = 30": "appeal_days = 45", "[[channels]]": f"[approval]{approval}\n[[channels]]"}
    load(pack_file("sila-makkah", changes))
    assert PolicyVersion.objects.get(number=2).life_on() == VersionLife.DRAFT
    assert PolicyVersion.objects.in_force() is None


def test_changed_facts_about_the_association_are_updated_with_history(pack_file):
    load("cra-taif")
    code, out, _err = load(pack_file(changes={'place_ar = "الطائف"': 'place_ar = "محافظة الطائف"'}))
    association = Association.objects.get()
    assert code == 0
    assert "were updated" in out
    assert association.place_ar == "محافظة الطائف"
    assert association.history.count() == 2
    assert PolicyVersion.objects.count() == 1


def test_the_pack_of_another_association_is_refused():
    load("cra-taif")
    code, out, err = load("qalam")
    assert (code, out) == (1, "")
    assert "This portal serves Continuing Rehabilitation Association" in err
    assert Association.objects.get().code == "cra-taif"


def test_a_refused_pack_leaves_nothing_behind(pack_file):
    code, out, err = load(pack_file(changes={'label_en = "Letters"\n': "", "format = 1": "format = 9"}))
    assert (code, out) == (1, "")
    assert err.splitlines() == ["format: must be one of: 1", "channels[3].label_en: missing"]
    assert not Association.objects.exists()


def test_a_load_that_fails_midway_leaves_nothing_behind(monkeypatch):
    def fail(*args, **kwargs):
        raise Refused("No.")

    monkeypatch.setattr("policies.loading.record_printed_approval", fail)
    with pytest.raises(Refused):
        load_pack("cra-taif", by=system_user())
    assert not Association.objects.exists()
    assert not Channel.objects.exists()
    assert not AuditEntry.objects.filter(model__startswith="policies.").exists()


def test_a_missing_file_is_refused_in_words():
    code, _out, err = load("no-such-pack")
    assert code == 1
    assert "neither a file nor one of the packs" in err
