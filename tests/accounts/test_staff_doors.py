"""Accounts against the doors beside `set_roles`."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from accounts.models import system_user
from accounts.roles import Role
from accounts.staff import set_roles
from audit.models import AuditEntry
from audit.models.audited import UnattributedWrite
from audit.refusals import Refused
from audit.writing import write
from tests import factories as make

pytestmark = pytest.mark.django_db
User = get_user_model()


def test_saving_an_account_by_itself_renews_its_password_hash_and_nothing_else():
    user = make.make_user(Role.RECEPTION)
    user.set_password("ورقة-وقلم-1446")
    user.save()
    assert User.objects.get(pk=user.pk).check_password("ورقة-وقلم-1446")
    user = User.objects.get(pk=user.pk)
    user.role_codes = ",committee,"
    with pytest.raises(UnattributedWrite):
        user.save()
    with pytest.raises(UnattributedWrite):
        User(username="new", full_name="x").save()


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.BOARD, Role.EXECUTIVE, Role.AUDITOR])
def test_the_first_administrator_decides_and_audits_as_little_as_any_other(role):
    root = User(username="root", full_name="الأول", is_superuser=True)
    root.set_unusable_password()
    write(root, by=system_user(), reason="Set up")
    with pytest.raises(Refused):
        set_roles(root, [role], by=make.make_user(Role.ADMINISTRATOR))


def test_an_administrator_who_read_older_roles_does_not_overwrite_newer_ones(sign_in):
    colleague = make.make_user(Role.RECEPTION)
    url = reverse("admin:accounts_user_change", args=[colleague.pk])
    form = {"username": colleague.username, "full_name": colleague.full_name, "is_active": "on"}
    form |= {"seen_version": colleague.version}
    first = sign_in(make.make_user(Role.ADMINISTRATOR))
    second = sign_in(make.make_user(Role.ADMINISTRATOR), fresh=True)
    assert first.post(url, {**form, "roles": Role.DELIVERY}).status_code == 302
    assert second.post(url, {**form, "roles": Role.RESEARCHER}).status_code == 200
    assert User.objects.get(pk=colleague.pk).roles == {Role.DELIVERY}


def test_nobody_who_gives_themselves_a_role_changes_the_rest_of_the_account(sign_in):
    administrator = make.make_user(Role.ADMINISTRATOR)
    url = reverse("admin:accounts_user_change", args=[administrator.pk])
    form = {"username": administrator.username, "full_name": "اسم آخر", "is_active": "on"}
    sign_in(administrator).post(url, {**form, "roles": [Role.ADMINISTRATOR, Role.DELIVERY]})
    stored = User.objects.get(pk=administrator.pk)
    assert (stored.full_name, stored.roles) == (administrator.full_name, {Role.ADMINISTRATOR})


@pytest.mark.parametrize("name", ["A" * 10_000, "٠" * 300, "﷽" * 61])
def test_a_name_longer_than_any_account_has_is_refused_like_any_wrong_one(client, name):
    answer = client.post(
        reverse("login"), {"username": name, "password": "x"}, headers={"user-agent": "U" * 5000}
    )
    assert answer.status_code in (200, 422)
    assert "اسم الدخول" in answer.content.decode()


def test_a_password_given_by_the_administrator_is_told_by_itself(sign_in):
    colleague = make.make_user(Role.COMMITTEE)
    url = reverse("admin:accounts_user_change", args=[colleague.pk])
    form = {"username": colleague.username, "full_name": colleague.full_name, "is_active": "on"}
    form |= dict.fromkeys(("password1", "password2"), "ورقة-وقلم-1446") | {"roles": Role.COMMITTEE}
    sign_in(make.make_user(Role.ADMINISTRATOR)).post(url, form)
    entries = AuditEntry.objects.filter(model="accounts.user", object_pk=colleague.pk)
    assert entries.filter(reason="New password given by the administrator").count() == 1
    assert "argon2" not in str(list(entries.values_list("changes", "note")))
