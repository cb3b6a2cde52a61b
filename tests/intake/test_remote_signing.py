"""The signature over a link: under exactly one sheet, once, with the sender as its witness."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.utils.translation import gettext as _

from audit.models import AuditEntry
from audit.refusals import Refused
from audit.writing import write
from intake.case_file import CaseFile
from intake.models import AccuracyPledge, PledgeMethod, SupportRequest
from intake.remote_pledge.signing import NOTE, sign_from_link
from intake.remote_pledge.standing import CannotBeSigned, LinkClosed
from intake.rules import pledge_stands
from intake.steps import State
from tests import factories as make

from .remote import (
    DRAWN,
    MEANWHILE,
    change_data,
    fresh,
    make_link,
    opened,
)

pytestmark = pytest.mark.django_db


def sign(link, **changed):
    given = {"proof": link.proof_nonce, "typed_name": link.signer_name, "confirmed": True, **changed}
    return sign_from_link(link, **given)


def test_the_pledge_stands_with_the_sender_as_its_witness_and_says_how_it_was_signed():
    link = opened(make_link())
    pledge = sign(link)
    request = SupportRequest.objects.get(pk=link.support_request_id)
    assert request.state == State.PLEDGED
    assert pledge_stands(CaseFile(request), link.issued_by) is None
    assert (pledge.method, pledge.witness, pledge.sha256) == ("remote", link.issued_by, link.shown_sha256)
    assert (pledge.scan, pledge.signature, pledge.strokes) == (None, None, "")
    step = request.handling_steps.latest("pk")
    assert (step.by, step.note) == (link.issued_by, NOTE)
    used = fresh(link)
    assert (used.pledge, used.used_at is not None) == (pledge, True)
    assert AuditEntry.objects.filter(model="intake.pledgelink").latest("pk").user is None
    call_command("verify_history")


def test_whoever_draws_has_the_drawing_kept_beside_the_confirmation():
    pledge = sign(opened(make_link()), strokes=DRAWN)
    assert pledge.signature is not None
    assert pledge.strokes_sha256
    for spoilt in ("{}", "x" * 50_000, '{"box":[10000,4000],"strokes":[[[1,1,0]]]}'):
        with pytest.raises(Refused):
            sign(opened(make_link()), strokes=spoilt)


def test_a_renewal_is_signed_over_a_link_too():
    request = make.make_request("pledged")
    change_data(type("L", (), {"support_request": request}))
    pledge = sign(opened(make_link(request=request)))
    assert request.pledges.count() == 2
    assert pledge_stands(CaseFile(SupportRequest.objects.get(pk=request.pk)), pledge.witness) is None


def test_a_guardian_signs_for_a_child_with_the_proof_that_the_sender_named():
    from_ten_years_ago = make.riyadh_today().replace(year=make.riyadh_today().year - 10, day=1)
    child = make.make_person(birth_date=from_ten_years_ago)
    link = make_link(
        request=make.make_request("verified", beneficiary=child),
        signer_role="guardian",
        signer_name="محمد سعد الحارثي",
        signer_proof="صك ولاية 4471",
    )
    pledge = sign(opened(link), typed_name="  محمّد سعد الحارثى ")
    assert (pledge.signer_role, pledge.signer_proof) == ("guardian", "صك ولاية 4471")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"typed_name": "هند خالد العتيبي"}, "typed_name"),
        ({"typed_name": ""}, "typed_name"),
        ({"confirmed": False}, "confirmed"),
        ({"proof": ""}, None),
        ({"proof": "0" * 32}, None),
    ],
)
def test_nothing_is_signed_without_name_confirmation_and_the_code(changed, field):
    link = opened(make_link())
    with pytest.raises(Refused) as refusal:
        sign(link, **changed)
    assert refusal.value.by_field[0][0] == field
    assert not AccuracyPledge.objects.exists()
    assert fresh(link).is_open


def test_a_link_that_nobody_opened_with_a_code_signs_nothing():
    link = make_link()
    with pytest.raises(Refused):
        sign(link)


def test_signed_again_it_is_closed_and_nothing_is_signed_twice():
    link = opened(make_link())
    sign(link)
    with pytest.raises(LinkClosed):
        sign(link)
    assert AccuracyPledge.objects.count() == 1


@pytest.mark.parametrize("happens", MEANWHILE)
def test_what_happened_since_the_code_is_seen_at_the_signature(happens):
    link = opened(make_link())
    happens(link)
    with pytest.raises(CannotBeSigned):
        sign(fresh(link))
    assert not AccuracyPledge.objects.exists()


def test_no_remote_pledge_is_written_past_the_link_not_even_in_the_shell():
    request = make.make_request("pledged")
    [paper] = request.pledges.all()
    forged = AccuracyPledge(
        support_request=request,
        round=1,
        method=PledgeMethod.REMOTE,
        signer_role="self",
        signer_name=paper.signer_name,
        witness=paper.witness,
        data_sheet=paper.data_sheet,
        sha256=paper.sha256,
        signed_at=paper.signed_at,
    )
    with pytest.raises(IntegrityError, match="over_an_open_link"):
        write(forged, by=paper.witness, reason="Forged")


def test_the_note_and_the_reasons_of_a_closed_link_are_told_in_arabic():
    assert _(NOTE) != NOTE
    assert connection.vendor in ("sqlite", "postgresql")
