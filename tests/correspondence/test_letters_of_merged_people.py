"""Letters go along when two files turn out to be one person's, and come back when they are taken apart."""

import pytest

from accounts.roles import Role
from beneficiaries.duplicates.merging import approve_merge, propose_merge, take_apart
from correspondence.incoming import record_incoming
from tests import factories as make
from tests.duplicates import NAMES, file_of

from .letters import issue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_papers")]


def test_letters_follow_the_person_and_stay_as_they_were_issued():
    make.make_policy()
    clerk = make.make_user(Role.RECEPTION, username="reception")
    second = make.make_user(Role.EXECUTIVE)
    kept, merged = file_of(**NAMES), file_of(**NAMES)
    letter = issue(beneficiary=merged, by=clerk)
    came_in = record_incoming(
        received_on=make.riyadh_today(), sender="الوزارة", subject="إفادة", beneficiary=merged, by=clerk
    )
    digest = letter.sha256
    merge = propose_merge(kept, merged, taken_over=(), because="الهوية نفسها", by=clerk)
    merge = approve_merge(merge, by=second)
    for row in (letter, came_in):
        row.refresh_from_db()
        assert row.beneficiary_id == kept.pk
    assert letter.sha256 == digest
    take_apart(merge, because="شخصان مختلفان", by=second)
    for row in (letter, came_in):
        row.refresh_from_db()
        assert row.beneficiary_id == merged.pk
