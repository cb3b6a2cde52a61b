"""`import_beneficiaries`: the same list, the same rules, from the command line."""

import json

import pytest
from django.core.management import CommandError, call_command

from beneficiaries.models import Beneficiary, ImportBatch, ImportStage
from tests import factories as make

from .bringing import clerk, person_row
from .sheets import HEADINGS, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path):
    def saved(*rows, headings=HEADINGS):
        file = tmp_path / "list.xlsx"
        file.write_bytes(xlsx(headings, *rows).getvalue())
        return str(file)

    return saved


def test_the_command_stages_a_list_for_a_second_person(path, capsys):
    call_command("import_beneficiaries", path(person_row(1)), by=clerk().username)
    batch = ImportBatch.objects.get()
    assert (batch.stage, batch.verdicts) == (ImportStage.STAGED, {"new": 1})
    assert Beneficiary.objects.count() == 0
    assert "جديد" in capsys.readouterr().out


def test_a_check_says_what_is_wrong_and_keeps_nothing(path, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command(
            "import_beneficiaries",
            path(person_row(1), person_row(2, birth="30/02/1990")),
            "--check",
            by=clerk().username,
        )
    assert ended.value.code == 1
    assert "30/02/1990" in capsys.readouterr().out
    batch = ImportBatch.objects.get()
    assert (batch.stage, batch.rows.count()) == (ImportStage.DROPPED, 0)


def test_a_mapping_says_what_unusual_headings_mean(path, tmp_path):
    mapping = tmp_path / "mapping.json"
    said = {
        "columns": {"س": "whole_name", "ص": "identity_number"},
        "for_all": {"city": "الطائف", "gender": "female"},
    }
    mapping.write_text(json.dumps(said), encoding="utf-8")
    row = ["منيرة سالم القثامي", make.identity_number(1), "0501234567", "1412"]
    list_path = path(row, headings=["س", "ص", "الجوال", "الميلاد"])
    call_command("import_beneficiaries", list_path, by=clerk().username, mapping=mapping)
    assert ImportBatch.objects.get().verdicts == {"new": 1}


def test_what_cannot_be_is_told(path, tmp_path, capsys):
    good = path(person_row(1))
    with pytest.raises(CommandError):
        call_command("import_beneficiaries", good, by="nobody")
    with pytest.raises(CommandError):
        call_command("import_beneficiaries", str(tmp_path / "none.xlsx"), by=clerk().username)
    odd = tmp_path / "odd.json"
    odd.write_text('{"columns": {"x": "salary"}}')
    with pytest.raises(CommandError, match="salary"):
        call_command("import_beneficiaries", good, by=clerk().username, mapping=odd)
    for user, file in ((make.make_user("delivery"), good), (clerk(), path(["1", "=A1"]))):
        with pytest.raises(SystemExit) as ended:
            call_command("import_beneficiaries", file, by=user.username)
        assert ended.value.code == 1
    assert "معادلة" in capsys.readouterr().err
