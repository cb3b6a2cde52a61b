"""Whoever holds a paper learns whether it is genuine, and nothing about anybody."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arabic.calendars import dual
from correspondence.checking import check_url, code_in_groups, code_meant, new_code
from tests import factories as make

from .letters import issue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_papers")]
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def check(code: str, language: str = "ar"):
    client = Client()
    client.cookies["language"] = language
    return client.get(reverse("letter_check", args=[code]))


def test_a_genuine_paper_shows_kind_number_day_in_both_calendars_and_whose_it_is():
    letter = issue("certificate")
    response = check(letter.code)
    assert response.status_code == 200
    for shown in (
        "شهادة",
        letter.serial,
        dual(letter.issued_on),
        letter.policy_version.association.name_ar,
        letter.sha256[:16],
    ):
        assert shown in response.text
    assert letter.sha256 not in response.text


def test_nothing_personal_stands_on_the_page_of_a_letter_about_a_person():
    person = make.make_person(first_name="جواهر", family_name="القحطاني")
    request = make.make_request(beneficiary=person)
    about = {"beneficiary": person, "about": request, "subject": f"إشعار {person.full_name}"}
    older = issue(**about, content={"name": person.full_name})
    newer = issue(**about, corrects=older, correction=f"تصحيح اسم {person.full_name}")
    private = [
        *(person.first_name, person.father_name, person.grandfather_name, person.family_name),
        *(person.identity_number, str(person.phone), str(person.phone)[-9:], request.reference),
        *("إشعار ج", "تصحيح اسم", newer.issued_by.full_name, newer.key),
    ]
    for language in ("ar", "en"):
        for letter in (older, newer):
            text = check(letter.code, language).text
            assert letter.serial in text
            assert [word for word in private if word in text] == []


def test_the_page_of_a_corrected_letter_leads_to_the_one_that_counts():
    version = make.make_policy()
    older = issue(about=version)
    newer = issue(about=version, corrects=older, correction="خطأ في التاريخ")
    assert newer.serial in check(older.code).text
    assert "خطاب أحدث" in check(older.code).text
    assert older.serial in check(newer.code).text
    assert "خطاب أحدث" not in check(newer.code).text


def test_a_code_is_understood_however_it_is_typed():
    letter = issue()
    while not set("015") & set(letter.code):
        letter = issue()
    as_read = letter.code.replace("0", "O").replace("1", "l")
    for typed in (
        letter.code.lower(),
        check_url(letter.code),
        f"  {code_in_groups(letter.code)} ",
        "-".join(letter.code[start : start + 4] for start in range(0, 26, 4)),
        letter.code.translate(ARABIC_DIGITS),
        as_read,
    ):
        assert code_meant(typed) == letter.code
        response = Client().get(reverse("letter_check_form"), {"code": typed})
        assert response.url == reverse("letter_check", args=[letter.code])
    assert letter.serial in check(as_read.lower()).text


def without_what_was_typed(response) -> str:
    text = re.sub(r'(name="csrfmiddlewaretoken" value|\svalue)="[^"]*"', "", response.text)
    return re.sub(r'name="next"[^>]*', "", text)


def test_a_wrong_code_and_an_unknown_one_get_the_same_calm_answer():
    issue()
    answers = [check(code) for code in (new_code(), "nonsense", "0" * 26, "x" * 300, "<b>\u202e%00")]
    answers.append(Client().get(reverse("letter_check_form"), {"code": "ليست رمزًا"}))
    assert {answer.status_code for answer in answers} == {404}
    assert len({without_what_was_typed(answer) for answer in answers}) == 1
    assert "<b>" not in answers[4].text
    assert "\u202e" not in answers[4].text


def test_the_page_is_kept_and_indexed_by_nobody():
    for response in (check(issue().code), check("nothing"), Client().get(reverse("letter_check_form"))):
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert '<meta name="robots" content="noindex, nofollow">' in response.text


def test_every_answer_asks_the_database_the_same_few_questions():
    older = issue()
    newer = issue(corrects=older, correction="خطأ")
    check(older.code)

    def asked(code):
        with CaptureQueriesContext(connection) as captured:
            check(code)
        return len(captured)

    assert {asked(code) for code in (older.code, newer.code, new_code(), "nonsense")} == {1}
