"""Who may act: roles, incompatible pairs, and no bypass for superusers."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import User, system_user
from accounts.roles import DECIDING, PERMISSIONS, Role
from accounts.staff import set_roles
from audit.refusals import NotPermitted, Refused
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("deciding", sorted(DECIDING))
def test_an_administrator_holds_no_deciding_role(deciding):
    user = make.make_user()
    with pytest.raises(Refused):
        set_roles(user, [Role.ADMINISTRATOR, deciding], by=system_user())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_user SET role_codes = %s WHERE id = %s", [f",administrator,{deciding},", user.pk]
        )


@pytest.mark.parametrize("acting", [role for role in Role if role != Role.AUDITOR])
def test_an_auditor_holds_no_acting_role(acting):
    user = make.make_user()
    with pytest.raises(Refused):
        set_roles(user, [Role.AUDITOR, acting], by=system_user())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_user SET role_codes = %s WHERE id = %s", [f",auditor,{acting},", user.pk]
        )


def test_one_person_may_hold_several_roles():
    user = make.make_user(Role.RECEPTION, Role.DELIVERY)
    assert user.may("intake.deliver_request")
    assert user.may("intake.receive_request")
    assert User.objects.working_as(Role.DELIVERY).get() == user


def test_only_an_administrator_gives_roles_and_not_to_themselves():
    administrator = make.make_user(Role.ADMINISTRATOR)
    clerk = make.make_user(Role.RECEPTION)
    with pytest.raises(NotPermitted):
        set_roles(make.make_user(), [Role.BOARD], by=clerk)
    with pytest.raises(Refused):
        set_roles(administrator, [Role.ADMINISTRATOR, Role.RECEPTION], by=administrator)
    set_roles(clerk, [Role.RESEARCHER], by=administrator)
    assert clerk.roles == {Role.RESEARCHER}
    assert clerk.history.first().history_user == administrator


def test_a_superuser_holds_no_permission_by_being_one():
    root = User.objects.create_superuser("root", "a-long-password-9", full_name="Root")
    assert not any(root.may(permission) for permissions in PERMISSIONS.values() for permission in permissions)
    assert root.is_staff


def test_a_deactivated_account_may_nothing_and_is_signed_out(client):
    clerk = make.make_user(Role.RECEPTION)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("home")).status_code == 200
    clerk.is_active = False
    make.write(clerk, by=system_user(), reason="Account closed")
    assert not clerk.may("intake.receive_request")
    assert client.get(reverse("home")).status_code == 302


def test_wrong_passwords_are_counted_per_name_and_address_and_nobody_else_is_locked_out(client, settings):
    settings.AXES_FAILURE_LIMIT = 3
    for name in ("reception", "researcher"):
        user = make.make_user(Role.RECEPTION, username=name)
        user.set_password("a-long-password-9")
        make.write(user, by=user, reason="Password set")
    login = reverse("login")
    for _attempt in range(3):
        answer = client.post(login, {"username": "reception", "password": "wrong"}, REMOTE_ADDR="127.0.0.9")
    assert answer.status_code == 429
    right = {"username": "reception", "password": "a-long-password-9"}
    assert client.post(login, right, REMOTE_ADDR="127.0.0.9").status_code == 429
    assert client.post(login, right, REMOTE_ADDR="127.0.0.8").status_code == 302
    other = {"username": "researcher", "password": "a-long-password-9"}
    assert client.post(login, other, REMOTE_ADDR="127.0.0.9").status_code == 302


def test_the_portals_own_account_cannot_sign_in(client):
    assert not system_user().has_usable_password()
    assert client.post(reverse("login"), {"username": "rifada", "password": "!"}).status_code == 200
