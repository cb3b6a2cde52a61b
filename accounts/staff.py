"""Giving and taking roles, and opening and closing accounts: the acts of the administrator."""

from django.utils.translation import gettext_lazy as _

from audit.refusals import NotPermitted, Refused
from audit.writing import write

from .models import User, system_user
from .roles import Role, reason_roles_clash


def set_roles(user: User, roles, *, by: User) -> None:
    """Makes these the person's roles; refuses incompatible pairs and giving oneself a role."""
    roles = {Role(role) for role in roles}
    refuse_staff_changes_by(by)
    if by.pk == user.pk and roles - user.roles:
        raise Refused(
            _("Nobody gives a role to themselves; another administrator must do it."), field="roles"
        )
    # The first administrator changes accounts whatever the roles, so it counts as one.
    clash = reason_roles_clash(roles | {Role.ADMINISTRATOR} if user.is_superuser else roles)
    if clash:
        raise Refused(clash, field="roles")
    user.role_codes = "".join(f",{role}" for role in Role if role in roles) + ("," if roles else "")
    for cached in ("roles", "permissions"):
        user.__dict__.pop(cached, None)
    write(user, by=by, reason=_("Roles changed"))


def refuse_staff_changes_by(actor: User) -> None:
    """Only an administrator changes accounts; the portal's own account and Django's first one set up the first."""
    if not (actor.may("accounts.change_staff") or actor.is_superuser or actor.pk == system_user().pk):
        raise NotPermitted(_("Only the system administrator changes staff accounts."))
