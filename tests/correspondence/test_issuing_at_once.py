"""Eight clerks issue letters of one kind at the same moment, and some of them fail in the middle."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.storage import default_storage
from django.db import connections

from accounts.roles import Role
from audit.refusals import Refused
from audit.writing import one_transaction
from correspondence.incoming import record_incoming
from correspondence.issuing import issue_once
from correspondence.models import IncomingLetter, Letter, Serial
from correspondence.verification import findings
from tests import factories as make

from .letters import issue

CLERKS, LETTERS_EACH = 8, 4
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.slow,
    pytest.mark.xdist_group("two_at_once"),
    pytest.mark.usefixtures("plain_papers"),
]


def at_once(acts) -> list:
    """What each act gave, in threads with connections of their own; a refusal is what it gave."""

    def run(act):
        try:
            return act()
        except (Refused, ZeroDivisionError) as fault:
            return fault
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CLERKS) as threads:
        return list(threads.map(run, acts))


def numbers(model=Letter) -> list[int]:
    return list(model.objects.order_by("pk").values_list("number", flat=True))


def test_eight_issuers_of_whom_some_fail_in_the_middle_leave_no_gap():
    version, clerk = make.make_policy(), make.make_user(Role.RECEPTION)
    turn = itertools.count()

    def issue_some():
        with one_transaction():
            letter = issue(policy_version=version, by=clerk)
            if next(turn) % 3 == 0:
                # The step that the letter belongs to is refused after all.
                raise Refused("not today")
            return letter

    results = at_once([issue_some] * CLERKS * LETTERS_EACH)
    issued = [letter for letter in results if isinstance(letter, Letter)]
    assert len(issued) == CLERKS * LETTERS_EACH * 2 // 3
    # In the order in which they were written.
    assert numbers() == list(range(1, len(issued) + 1))
    assert Serial.objects.get().last == len(issued)
    assert len(default_storage.listdir("")[1]) == len(issued)
    moments = list(Letter.objects.order_by("number").values_list("issued_at", flat=True))
    assert moments == sorted(moments)
    assert list(findings()) == []


def test_eight_who_ask_for_the_same_letter_get_one():
    version, clerk = make.make_policy(), make.make_user(Role.RECEPTION)
    once = lambda: issue(verb=issue_once, about=version, policy_version=version, by=clerk)  # noqa: E731
    assert {letter.pk for letter in at_once([once] * CLERKS)} == {Letter.objects.get().pk}


def test_of_eight_corrections_of_one_letter_the_first_counts():
    version, clerk = make.make_policy(), make.make_user(Role.RECEPTION)
    first = issue(policy_version=version, by=clerk)
    again = {"corrects": first, "correction": "خطأ في التاريخ", "policy_version": version, "by": clerk}
    results = at_once([lambda: issue(**again)] * CLERKS)
    assert sum(isinstance(result, Refused) for result in results) == CLERKS - 1
    assert numbers() == [1, 2]


def test_eight_incoming_letters_at_once_leave_no_gap():
    clerk = make.make_user(Role.RECEPTION)
    facts = {"received_on": make.riyadh_today(), "sender": "الوزارة", "subject": "تعميم", "by": clerk}
    at_once([lambda: record_incoming(**facts)] * CLERKS)
    assert numbers(IncomingLetter) == list(range(1, CLERKS + 1))
