"""One paper from end to end: typeset, issued, read by its holder, and checked by the code that stands on it."""

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse

from correspondence.content import letter as written_to
from correspondence.models import Letter
from tests import factories as make

from .letters import issue, paper_of

pytestmark = pytest.mark.django_db


def a_real_letter() -> Letter:
    person = make.make_person()
    subject, content = written_to(
        "إشعار", person, text="نص الخطاب", facts=[], answer_title="الموعد", answer="غدًا", notes=""
    )
    return issue("referral", subject=subject, content=content, beneficiary=person)


def test_the_qr_code_of_a_paper_leads_whoever_scans_it_to_its_check(settings):
    settings.RIFADA_PUBLIC_URL = "https://portal.example/"
    letter = a_real_letter()
    printed = pypdfium2.PdfDocument(paper_of(letter))[0].render(scale=2).to_pil()
    (found,) = zxingcpp.read_barcodes(printed)
    assert found.text == f"https://portal.example{reverse('letter_check', args=[letter.code])}"
    page = Client().get(found.text.removeprefix("https://portal.example"))
    assert page.status_code == 200
    assert letter.serial in page.text
    assert letter.beneficiary.first_name not in page.text
