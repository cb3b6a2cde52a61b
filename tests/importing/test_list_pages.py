"""The pages of a list: how far it has come, what each row is and why, and the sheet that goes back to be mended."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import ReadLog
from beneficiaries.duplicates.signs import Sign
from beneficiaries.importing import page as list_pages
from beneficiaries.importing.lists import bring_list, confirm_columns
from beneficiaries.models import ImportBatch, ImportStage
from jobs import worker
from jobs.models import Job
from tests import factories as make

from .bringing import again, brought, clerk, committed, director, person_row, staged, upload, work
from .sheets import HEADINGS, xlsx

pytestmark = pytest.mark.django_db
IBAN = "SA0380000000608010167519"


def shown(client, batch, query="", **headers):
    return client.get(reverse("import_detail", args=[batch.pk]) + query, headers=headers)


def taken_along(client, batch, kind="xlsx") -> bytes:
    response = client.get(reverse("import_answers", args=[batch.pk]) + f"?format={kind}")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_a_list_goes_through_the_browser_from_the_file_to_the_files(sign_in):
    client = sign_in(clerk())
    page = client.get(reverse("import_add")).text
    key = page.split('name="idempotency_key" value="')[1].split('"')[0]
    sent = {"idempotency_key": key, "file": upload(xlsx(HEADINGS, person_row(1)))}
    response = client.post(reverse("import_add"), sent)
    assert response.status_code == 303
    batch = ImportBatch.objects.get()
    assert "يبدأ العمل بعد لحظة" in client.get(response.url).text
    work()
    assert reverse("import_columns", args=[batch.pk]) in client.get(response.url).text


def test_the_page_says_how_far_the_work_has_come_and_can_be_asked_again(sign_in):
    client, batch = sign_in(clerk()), brought(person_row(1))
    confirm_columns(batch, columns=batch.columns, for_all={}, by=clerk())
    Job.objects.filter(done_at=None).update(done=1200, total=50000)
    whole, bar = shown(client, batch), shown(client, batch, HX_Request="true")
    for answer in (whole, bar):
        assert "1200" in answer.text.replace(",", "")
        assert reverse("import_detail", args=[batch.pk]) in answer.text
    assert "<html" not in bar.text
    work()
    assert shown(client, batch, HX_Request="true").headers["HX-Refresh"] == "true"


def test_work_that_stopped_says_so(sign_in, monkeypatch):
    batch = brought(person_row(1))
    confirm_columns(batch, columns=batch.columns, for_all={}, by=clerk())
    monkeypatch.setattr(worker, "MOST_ATTEMPTS", 1)
    monkeypatch.setattr("beneficiaries.importing.staging._judge_all", lambda *_: 1 / 0)
    worker.run_next()
    assert "توقف العمل" in shown(sign_in(clerk()), batch).text


def test_the_page_adds_up_and_looks_are_logged(sign_in):
    batch = staged(person_row(1), [], person_row(1), person_row(2, birth="x"))
    answer = shown(sign_in(clerk()), batch)
    context = answer.context["accounted"]
    assert (context["adds_up"], context["total"], context["empty"]) == (True, "3", "1")
    assert sum(int(line["count"]) for line in context["lines"]) == 3
    assert ReadLog.objects.filter(model="beneficiaries.importbatch", object_pk=batch.pk).count() == 1


def test_numbers_that_do_not_add_up_are_told(sign_in):
    batch = staged(person_row(1))
    batch.verdicts = {"new": 2}
    make.write(batch, by=clerk(), reason="x")
    assert "غير متطابقة" in shown(sign_in(clerk()), batch).text


def test_identity_numbers_are_masked_and_every_row_says_why(sign_in):
    person = make.make_person(by=clerk())
    batch = staged(
        person_row(1),
        person_row(2, birth="30/02/1990"),
        person_row(1),
        person_row(3, phone=str(person.phone)),
        [person.identity_number, person.full_name, "0559998887"],
    )
    text = shown(sign_in(clerk()), batch).text
    assert make.identity_number(2) not in text
    assert f"•••• {make.identity_number(2)[-4:]}" in text
    for words in ("30/02/1990", "الشخص نفسه في الصف 2.", str(Sign.PHONE.label), "تصبح", person.full_name):
        assert words in text


def test_what_only_some_may_read_is_masked_among_the_changes(sign_in):
    person = make.make_person(by=clerk())
    batch = staged(
        [person.identity_number, person.full_name, IBAN], headings=["رقم الهوية", "الاسم", "الآيبان"]
    )
    assert IBAN in shown(sign_in(clerk()), batch).text
    assert IBAN not in shown(sign_in(director(), fresh=True), batch).text


def test_rows_are_shown_page_by_page_and_by_what_they_are(sign_in, monkeypatch):
    monkeypatch.setattr(list_pages, "PAGE", 2)
    batch = staged(*[person_row(seed) for seed in (1, 2, 3)], person_row(4, birth="x"))
    client = sign_in(clerk())
    first = shown(client, batch)
    assert [row["cells"][0]["text"] for row in first.context["rows"]] == ["2", "3"]
    second = client.get(first.context["next_url"])
    assert [row["cells"][0]["text"] for row in second.context["rows"]] == ["4", "5"]
    assert second.context["next_url"] == ""
    assert len(shown(client, batch, "?kind=error").context["rows"]) == 1
    for odd in ("?kind=x", "?after=²", "?after=" + "9" * 400):
        assert shown(client, batch, odd).status_code == 200


def test_who_brought_a_list_is_not_offered_to_let_it_in(sign_in):
    batch = staged(person_row(1))
    assert shown(sign_in(clerk()), batch).context["acts"]["let_in"] == ""
    assert shown(sign_in(director(), fresh=True), batch).context["acts"]["let_in"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_stayed_behind_goes_back_as_the_same_sheet_with_its_reason(sign_in, kind):
    rows = (
        person_row(1),
        person_row(2, birth="30/02/1990", name="@منيرة علي سالم القثامي"),
        person_row(1),
    )
    client, batch = sign_in(clerk()), staged(*rows)
    content = taken_along(client, batch, kind)
    if kind == "xlsx":
        sheet = [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]
    else:
        sheet = [line.split(",") for line in content.decode("utf-8-sig").split("\r\n")[:-1]]
    assert sheet[0][:7] == HEADINGS
    assert len(sheet) == 3
    assert sheet[1][0] == make.identity_number(2)
    assert sheet[1][1].startswith("'@")
    assert "30/02/1990" in " ".join(map(str, sheet[1][8:]))
    assert ReadLog.objects.filter(action="download", object_pk=batch.pk).count() == 1


def test_a_mended_sheet_comes_in_again_as_it_went_out(sign_in):
    client, batch = (
        sign_in(clerk()),
        committed(person_row(1), person_row(2, birth="x", phone="+966500000002")),
    )
    content = io.BytesIO(taken_along(client, batch))
    book = load_workbook(content)
    book.active["D2"] = "1412/03/05"
    mended = io.BytesIO()
    book.save(mended)
    assert committed(file=mended).outcomes == {"added": 1}


def test_sheets_and_reasons_are_in_the_language_of_the_reader(sign_in):
    client, batch = sign_in(clerk()), staged(person_row(1, phone="12"))
    client.cookies["language"] = "en"
    assert "phone number that can be called" in shown(client, batch).text
    assert "phone number that can be called" in taken_along(client, batch, "csv").decode("utf-8-sig")


def test_a_list_that_is_not_accepted_says_why(sign_in):
    batch = bring_list(upload(xlsx(HEADINGS, ["1", "2", "=A1"])), by=clerk())
    work()
    assert again(batch).stage == ImportStage.REFUSED
    assert "C2" in shown(sign_in(clerk()), batch).text


def test_all_lists_stand_on_one_page_the_newest_first(sign_in, monkeypatch):
    monkeypatch.setattr("beneficiaries.importing.views.PAGE", 2)
    batches = [brought(person_row(seed), name=f"قائمة {seed}.xlsx") for seed in (1, 2, 3)]
    first = sign_in(clerk()).get(reverse("import_list"))
    names = [row["cells"][0]["text"] for row in first.context["rows"]]
    assert names == [batch.original_name for batch in reversed(batches)][:2]
    assert "قائمة 1" in sign_in(clerk()).get(first.context["next_url"]).text
