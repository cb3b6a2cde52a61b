"""One paper from end to end: typeset, issued, read by its holder, and checked by the code that stands on it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from correspondence.checking import LETTERS
from correspondence.content import letter as written_to
from tests import factories as make
from tests.printed import text_of

from .letters import issue, paper_of

pytestmark = pytest.mark.django_db


def test_the_code_printed_on_a_paper_leads_to_its_check(settings):
    settings.RIFADA_PUBLIC_URL = "https://portal.example/"
    person = make.make_person()
    subject, content = written_to(
        "إشعار", person, text="نص الخطاب", facts=[], answer_title="الموعد", answer="غدًا", notes=""
    )
    letter = issue("referral", subject=subject, content=content, beneficiary=person)
    # pdfium gives letters and digits of a line back in the order of an Arabic one: which they are is compared.
    text = text_of(paper_of(letter))
    (printed,) = set(re.findall(rf"\b[{LETTERS}]{{26}}\b", text))
    assert sorted(printed) == sorted(letter.code)
    assert {"https", "portal", "example", "verify"} <= set(re.findall("[a-z]+", text))
    page = Client().get(reverse("letter_check", args=[letter.code]))
    assert page.status_code == 200
    assert letter.serial in page.text
    assert person.first_name not in page.text
