"""Taking the list of beneficiaries along: who may, which columns, and what the file says of itself."""

from datetime import date, timedelta

import openpyxl
import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import system_user
from accounts.roles import Role
from accounts.staff import set_roles
from audit.models import ReadLog
from config import exports
from tests import factories as make
from tests.audit.late_forms import lose_session, sign_in_there, told_to_sign_in, with_password
from tests.exports import REASON, book_of, file_of, rows_of_csv, take, taken_by
from tests.intake.forms import reason_beside, reasons_above
from tests.walks.page import Page

pytestmark = pytest.mark.django_db

PAGE = "people_export"
NOBODY_ELSE = [Role.AUDITOR, Role.RESEARCHER, Role.COMMITTEE, Role.DELIVERY, Role.BOARD, Role.ADMINISTRATOR]


@pytest.fixture
def clerk():
    return make.make_user(Role.RECEPTION, username="reception", full_name="منى العتيبي")


@pytest.fixture
def north():
    return make.make_branch("north")


@pytest.fixture
def person(north):
    return make.make_person(
        branch=north, identity_number="1000000008", phone="+966501234567", birth_date=date(1985, 4, 3)
    )


def row_of(sheet: openpyxl.worksheet.worksheet.Worksheet, number: int = 2) -> dict:
    headings = [cell.value for cell in sheet[1]]
    return dict(zip(headings, sheet[number], strict=True))


def test_reception_takes_the_list_along_with_whole_numbers_as_texts(sign_in, clerk, person):
    client = sign_in(clerk)
    sheet = book_of(client, take(client, PAGE)).worksheets[0]
    row = row_of(sheet)
    assert (row["رقم الهوية"].value, row["رقم الهوية"].data_type) == ("1000000008", "s")
    assert (row["رقم الجوال"].value, row["رقم الجوال"].data_type) == ("0501234567", "s")
    assert row["تاريخ الميلاد"].value.date() == date(1985, 4, 3)
    assert (row["الاسم الأول"].value, row["الجنس"].value) == ("سارة", "أنثى")
    assert sheet.sheet_view.rightToLeft
    assert sheet["A1"].font.bold


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.EXECUTIVE, Role.DELEGATE])
def test_only_reception_and_executives_take_numbers_along_in_full(sign_in, north, person, role):
    foreign = make.make_person(branch=make.make_branch("south"), city="نجران")
    client = sign_in(make.make_user(role, branch=north))
    _about, headings, *rows = rows_of_csv(client, take(client, PAGE, file_format="csv"))
    rows = [dict(zip(headings, row, strict=True)) for row in rows]
    if role == Role.DELEGATE:
        assert [(row["رقم الهوية"], row["رقم الجوال"]) for row in rows] == [("•••• 0008", "•••• 4567")]
    else:
        assert [row["رقم الهوية"] for row in rows] == [foreign.identity_number, "1000000008"]
        assert rows[1]["رقم الجوال"] == "0501234567"


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.EXECUTIVE, Role.DELEGATE])
def test_sensitive_columns_follow_the_permissions_of_their_fields(sign_in, north, role):
    notes = {"health_note": "ربو مزمن", "disability_note": "ضعف في السمع"}
    make.make_person(branch=north, iban="SA0380000000608010167519", **notes)
    user = make.make_user(role, branch=north)
    client = sign_in(user)
    form = Page(client.get(reverse(PAGE))).form_with("idempotency_key")
    shown = {value for value, _words in form.controls["columns"].offered}
    sees_health = user.may("beneficiaries.see_health")
    assert {"health_note", "disability_note"} & shown == (set(notes) if sees_health else set())
    columns = ["first_name", "iban", *(notes if sees_health else ())]
    cells = rows_of_csv(client, take(client, PAGE, file_format="csv", columns=columns))[2]
    assert cells[2:] == (list(notes.values()) if sees_health else [])
    if user.may("beneficiaries.see_bank_account"):
        assert cells[1] == "SA0380000000608010167519"
    else:
        assert cells[1].endswith("7519")
        assert "80000000608010" not in cells[1]


def test_a_sensitive_column_that_is_not_offered_cannot_be_asked_for(sign_in, north):
    make.make_person(branch=north, health_note="ربو مزمن")
    client = sign_in(make.make_user(Role.DELEGATE, branch=north))
    assert reason_beside(take(client, PAGE, columns=["first_name", "health_note"]), "columns")


@pytest.mark.parametrize("role", NOBODY_ELSE)
def test_nobody_else_takes_the_list_along(sign_in, person, role):
    client = sign_in(make.make_user(role))
    assert client.get(reverse(PAGE)).status_code == 403
    assert client.post(reverse(PAGE), {"reason": REASON}).status_code == 403
    assert reverse(PAGE) not in client.get(reverse("person_list")).text
    assert not ReadLog.objects.filter(action="export").exists()


def test_the_file_holds_the_list_as_filtered_and_the_chosen_columns(sign_in, clerk, person):
    make.make_person(first_name="جدّاوية", city="جدة")
    client = sign_in(clerk)
    response = take(client, PAGE, query="city=جدة", file_format="csv", columns=["city", "first_name"])
    _about, *rows = rows_of_csv(client, response)
    assert rows == [["الاسم الأول", "المدينة"], ["جدّاوية", "جدة"]]


def test_what_is_known_of_a_birth_date_is_all_that_is_written(sign_in, clerk):
    make.make_person(birth_date=date(1970, 3, 9), birth_precision="year")
    client = sign_in(clerk)
    response = take(client, PAGE, file_format="csv", columns=["birth_date", "birth_hijri"])
    *_head, row = rows_of_csv(client, response)
    assert row == ["1390هـ (1970م – 1971م)", "1390هـ"]


def test_a_number_from_abroad_begins_no_formula(sign_in, clerk):
    make.make_person(phone="+97444123456", city="=HYPERLINK(0)", district="@x")
    client = sign_in(clerk)
    response = take(client, PAGE, file_format="csv", columns=["phone", "city", "district"])
    assert rows_of_csv(client, response)[2] == ["0097444123456", "'=HYPERLINK(0)", "'@x"]
    book = book_of(client, take(client, PAGE, columns=["phone", "city", "district"]))
    assert [cell.value for cell in book.worksheets[0][2]] == ["0097444123456", "'=HYPERLINK(0)", "'@x"]


def test_the_file_says_whose_copy_it_is(sign_in, clerk, person):
    client = sign_in(clerk)
    with time_machine.travel("2026-11-21T15:04:00+03:00", tick=True):
        book = book_of(client, take(client, PAGE, query="gender=female"))
    taken = taken_by(clerk)
    about = {row[0].value: row[1].value for row in book.worksheets[-1].iter_rows(min_row=2)}
    assert about["صدّرها"] == "منى العتيبي"
    assert about["السبب"] == REASON
    assert about["الجنس"] == "أنثى"
    assert about[gettext("Rows")] == 1
    assert about["الرقم في سجل الاطلاع"] == taken.pk
    assert "1448" in about["وقت التصدير"]
    assert "2026" in about["وقت التصدير"]
    assert "15:04" in about["وقت التصدير"]
    assert "منى العتيبي" in book.worksheets[0].oddFooter.center.text


def test_a_csv_says_it_in_its_first_line(sign_in, clerk, person):
    client = sign_in(clerk)
    [[line], *_rows] = rows_of_csv(client, take(client, PAGE, file_format="csv", query="gender=female"))
    for words in ("منى العتيبي", REASON, "الجنس: أنثى", str(taken_by(clerk).pk)):
        assert words in line


def test_an_english_reader_gets_an_english_sheet_from_left_to_right(sign_in, clerk, person):
    client = sign_in(clerk)
    client.cookies["language"] = "en"
    book = book_of(client, take(client, PAGE))
    assert not book.worksheets[0].sheet_view.rightToLeft
    assert row_of(book.worksheets[0])["Gender"].value == "Female"


# The access log ------------------------------------------------------------------------------------------------


def test_an_export_is_logged_before_its_file_and_each_fetch_before_its_first_byte(sign_in, clerk, person):
    client = sign_in(clerk)
    response = take(client, PAGE, query="gender=female", columns=["city"])
    taken = taken_by(clerk)
    assert (taken.model, taken.reason) == ("beneficiaries.beneficiary", REASON)
    assert taken.details == {
        "list": "people",
        "format": "xlsx",
        "columns": ["city"],
        "rows": 1,
        "filter": {"gender": "female"},
    }
    for fetched in (1, 2):
        file = client.get(f"{response.url}file/")
        assert ReadLog.objects.filter(action="download", details={"export": taken.pk}).count() == fetched
        assert file.getvalue()


def test_a_form_sent_twice_is_one_export(sign_in, clerk, person):
    client = sign_in(clerk)
    data = Page(client.get(reverse(PAGE))).form_with("idempotency_key").as_shown() | {"reason": REASON}
    first, second = (client.post(reverse(PAGE), data) for _time in range(2))
    assert first.url == second.url
    assert ReadLog.objects.filter(action="export").count() == 1


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("reason", ""),
        ("reason", "\u200b "),
        ("columns", ["iban_of_all"]),
        ("columns", []),
        ("file_format", "exe"),
    ],
)
def test_without_a_reason_and_known_columns_nothing_is_taken_along(sign_in, clerk, person, field, wrong):
    response = take(sign_in(clerk), PAGE, **{field: wrong})
    assert reason_beside(response, field)
    assert not ReadLog.objects.filter(action="export").exists()


def test_a_list_that_is_too_long_is_narrowed_first(sign_in, clerk, person, settings):
    settings.EXPORT_MOST_ROWS = 2
    client = sign_in(clerk)
    make.copies(
        person,
        2,
        identity_number=lambda place: make.identity_number(800_000 + place),
        city=lambda place: "جدة",
    )
    shown = client.get(reverse(PAGE)).text
    assert "لا يُصدَّر أكثر من صفين" in shown
    assert "disabled" in shown
    assert "لا يُصدَّر أكثر من صفين" in reasons_above(take(client, PAGE))
    assert not ReadLog.objects.filter(action="export").exists()
    assert take(client, PAGE, query="city=جدة").status_code == 303


def test_an_empty_list_is_not_taken_along(sign_in, clerk):
    assert "خالية" in reasons_above(take(sign_in(clerk), PAGE))


def test_a_form_that_is_sent_late_is_still_about_the_list_as_filtered(sign_in, clerk, person):
    make.make_person(city="جدة")
    clerk = with_password(clerk)
    client = sign_in(clerk)
    filled = Page(client.get(reverse(PAGE), {"city": "جدة"})).form_with("idempotency_key").as_shown()
    lose_session(client)
    carried = told_to_sign_in(client.post(f"{reverse(PAGE)}?city=جدة", filled | {"reason": REASON}))
    path = sign_in_there(client, carried, clerk).url
    form = Page(client.get(path)).form_with("idempotency_key").as_shown()
    assert form["reason"] == [REASON]
    assert client.post(path, form).status_code == 303
    assert (taken_by(clerk).details["rows"], taken_by(clerk).details["filter"]) == (1, {"city": "جدة"})


@pytest.mark.parametrize("spoilt", ["&" * 3000, "a=%00&city=%00", "%ff=%ff", "gender=x", "city[]=1;2"])
def test_a_spoilt_filter_is_none(sign_in, clerk, person, spoilt):
    assert take(sign_in(clerk), PAGE, chosen=spoilt).status_code in (303, 400, 422)
    taken = ReadLog.objects.filter(action="export")
    assert not any(row.details["filter"] for row in taken)


# The file ------------------------------------------------------------------------------------------------------


def test_the_file_is_for_the_one_who_took_it(sign_in, clerk, person):
    response = take(sign_in(clerk), PAGE)
    for role in (Role.RECEPTION, Role.EXECUTIVE, Role.AUDITOR):
        other = sign_in(make.make_user(role), fresh=True)
        assert other.get(response.url).status_code == 404
        assert other.get(f"{response.url}file/").status_code == 404


def test_the_file_waits_for_an_hour(sign_in, clerk, person, monkeypatch):
    client = sign_in(clerk)
    response = take(client, PAGE, query="gender=female")
    assert timedelta(hours=1) == exports.WAITS
    assert file_of(client, response)
    monkeypatch.setattr(exports, "WAITS", timedelta())
    late = client.get(f"{response.url}file/")
    assert (late.status_code, late.url) == (302, response.url)
    assert ReadLog.objects.filter(action="download").count() == 1
    over = client.get(response.url).text
    assert f"{reverse(PAGE)}?gender=female" in over
    assert f"{response.url}file/" not in over


def test_who_may_no_more_finds_the_door_shut(sign_in, clerk, person):
    client = sign_in(clerk)
    response = take(client, PAGE)
    set_roles(clerk, [Role.DELIVERY], by=system_user())
    assert client.get(response.url).status_code == 403
    assert client.get(f"{response.url}file/").status_code == 403


def test_the_file_is_saved_and_not_shown(sign_in, clerk, person):
    client = sign_in(clerk)
    file = file_of(client, take(client, PAGE))
    assert file["Content-Disposition"].startswith('attachment; filename="people-')
    assert file["Content-Disposition"].endswith('.xlsx"')
    assert file["Cache-Control"] == "no-store, private"
    assert "default-src 'none'" in file["Content-Security-Policy"]
