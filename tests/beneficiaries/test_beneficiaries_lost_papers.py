"""A paper that is gone from the disk, or another one put in its place."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from accounts.roles import Role
from beneficiaries.verification import findings
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_paper_that_is_gone_is_not_found_and_named_by_the_verification(sign_in):
    request = make.make_request("verified")
    paper = request.verifications.first().file
    assert list(findings()) == []
    default_storage.delete(paper.key)
    url = reverse("request_file", args=[request.pk, paper.pk])
    assert sign_in(make.make_user(Role.RECEPTION)).get(url).status_code == 404
    assert [str(paper.pk) in finding for finding in findings()] == [True]


def test_another_paper_in_its_place_is_named_by_the_verification():
    paper = make.make_request("verified").verifications.first().file
    default_storage.delete(paper.key)
    default_storage.save(paper.key, ContentFile(b"another"))
    assert [str(paper.pk) in finding for finding in findings()] == [True]
