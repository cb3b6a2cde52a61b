"""Eight members of the board press the same button at once, and eight operators load the same pack."""

import threading

import pytest
from django.db import connection

from accounts.models import system_user
from audit.models import AuditEntry
from audit.refusals import Refused
from policies.approval import approve_version
from policies.loading import load_pack
from policies.models import Association, PolicyVersion

CLIENTS = 8
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.slow,
    pytest.mark.xdist_group("two_at_once"),
]


def at_once(act) -> list:
    """What `act(number)` returned or how it was refused, in eight threads that start together."""
    results, gate = [None] * CLIENTS, threading.Barrier(CLIENTS)

    def one(number):
        try:
            gate.wait(timeout=20)
            results[number] = act(number)
        except Refused as refusal:
            results[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_eight_members_of_the_board_make_one_approval(loaded, staff, approval_facts):
    draft = loaded("sila-makkah")
    board = [staff("board", username=f"board{number}") for number in range(CLIENTS)]
    results = at_once(lambda number: approve_version(draft, by=board[number], **approval_facts))
    refusals = [result for result in results if isinstance(result, Refused)]
    assert len(refusals) == CLIENTS - 1
    assert draft.history.filter(history_change_reason="Approved by the board").count() == 1
    assert (
        AuditEntry.objects.filter(model="policies.policyversion", reason="Approved by the board").count() == 1
    )


def test_a_pack_loaded_eight_times_at_once_is_one_version():
    system_user()
    results = at_once(lambda number: load_pack("cra-taif", by=system_user()))
    loaded = [result for result in results if not isinstance(result, Refused)]
    assert [report.changed for report in loaded].count(True) == 1
    assert Association.objects.count() == PolicyVersion.objects.count() == 1
