"""Which version is in force on a day is read from the days themselves, never from a flag."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from policies.approval import approve_version
from policies.drafting import copy_version
from policies.models import PolicyVersion, VersionLife

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_versions(loaded, staff, approval_facts):
    """Versions in force from 27/11/2023, 1/7/2025 and 1/1/2026, and a fourth that is a draft."""
    first = loaded("qalam")
    versions = [first]
    for day in (date(2025, 7, 1), date(2026, 1, 1)):
        draft = copy_version(first, by=staff("administrator"))
        versions.append(approve_version(draft, by=staff("board"), **{**approval_facts, "effective_on": day}))
    versions.append(copy_version(first, by=staff("administrator")))
    return versions


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2023, 11, 26), None),
        (date(2023, 11, 27), 1),
        (date(2025, 6, 30), 1),
        (date(2025, 7, 1), 2),
        (date(2025, 12, 31), 2),
        (date(2026, 1, 1), 3),
        (date(2030, 1, 1), 3),
    ],
)
def test_the_newest_approved_version_whose_day_has_come_is_in_force(three_versions, day, number):
    version = PolicyVersion.objects.in_force(on=day)
    assert (version.number if version else None) == number


def test_the_life_of_a_version_follows_the_days(three_versions):
    first, second, third, fourth = three_versions
    day = date(2025, 8, 1)
    assert [version.life_on(day) for version in three_versions] == [
        VersionLife.SUPERSEDED,
        VersionLife.IN_FORCE,
        VersionLife.APPROVED,
        VersionLife.DRAFT,
    ]


def test_a_version_comes_into_force_at_midnight_in_riyadh(three_versions):
    first, second, third, _fourth = three_versions
    before = datetime(2025, 12, 31, 20, 59, 59, tzinfo=UTC)
    midnight = datetime(2025, 12, 31, 21, 0, 0, tzinfo=UTC)
    with time_machine.travel(before, tick=False):
        assert PolicyVersion.objects.in_force() == second
    with time_machine.travel(midnight, tick=False):
        assert PolicyVersion.objects.in_force() == third


def test_the_list_knows_the_life_of_every_version_in_two_queries(three_versions, django_assert_num_queries):
    with time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC)), django_assert_num_queries(2):
        lives = [version.life_on() for version in PolicyVersion.objects.with_life().order_by("number")]
    assert lives == [
        VersionLife.SUPERSEDED,
        VersionLife.SUPERSEDED,
        VersionLife.IN_FORCE,
        VersionLife.DRAFT,
    ]


def test_without_a_pack_nothing_is_in_force(db):
    assert PolicyVersion.objects.in_force() is None


@pytest.mark.parametrize(
    ("members", "needed"), [(0, 2), (1, 2), (2, 2), (3, 2), (4, 3), (5, 3), (6, 4), (7, 4), (9, 5)]
)
def test_a_quorum_is_more_than_half_and_at_least_two(members, needed):
    assert PolicyVersion(quorum_percent=50, quorum_minimum=2).quorum_of(members) == needed
