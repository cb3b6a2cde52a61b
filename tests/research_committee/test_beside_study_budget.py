"""What the pages beside a study may ask of the database."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from research_committee.beside_study.annex import keep_annex
from research_committee.beside_study.pages import beside_study
from tests.factories import make_user

from .factories import make_studied

pytestmark = pytest.mark.django_db


def test_what_stands_beside_a_study_is_one_question(django_assert_num_queries):
    report = make_studied().reports.get()
    keep_annex(report, "سر لا يعلمه أحد من الأسرة", by=report.researcher)
    request, reader = report.support_request, make_user(Role.COMMITTEE)
    beside_study(report, request, reader)
    with django_assert_num_queries(1):
        assert beside_study(report, request, reader)["annex_url"]


def test_the_annex_asks_little(sign_in, django_assert_max_num_queries):
    report = make_studied().reports.get()
    keep_annex(report, "سر لا يعلمه أحد من الأسرة", by=report.researcher)
    client = sign_in(make_user(Role.COMMITTEE))
    client.get("/")
    with django_assert_max_num_queries(6):
        assert client.get(reverse("report_annex", args=[report.pk])).status_code == 200
