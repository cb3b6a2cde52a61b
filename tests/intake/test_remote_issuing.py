"""Who sends a link, to whom, and what the database itself holds of its promises."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from audit.refusals import NotPermitted, Refused
from intake.models import PledgeLink
from intake.remote_pledge.codes import WrongCode, check_code
from intake.remote_pledge.issuing import close_pledge_link
from intake.remote_pledge.tokens import link_meant, token_of
from tests import factories as make

from .remote import after, clerk_of, fresh, make_link, opened, other_code, with_code

pytestmark = pytest.mark.django_db


def test_one_link_is_open_at_a_time_and_another_one_closes_it():
    first = make_link()
    second = make_link(request=first.support_request)
    assert [fresh(link).is_open for link in (first, second)] == [False, True]
    assert link_meant(token_of(first)) is None


def test_who_may_not_take_a_pledge_sends_no_link_and_closes_none():
    link = make_link()
    researcher = make.make_user("researcher")
    with pytest.raises(NotPermitted):
        make_link(request=link.support_request, by=researcher)
    with pytest.raises(NotPermitted):
        close_pledge_link(link, because="x", by=researcher)
    assert fresh(link).is_open


def test_the_signer_is_judged_before_a_link_is_sent():
    request = make.make_request("verified")
    clerk = clerk_of(request)
    for signer in (
        {"signer_role": "guardian", "signer_name": "أحمد سعد الغامدي", "signer_proof": ""},
        {"signer_name": "هند خالد العتيبي"},
        {"signer_role": "agent", "signer_name": clerk.full_name, "signer_proof": "وكالة 1"},
    ):
        with pytest.raises(Refused):
            make_link(request=request, **signer)
    assert not PledgeLink.objects.exists()


def test_no_link_goes_to_a_phone_that_gets_no_messages():
    person = make.make_person(phone="+966127361234")
    with pytest.raises(
        Refused,
        match=_(
            "The phone on file receives no messages. Have the pledge signed here, or record a mobile number."
        ),
    ):
        make_link(request=make.make_request("verified", beneficiary=person))


IMPOSSIBLE = {
    "used without a pledge": "UPDATE intake_pledgelink SET used_at = issued_at",
    "another sheet": "UPDATE intake_pledgelink SET shown_sha256 = 'f'",
    "another phone": "UPDATE intake_pledgelink SET phone = '+966550000000'",
    "a longer time": "UPDATE intake_pledgelink SET expires_at = '2099-01-01 00:00:00+00:00'",
    "tries taken back": "UPDATE intake_pledgelink SET tries = 0",
    "a sixth try": "UPDATE intake_pledgelink SET tries = 6",
    "opened without a code": "UPDATE intake_pledgelink SET codes_sent = 0",
    "deleted": "DELETE FROM intake_pledgelink",
}


def is_refused(sql: str) -> bool:
    try:
        with transaction.atomic():
            connection.cursor().execute(sql)
    except IntegrityError:
        return True
    return False


def test_the_database_itself_refuses():
    link = opened(make_link())
    with after(seconds=61):
        link = with_code(link)
        with pytest.raises(WrongCode):
            check_code(link, other_code(link))
    assert [what for what, sql in IMPOSSIBLE.items() if not is_refused(sql)] == []


def test_a_closed_link_is_not_opened_again_by_anybody():
    link = make_link()
    close_pledge_link(link, because="رقم آخر", by=link.issued_by)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute("UPDATE intake_pledgelink SET closed_at = NULL, closed_because = ''")
