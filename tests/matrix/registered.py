"""What stands in the register of the world besides the letters of requests."""

from unittest import mock

from arabic.calendars import riyadh_today
from correspondence import issuing
from correspondence.hand_overs import record_hand_over
from correspondence.incoming import record_incoming
from correspondence.kinds import LetterKind
from tests import factories as make


def _plain(template, content) -> bytes:
    return f"%PDF-1.7 {template} {content['serial']}".encode()


def fill_register(world) -> None:
    """Letters to a person of each branch and about nobody, one of them handed over; letters that came in."""
    clerk, version, today = world.users["reception"], world.rows["version"], riyadh_today()

    def issue(kind, **about):
        facts = {"subject": "إشعار", "content": {"text": "نص"}, "policy_version": version}
        return issuing.issue_letter(kind, by=clerk, reason="Letter issued", **facts, **about)

    with mock.patch.object(issuing, "typeset", _plain):
        referred = world.requests["referred"]
        world.rows["letter"] = issue("referral", beneficiary=referred.beneficiary, about=referred)
        world.rows["foreign_letter"] = issue("referral", beneficiary=world.rows["foreign_person"])
        world.rows["foreign_pledge"] = issue("pledge", beneficiary=world.rows["foreign_person"])
        world.rows["minutes_letter"] = issue(LetterKind.MINUTES)
    handed = {"received_by_name": "سارة محمد الحارثي", "handed_on": today, "how": "in_person"}
    record_hand_over(world.rows["letter"], **handed, by=clerk)
    came_in = {"received_on": today, "sender": "مركز التأهيل الشامل", "by": clerk}
    world.rows["incoming_of_person"] = record_incoming(
        **came_in, subject="إفادة", beneficiary=referred.beneficiary
    )
    world.rows["incoming"] = record_incoming(**came_in, subject="تعميم", scan=make.paper())
