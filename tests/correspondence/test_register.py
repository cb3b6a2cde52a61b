"""The register of letters: found by number, person, words, kind and day, page by page, by whom it is for."""

from datetime import date, timedelta

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.models import ReadLog
from correspondence.models import IncomingLetter, Letter, Serial
from correspondence.register import rows, searching
from correspondence.register.choice import Outgoing
from tests import factories as make

from .letters import issue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_papers")]


@pytest.fixture
def clerk():
    return make.make_user(Role.RECEPTION, username="reception")


def found(client, name: str = "letter_list", **typed) -> str:
    """The page to which a search leads."""
    response = client.post(reverse(name), typed)
    assert response.status_code == 303
    return client.get(response.url).text


def test_a_letter_is_found_by_its_number_however_it_is_written(sign_in, clerk):
    client = sign_in(clerk)
    wanted, other = issue("decision"), issue("referral")
    year = wanted.year
    for typed in (f"DEC-{year}-0001", f"dec {year} ١", f"dec/{year}/1", f" DEC-{year}-001 "):
        text = found(client, query=typed)
        assert wanted.serial in text
        assert other.serial not in text
    assert "DEC" not in found(client, query=f"PLG-{year}-0001").split("<table")[-1]


def test_a_letter_is_found_by_its_person_and_by_folded_words_of_its_subject(sign_in, clerk):
    client = sign_in(clerk)
    person = make.make_person(first_name="جواهر", family_name="القحطاني")
    hers, about_rent = issue(beneficiary=person), issue(subject="إفادةٌ عن الإيجار")
    for query, wanted, other in (
        ("القحطاني جواهر", hers, about_rent),
        (person.identity_number, hers, about_rent),
        ("افاده الايجار", about_rent, hers),
    ):
        text = found(client, query=query)
        assert wanted.serial in text
        assert other.serial not in text


def test_what_was_searched_stands_in_no_address(sign_in, clerk):
    client, person = sign_in(clerk), make.make_person(first_name="جواهر")
    issue(beneficiary=person)
    response = client.post(reverse("letter_list"), {"query": person.identity_number, "kind": "referral"})
    assert person.identity_number not in response.url
    assert "kind=referral" in response.url
    assert "جواهر" in client.get(response.url).text


def test_kind_and_days_in_either_calendar_choose_letters(sign_in, clerk):
    letter = issue("decision")
    issue("referral")
    asked = [{"kind": "decision"}, {"kind": "decision", "from": f"{letter.issued_on:%d/%m/%Y}"}]
    for chosen in asked:
        assert [row.pk for row in Outgoing(chosen, clerk).rows()] == [letter.pk]
    tomorrow = letter.issued_on + timedelta(days=1)
    assert not Outgoing({"from": tomorrow.isoformat()}, clerk).rows().exists()
    assert not Outgoing({"to": "1/1/1448"}, clerk).rows().exists()
    assert Outgoing({"to": "29/12/1470", "from": "١/١/١٤٤٨"}, clerk).rows().count() == 2
    # What is spoilt counts as not chosen.
    assert Outgoing({"to": "40/40/1448", "kind": "gift"}, clerk).rows().count() == 2


def test_pages_follow_each_other_without_a_letter_twice_or_left_out(clerk, monkeypatch):
    monkeypatch.setattr(rows, "PAGE", 3)
    issued = [issue().pk for _time in range(8)]
    seen, mark = [], ""
    while True:
        page, mark = rows.outgoing_page(Letter.objects.visible_to(clerk), mark)
        seen += [int(row["url"].split("/")[-2]) for row in page]
        if not mark:
            break
    assert seen == issued[::-1]


def test_of_very_many_letters_the_newest_are_read_for_words(clerk, monkeypatch):
    monkeypatch.setattr(searching, "READ_THROUGH", 2)
    oldest = issue(subject="خطاب قديم")
    for _time in range(2):
        issue(subject="خطاب جديد")
    assert not Outgoing({}, clerk).rows_with("قديم").exists()
    # By its number it is found all the same.
    assert Outgoing({}, clerk).rows_with(oldest.serial).get() == oldest


def test_a_delegate_opens_letters_of_the_own_branch_and_has_no_register(sign_in):
    north, south = make.make_branch("north"), make.make_branch("south")
    own, foreign = (issue(beneficiary=make.make_person(branch=branch)) for branch in (north, south))
    client = sign_in(make.make_user(Role.DELEGATE, branch=north))
    assert client.get(reverse("letter_detail", args=[own.pk])).status_code == 200
    assert client.get(reverse("letter_detail", args=[foreign.pk])).status_code == 404
    assert client.get(reverse("letter_list")).status_code == 403


def test_the_page_of_a_letter_leads_to_the_one_that_took_its_place(sign_in, clerk):
    older = issue()
    newer = issue(corrects=older, correction="خطأ في التاريخ")
    client = sign_in(clerk)
    assert (
        reverse("letter_detail", args=[newer.pk])
        in client.get(reverse("letter_detail", args=[older.pk])).text
    )
    assert "خطأ في التاريخ" in client.get(reverse("letter_detail", args=[newer.pk])).text


def test_a_download_is_the_paper_that_was_issued_and_leaves_its_row(sign_in, clerk):
    letter = issue()
    response = sign_in(clerk).get(reverse("letter_file", args=[letter.pk]))
    assert len(b"".join(response.streaming_content)) == letter.size
    assert response["Content-Disposition"] == f'attachment; filename="{letter.serial}.pdf"'
    assert response["Content-Security-Policy"].startswith("sandbox")
    taken = ReadLog.objects.get(model="correspondence.letter")
    assert (taken.action, taken.object_pk) == ("download", letter.pk)


def test_a_pledge_opens_for_whom_its_whole_sheet_opens(clerk):
    pledge = issue("pledge", by=make.make_user(Role.DELEGATE))
    readers = {role: make.make_user(role) for role in (Role.RECEPTION, Role.AUDITOR, Role.EXECUTIVE)}
    opens = {
        role: Letter.objects.readable_by(user).filter(pk=pledge.pk).exists() for role, user in readers.items()
    }
    assert opens == {Role.RECEPTION: True, Role.AUDITOR: True, Role.EXECUTIVE: False}
    assert Letter.objects.readable_by(pledge.issued_by).get() == pledge


def copies_of(letter: Letter, number: int) -> None:
    """More letters of the same kind, for a page that only reads."""
    last = Letter.objects.filter(kind=letter.kind).count()
    make.copies(
        letter,
        number,
        number=lambda place: last + place,
        code=lambda place: f"{last + place:026d}",
        key=lambda place: f"copy-{last + place}",
    )
    for _time in range(number):
        serial = Serial.objects.get(series=letter.kind)
        serial.last += 1
        serial.save()


def test_the_register_asks_no_more_for_many_letters(sign_in, clerk, django_assert_max_num_queries):
    person = make.make_person(first_name="جواهر")
    letter, client = issue(beneficiary=person), sign_in(clerk)
    search = client.post(reverse("letter_list"), {"query": "جواهر"}).url

    def asked(url):
        client.get(url)
        with django_assert_max_num_queries(20) as captured:
            client.get(url)
        return len(captured)

    few = [asked(reverse("letter_list")), asked(search), asked(reverse("letter_detail", args=[letter.pk]))]
    copies_of(letter, 60)
    many = [asked(reverse("letter_list")), asked(search), asked(reverse("letter_detail", args=[letter.pk]))]
    assert few == many
    assert many[0] <= 6
    assert many[1] <= 10
    assert many[2] <= 10


def test_incoming_letters_are_found_by_sender_number_and_day(sign_in, clerk):
    facts = {"year": 2026, "recorded_by": clerk, "received_on": date(2026, 3, 1), "subject": "تعميم"}
    made = QuerySet(IncomingLetter).bulk_create(
        [
            IncomingLetter(number=1, sender="وزارة الموارد البشرية", sender_number="44521", **facts),
            IncomingLetter(number=2, sender="إمارة المنطقة", **facts),
        ]
    )
    client = sign_in(clerk)
    for query in ("الموارد", "٤٤٥٢١", "in 2026 1"):
        text = found(client, "incoming_list", query=query)
        assert made[0].serial in text
        assert made[1].serial not in text
    assert made[1].serial in found(client, "incoming_list", **{"from": "1/3/2026", "to": "1/3/2026"})
    assert made[1].serial not in found(client, "incoming_list", **{"from": riyadh_today().isoformat()})
