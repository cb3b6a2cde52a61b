"""The one write path: who, why, from → to, and nothing past it."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Branch, system_user
from accounts.roles import Role
from audit.models import AuditEntry
from audit.models.audited import UnattributedWrite
from audit.refusals import Refused, Stale
from audit.timeline import entries_about
from audit.writing import one_transaction, write
from beneficiaries.models import Beneficiary
from beneficiaries.people import change_person
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_save_or_bulk_write_without_an_actor_is_refused():
    branch = make.make_branch()
    branch.name = "آخر"
    with pytest.raises(UnattributedWrite):
        branch.save()
    for attempt in (
        lambda: Branch.objects.update(name="x"),
        lambda: Branch.objects.bulk_create([Branch(code="x")]),
        lambda: Branch.objects.create(code="x"),
        lambda: Branch.objects.all().delete(),
    ):
        with pytest.raises(UnattributedWrite):
            attempt()
    with pytest.raises(Refused):
        branch.delete()
    with pytest.raises(UnattributedWrite):
        write(branch, by=system_user(), reason="")


def test_a_text_that_no_form_would_take_is_refused_in_the_shell_too():
    branch = make.make_branch()
    branch.name = "ط" * 101
    with pytest.raises(Refused) as refusal:
        write(branch, by=system_user(), reason="Named")
    assert [field for field, _sentence in refusal.value.by_field] == ["name"]
    with pytest.raises(Refused):
        write(Branch(code="long", name="ط" * 101), by=system_user(), reason="Named")
    branch.name = "ط" * 100
    assert write(branch, by=system_user(), reason="Named").name == Branch.objects.get(pk=branch.pk).name


def test_one_change_leaves_one_history_row_and_one_entry_with_from_and_to():
    person = make.make_person(city="الطائف")
    clerk = make.make_user(Role.RECEPTION)
    change_person(person, by=clerk, city="جدة")
    rows = person.history.all()
    assert [row.city for row in rows] == ["جدة", "الطائف"]
    assert rows[0].history_user == clerk
    entry = AuditEntry.objects.get(model="beneficiaries.beneficiary", object_pk=person.pk, seq=2)
    assert entry.changes == {"city": ["الطائف", "جدة"]}
    assert (entry.user, entry.acting_as, entry.about_person) == (clerk, "reception", person.pk)


def test_a_save_without_changes_leaves_nothing():
    person = make.make_person(city="الطائف")
    change_person(person, by=make.make_user(Role.RECEPTION), city="الطائف")
    assert person.history.count() == 1


def test_two_copies_of_a_row_cannot_both_be_saved():
    branch = make.make_branch()
    mine, theirs = Branch.objects.get(pk=branch.pk), Branch.objects.get(pk=branch.pk)
    theirs.name = "الأول"
    write(theirs, by=system_user(), reason="Renamed")
    mine.name = "الثاني"
    with pytest.raises(Stale) as caught, one_transaction():
        write(mine, by=system_user(), reason="Renamed")
    assert str(system_user()) in str(caught.value)
    branch.refresh_from_db()
    assert branch.name == "الأول"


def test_a_refusal_inside_an_act_undoes_the_whole_act():

    def half_an_act():
        with one_transaction():
            write(Branch(code="half", name="نصف"), by=system_user(), reason="Opened")
            raise Refused("no")

    with pytest.raises(Refused):
        half_an_act()
    assert not Branch.objects.filter(code="half").exists()
    assert not AuditEntry.objects.filter(model="accounts.branch").exists()


def test_an_act_with_many_rows_is_one_entry_on_the_timeline():
    request = make.make_request("received")
    acts = entries_about(support_request=request.pk)
    assert len(acts) == 1
    fields = {change["field"] for change in acts[0]["changes"]}
    assert len(fields) > 5


def test_passwords_never_reach_history_or_trail():
    user = make.make_user(Role.RECEPTION)
    user.set_password("a-long-secret-77")
    write(user, by=user, reason="Password changed")
    assert "password" not in {field.name for field in type(user.history.first())._meta.fields}
    assert "argon2" not in str(list(AuditEntry.objects.values_list("changes", flat=True)))


def test_staff_cannot_be_deleted_even_in_the_database():
    user = make.make_user(Role.RECEPTION)
    with pytest.raises(Refused):
        user.delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_user WHERE id = %s", [user.pk])


def test_every_audited_row_names_whom_it_is_about():
    request = make.make_request("referred")
    about = AuditEntry.objects.filter(about_request=request.pk)
    models = set(about.values_list("model", flat=True))
    assert {"intake.contact", "intake.dataverification", "intake.accuracypledge", "intake.referral"} <= models
    assert set(about.values_list("about_person", flat=True)) == {request.beneficiary_id}
    assert Beneficiary.objects.count() == 1
