"""A member's declaration: written and read by that member alone, ended and never deleted."""

import uuid

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from audit.models import AuditEntry
from audit.refusals import NotPermitted, Stale
from research_committee.conflicts.declaring import declare_particulars, declare_relation, end_relation
from research_committee.models import DeclaredRelation, MemberParticulars
from tests.factories import identity_number, make_user

from .declared import declare, iban
from .factories import make_committee
from .refusals import refused, superuser
from .test_committee_guards import execute

pytestmark = pytest.mark.django_db
NUMBER, PHONE, ACCOUNT = identity_number(800_001), "+966561234509", iban(77)
SECRETS = (NUMBER, "0561234509", "056 123 4509", PHONE, ACCOUNT, "الغامدية", "هند سعيد", "شريكتي")


@pytest.fixture
def declared():
    committee = make_committee()
    member = committee.members[0]
    facts = {"identity_number": NUMBER, "phone": PHONE, "iban": ACCOUNT, "family_name": "الغامدية"}
    return (
        committee,
        member,
        declare(member, **facts),
        declare_relation(name="هند سعيد", relation="شريكتي", by=member),
    )


def told(page) -> list[str]:
    return [secret for secret in SECRETS if secret in page.text]


def test_the_member_reads_it_and_others_that_and_when(sign_in, declared):
    committee, member, *_ = declared
    own = sign_in(member, fresh=True).get(reverse("declaration"))
    assert {NUMBER, "الغامدية", "هند سعيد", "شريكتي"} <= set(told(own))
    page = sign_in(committee.chair, fresh=True).get(reverse("declaration"))
    assert told(page) == []
    assert member.full_name in page.text
    assert "تاريخ الإفصاح" in page.text
    for role in (Role.ADMINISTRATOR, Role.AUDITOR, Role.EXECUTIVE, Role.RECEPTION):
        assert sign_in(make_user(role), fresh=True).get(reverse("declaration")).status_code == 403


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_the_administration_and_its_histories_hold_none_of_it(sign_in, declared, role):
    _committee, _member, particulars, relation = declared
    client = sign_in(make_user(role), fresh=True)
    for row in (particulars, relation):
        name = f"admin:research_committee_{row._meta.model_name}"
        first = row.history.first().pk
        for page, args in (
            ("changelist", []),
            ("change", [row.pk]),
            ("history", [row.pk]),
            ("simple_history", [row.pk, first]),
        ):
            shown = client.get(reverse(f"{name}_{page}", args=args))
            assert shown.status_code == (200 if role == Role.AUDITOR else 403)
            assert told(shown) == []


def test_the_trail_says_that_something_was_declared_and_not_what(declared):
    entries = AuditEntry.objects.filter(model__startswith="research_committee.", model__contains="declared")
    entries |= AuditEntry.objects.filter(model="research_committee.memberparticulars")
    assert entries.count() == 2
    assert not [secret for secret in SECRETS if secret in str(list(entries.values()))]


def test_only_a_member_declares_and_only_of_themselves(sign_in, declared):
    committee, _member, _particulars, relation = declared
    with translation.override("en"):
        for user in (make_user(Role.ADMINISTRATOR), superuser()):
            refused("Your role does not", declare, user, kind=NotPermitted)
            refused(
                "Your role does not",
                declare_relation,
                name="هند سعيد",
                relation="x",
                by=user,
                kind=NotPermitted,
            )
        refused("Another member declared this number", declare, committee.chair, identity_number=NUMBER)
    with pytest.raises(DeclaredRelation.DoesNotExist):
        end_relation(relation, by=committee.chair)
    client = sign_in(committee.chair, fresh=True)
    sent = client.post(reverse("relation_end", args=[relation.pk]), {"idempotency_key": str(uuid.uuid4())})
    assert sent.status_code == 404


def test_what_is_wrong_is_named_beside_its_field(sign_in, declared):
    _committee, member, *_ = declared
    client = sign_in(member, fresh=True)
    wrong = {
        "identity_number": "1234567890",
        "family_name": "",
        "city": "",
        "district": "",
        "phone": "5",
        "iban": "SA1",
    }
    page = client.post(reverse("declaration_change"), {"idempotency_key": str(uuid.uuid4()), **wrong})
    assert page.status_code == 422
    assert wrong.keys() <= page.context["form"].errors.keys()
    for fields in ({"name": "القرشي", "relation": "عمي"}, {"relation": "عمي"}, {"name": "هند سعيد"}):
        page = client.post(reverse("relation_add"), {"idempotency_key": str(uuid.uuid4()), **fields})
        assert page.status_code == 422


def test_two_windows_do_not_overwrite_each_other(declared):
    _committee, member, particulars, _relation = declared
    facts = {"identity_number": NUMBER, "phone": PHONE, "family_name": "الغامدية", "city": "الباحة"}
    declare_particulars(by=member, seen_version=particulars.version, district="النسيم", **facts)
    with pytest.raises(Stale):
        declare_particulars(by=member, seen_version=particulars.version, district="الشفا", **facts)
    now = MemberParticulars.objects.get()
    assert (now.district, now.version) == ("النسيم", 2)
    # The same again is no change.
    assert declare_particulars(by=member, seen_version=2, district="النسيم", **facts).version == 2


def test_the_database_keeps_what_was_declared(declared):
    committee, member, _particulars, relation = declared
    for statement in (
        "DELETE FROM research_committee_memberparticulars",
        "DELETE FROM research_committee_declaredrelation",
        "UPDATE research_committee_declaredrelation SET name = 'x'",
        f"UPDATE research_committee_declaredrelation SET member_id = {committee.chair.pk}",
        f"UPDATE research_committee_memberparticulars SET member_id = {committee.chair.pk}",
    ):
        with pytest.raises(IntegrityError):
            execute(statement)
    ended = end_relation(relation, by=member)
    assert ended.ended_on is not None
    with pytest.raises(IntegrityError):
        execute("UPDATE research_committee_declaredrelation SET ended_on = NULL")
    with translation.override("en"):
        refused("has ended already", end_relation, ended, by=member)


def test_the_page_needs_as_many_queries_with_more_relations(sign_in, declared, django_assert_max_num_queries):
    _committee, member, *_ = declared
    client = sign_in(member, fresh=True)
    client.get(reverse("declaration"))
    with django_assert_max_num_queries(12) as few:
        client.get(reverse("declaration"))
    for number in range(4):
        declare_relation(identity_number=identity_number(810_000 + number), relation="شريك", by=member)
    with django_assert_max_num_queries(12) as many:
        client.get(reverse("declaration"))
    assert len(few) == len(many)
