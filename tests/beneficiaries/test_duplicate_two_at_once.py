"""Several people at once about the same two files, and a merge cut off in the middle, where it really commits."""

import os
import signal
import subprocess
import sys
import threading

import pytest
from django.conf import settings
from django.db import connection

from accounts.roles import Role
from audit.models import AuditEntry
from audit.refusals import Refused
from audit.verification import findings
from beneficiaries.duplicates.merging import approve_merge, propose_merge, take_apart
from beneficiaries.models import Beneficiary, FileMerge
from tests import factories as make
from tests.duplicates import NAMES, file_of, with_everything

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.slow,
    pytest.mark.xdist_group("two_at_once"),
]
CLIENTS = 4


def at_once(act) -> list:
    """What each of several threads that start together came to: None, or what refused it."""
    outcomes, gate = ["nothing"] * CLIENTS, threading.Barrier(CLIENTS)

    def one(number):
        try:
            gate.wait(timeout=20)
            act(number)
            outcomes[number] = None
        except Refused as refusal:
            outcomes[number] = str(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


@pytest.fixture
def proposal():
    clerk = make.make_user(Role.RECEPTION, username="reception")
    kept, merged = file_of(**NAMES), file_of(**NAMES)
    with_everything(merged, clerk)
    return propose_merge(kept, merged, taken_over=["phone"], because="شخص واحد", by=clerk)


def told_of(*people) -> int:
    return AuditEntry.objects.filter(about_person__in=[person.pk for person in people]).count()


def test_several_approve_one_merge_and_it_happens_once(proposal):
    others = [make.make_user(Role.EXECUTIVE) for _number in range(CLIENTS)]
    outcomes = at_once(lambda number: approve_merge(proposal, by=others[number]))
    assert outcomes.count(None) == 1
    assert all(outcome is None or "سبق" in outcome for outcome in outcomes), outcomes
    entries = AuditEntry.objects.filter(reason="Files merged", model="beneficiaries.beneficiary")
    assert entries.filter(object_pk=proposal.merged_id).count() == 1
    assert list(findings()) == []


def test_several_take_one_merge_apart_and_it_happens_once(proposal):
    merge = approve_merge(proposal, by=make.make_user(Role.EXECUTIVE))
    others = [make.make_user(Role.RECEPTION) for _number in range(CLIENTS)]
    outcomes = at_once(lambda number: take_apart(merge, because="أختان", by=others[number]))
    assert outcomes.count(None) == 1
    assert FileMerge.objects.get().state == "undone"
    assert list(findings()) == []


def test_two_files_are_not_merged_into_each_other(proposal):
    clerks = [make.make_user(Role.RECEPTION) for _number in range(CLIENTS)]
    one, other = file_of(**NAMES | {"family_name": "الحربي"}), file_of(**NAMES | {"family_name": "الحربي"})
    both = [(one, other), (other, one)] * 2

    def propose(number):
        kept, merged = both[number]
        propose_merge(kept, merged, taken_over=(), because="شخص واحد", by=clerks[number])

    assert at_once(propose).count(None) == 1
    assert FileMerge.objects.filter(kept__in=[one, other]).count() == 1


_CUT_OFF = """
import os, signal
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = os.environ["CUT_OFF_DATABASE"]
from accounts.models import User
from beneficiaries.duplicates import merging, moving
from beneficiaries.models import FileMerge

def cut_off(moves, **told):
    moving.carry_out(moves[: len(moves) // 2], **told)
    os.kill(os.getpid(), signal.SIGKILL)

merging.carry_out = cut_off
by = User.objects.get(username="second")
merging.approve_merge(FileMerge.objects.get(), by=by)
"""


def test_a_process_that_is_killed_in_the_middle_of_a_merge_leaves_nothing_behind(proposal):
    make.make_user(Role.EXECUTIVE, username="second")
    before = told_of(proposal.kept, proposal.merged), list(Beneficiary.objects.order_by("pk").values())
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "CUT_OFF_DATABASE": str(connection.settings_dict["NAME"]),
    }
    command = [sys.executable, "-c", _CUT_OFF]
    cut = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, timeout=120)
    assert cut.returncode == -signal.SIGKILL, cut.stderr.decode()[-2000:]
    connection.close()
    assert (
        told_of(proposal.kept, proposal.merged),
        list(Beneficiary.objects.order_by("pk").values()),
    ) == before
    assert FileMerge.objects.get().state == "proposed"
    assert list(findings()) == []
    assert approve_merge(proposal, by=make.make_user(Role.EXECUTIVE)).state == "approved"
