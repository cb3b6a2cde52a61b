"""The table of transitions: order, permission, gates and seals hold for everyone, by every way."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from accounts.roles import PERMISSIONS, Role
from arabic.calendars import riyadh_today
from audit.models import AuditEntry
from audit.refusals import NotPermitted, Refused
from audit.writing import write
from beneficiaries.iban import reason_iban_is_wrong
from intake import documents, reception
from intake.case_file import CaseFile
from intake.models import SupportRequest
from intake.steps import State, Step
from intake.workflow import TRANSITIONS, perform
from policies.models import PolicyVersion
from tests import factories as make

pytestmark = pytest.mark.django_db


def refused(call, *args, **kwargs) -> str:
    """The sentence with which a call is refused."""
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return str(caught.value)


@pytest.fixture
def clerk():
    return make.make_user(Role.RECEPTION, username="reception")


def test_each_step_leaves_one_step_row_one_history_row_of_the_request_and_its_trail(clerk):
    request = make.make_request("received")
    steps, history = request.handling_steps.count(), request.history.count()
    make.verify(request, clerk)
    assert request.handling_steps.count() == steps + 1
    assert request.history.count() == history + 1
    last = request.history.first()
    assert (last.history_user, last.history_change_reason) == (clerk, "Data verification")
    entry = AuditEntry.objects.filter(model="intake.supportrequest").latest("pk")
    assert (entry.user, entry.changes["state"]) == (clerk, ["received", "verified"])


OUT_OF_ORDER = [step for step, transition in TRANSITIONS.items() if State.RECEIVED not in transition.sources]


@pytest.mark.parametrize("step", OUT_OF_ORDER)
def test_a_step_out_of_order_is_refused_with_a_sentence_that_names_the_state(step):
    request = make.make_request("received")
    everyone_who_may = [role for role in Role if TRANSITIONS[step].permission in PERMISSIONS[role]]
    holder = make.make_user(everyone_who_may[0])
    # Their sight of the request is another matter, tested with the pages.
    holder.__dict__["permissions"] = holder.permissions | {"intake.see_all_requests"}
    assert str(State(request.state).label) in refused(perform, request, step, by=holder)
    assert request.handling_steps.count() == 1


def test_superusers_have_no_bypass():
    request = make.make_request("received")
    root = User.objects.create_superuser("root", "a-long-password-9", full_name="Root")
    for step in Step:
        if step != Step.RECEIVE:
            with pytest.raises(NotPermitted):
                perform(request, step, by=root)


def test_the_state_cannot_be_set_by_hand_even_with_the_write_path(clerk):
    request = make.make_request("received")
    request.state = State.ACCEPTED
    with pytest.raises(RuntimeError):
        write(request, by=clerk, reason="by hand")
    with pytest.raises(RuntimeError):
        SupportRequest.objects.filter(pk=request.pk).update(state=State.ACCEPTED)


def test_the_database_refuses_a_decided_state_before_the_reply_period():
    request = make.make_request("referred")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intake_supportrequest SET state = 'accepted', decided_on = %s WHERE id = %s",
            [riyadh_today().isoformat(), request.pk],
        )
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE intake_supportrequest SET state = 'accepted' WHERE id = %s", [request.pk])


def test_step_rows_and_history_cannot_be_changed_or_deleted_in_the_database():
    request = make.make_request("received")
    for table in ("intake_handlingstep", "intake_historicalsupportrequest", "audit_auditentry"):
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
            statement = (
                statement.replace("SET id = id", "SET history_id = history_id")
                if "historical" in table
                else statement
            )
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    assert request.handling_steps.exists()


class TestReception:
    def test_a_channel_of_another_version_is_refused(self, clerk):
        version = make.make_policy()
        person = make.make_person()
        stray = version.channels.first()
        stray.pk, stray.policy_version_id = None, version.pk + 99
        sentence = refused(
            reception.open_request,
            beneficiary=person,
            channel=stray,
            service_type=version.service_types.first(),
            need="حاجة",
            talk=make.talk(),
            by=clerk,
        )
        assert "قناة" in sentence or "channel" in sentence

    def test_no_request_is_opened_without_a_policy_in_force(self, clerk):
        version = make.make_policy("sila-makkah")
        assert version is None
        draft = PolicyVersion.objects.get()
        sentence = refused(
            reception.open_request,
            beneficiary=make.make_person(),
            channel=draft.channels.first(),
            service_type=draft.service_types.first(),
            need="حاجة",
            talk=make.talk(),
            by=clerk,
        )
        assert sentence

    def test_a_second_request_for_the_same_need_waits_for_an_executive(self, clerk):
        first = make.make_request("received")
        person, service = first.beneficiary, first.service_type
        sentence = refused(make.make_request, "received", beneficiary=person, service_type=service)
        assert first.reference in sentence
        executive = make.make_user(Role.EXECUTIVE)
        with pytest.raises(NotPermitted):
            reception.allow_same_need(beneficiary=person, service_type=service, reason="حاجة", by=clerk)
        reception.allow_same_need(beneficiary=person, service_type=service, reason="حادث جديد", by=executive)
        second = make.make_request("received", beneficiary=person, service_type=service)
        assert second.same_need_permit.reason == "حادث جديد"
        assert refused(make.make_request, "received", beneficiary=person, service_type=service)

    def test_the_privacy_notice_must_have_been_shown(self, clerk):
        version = make.make_policy()
        assert refused(
            reception.open_request,
            beneficiary=make.make_person(),
            channel=version.channels.first(),
            service_type=version.service_types.first(),
            need="حاجة",
            talk=make.talk(privacy_notice_shown_at=None),
            by=clerk,
        )
        assert not SupportRequest.objects.exists()

    def test_what_is_unclear_is_referred_to_whom_the_policy_names(self, clerk):
        for pack, target in (("naqrah", "executive"),):
            version = make.make_policy(pack)
            request = reception.open_request(
                beneficiary=make.make_person(),
                channel=version.channels.first(),
                service_type=version.service_types.first(),
                need="حاجة",
                talk=make.talk(unclear="ما معنى البحث الاجتماعي؟"),
                by=clerk,
            )
            assert request.clarifications.get().target == target

    def test_a_delegate_opens_requests_for_the_own_branch_only(self):
        north, south = make.make_branch("north"), make.make_branch("south")
        delegate = make.make_user(Role.DELEGATE, branch=north)
        make.make_policy()
        own, other = make.make_person(branch=north), make.make_person(branch=south)
        assert make.make_request("received", beneficiary=own, by=delegate).branch == north
        with pytest.raises(NotPermitted):
            make.make_request("received", beneficiary=other, by=delegate)


class TestVerification:
    def test_every_document_must_match_before_the_data_are_verified(self, clerk):
        request = make.make_request("received")
        documents_needed = CaseFile(request).required_documents
        sentence = refused(documents.verify_request, request, by=clerk)
        assert all(document.label in sentence for document in documents_needed)

    def test_an_expired_document_is_refused_with_its_day(self, clerk):
        request = make.make_request("received")
        for document in CaseFile(request).required_documents:
            facts = make.document_facts(document)
            if document.validity == "must_not_be_expired":
                facts["expires_on"] = riyadh_today() - timedelta(days=1)
            documents.record_document(request, document=document, by=clerk, **facts)
        assert refused(documents.verify_request, request, by=clerk)
        request.refresh_from_db()
        assert request.state == State.RECEIVED

    def test_only_reception_certifies_originals(self):
        branch = make.make_branch()
        delegate = make.make_user(Role.DELEGATE, branch=branch)
        make.make_policy()
        request = make.make_request("received", beneficiary=make.make_person(branch=branch), by=delegate)
        for document in CaseFile(request).required_documents:
            facts = make.document_facts(document)
            with pytest.raises(NotPermitted):
                documents.record_document(request, document=document, by=delegate, **facts)
            documents.record_document(
                request,
                document=document,
                by=delegate,
                **{**make.document_facts(document), "original_seen": False},
            )
        assert refused(documents.verify_request, request, by=delegate)
        clerk = make.make_user(Role.RECEPTION)
        for document in CaseFile(request).required_documents:
            documents.record_document(request, document=document, by=clerk, **make.document_facts(document))
        assert documents.verify_request(request, by=delegate).state == State.VERIFIED


def test_a_paper_with_a_wrong_kind_leaves_nothing_behind(clerk):
    request = make.make_request("received")
    document = CaseFile(request).required_documents[0]
    bad = SimpleUploadedFile("x.pdf", b"MZ\x90\x00 not a pdf", content_type="application/pdf")
    facts = {**make.document_facts(document), "upload": bad}
    assert refused(documents.record_document, request, document=document, by=clerk, **facts)
    assert not request.verifications.exists()


@pytest.mark.parametrize(
    ("iban", "right"),
    [
        ("SA0380000000608010167519", True),
        ("SA0380000000608010167518", False),
        ("SA03", False),
        ("GB82WEST12345698765432", False),
    ],
)
def test_a_saudi_iban_has_its_form_and_check_digits(iban, right):
    assert (reason_iban_is_wrong(iban) is None) is right
