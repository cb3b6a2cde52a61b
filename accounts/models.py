"""Who may act: staff, their roles, and the branches they work for."""

from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from audit.guards import Guard
from audit.models import Audited, AuditedQuerySet
from audit.writing import write

from .roles import PERMISSIONS, Role

SYSTEM_USERNAME = "rifada"


class Branch(Audited):
    """A branch office, whose delegates serve only the people of its area."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")
        ordering = ["code"]

    def __str__(self):
        return self.name


class UserManager(BaseUserManager.from_queryset(AuditedQuerySet)):
    def create_user(self, username, password=None, *, by=None, **fields):
        """Makes an account without any role; `accounts.staff.give_role` gives roles."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        return write(user, by=by or system_user(), reason=_("Account created"))

    def create_superuser(self, username, password=None, **fields):
        """Django's first account: it may enter the admin, but no rule makes an exception for it."""
        return self.create_user(username, password, is_superuser=True, **fields)


class User(Audited, AbstractBaseUser):
    """A member of staff. Accounts are deactivated, never deleted: the history names them for ever."""

    history_excluded = ("password",)
    guards = (Guard("staff_accounts_are_never_deleted", ("DELETE",)),)
    # Signing in changes no row of the account: django-axes keeps the sign-ins.
    last_login = None

    username = models.CharField(
        _("sign-in name"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()]
    )
    full_name = models.CharField(_("full name"), max_length=150)
    branch = models.ForeignKey(
        Branch, verbose_name=_("branch"), on_delete=models.PROTECT, null=True, blank=True, related_name="staff"
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_superuser = models.BooleanField(_("first administrator"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("staff account")
        verbose_name_plural = _("staff accounts")
        ordering = ["username"]
        constraints = [models.UniqueConstraint(Lower("username"), name="sign_in_name_is_unique_in_any_case")]

    def __str__(self):
        return self.full_name or self.username

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles this person holds now; read once per request."""
        return frozenset(Role(code) for code in self.role_assignments.values_list("role", flat=True))

    @cached_property
    def permissions(self) -> frozenset[str]:
        """Everything this person's roles allow."""
        return frozenset().union(*(PERMISSIONS[role] for role in self.roles))

    def may(self, permission: str) -> bool:
        """Whether a role of this person allows the act. SECURITY: superusers are not excepted."""
        return self.is_active and permission in self.permissions

    def has_perm(self, perm, obj=None):
        return self.may(perm)

    def has_perms(self, perm_list, obj=None):
        return all(self.may(perm) for perm in perm_list)

    def has_module_perms(self, app_label):
        return self.is_staff

    @property
    def is_staff(self) -> bool:
        """May enter the admin (what can be seen there is decided per model)."""
        return self.is_active and (self.is_superuser or self.may("admin.enter"))

    @property
    def roles_text(self) -> str:
        """The roles in words, for the page header."""
        return "، ".join(str(role.label) for role in Role if role in self.roles)

    def save(self, *args, **kwargs):
        """Django itself saves an account only to renew its password hash: attributed to the person."""
        if getattr(self, "_being_written", False):
            super().save(*args, **kwargs)
        else:
            write(self, by=self, reason=_("Password stored anew"))


class RoleAssignment(Audited):
    """One role of one person; the incompatible pairs are refused by `accounts.staff.give_role`."""

    removable = True

    user = models.ForeignKey(
        User, verbose_name=_("staff account"), on_delete=models.PROTECT, related_name="role_assignments"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="a_role_is_held_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_is_known"),
        ]

    def __str__(self):
        return self.get_role_display()


def system_user() -> User:
    """The account in whose name commands act; nobody can sign in with it."""
    user = User.objects.filter(username=SYSTEM_USERNAME).first()
    if user is None:
        user = User(username=SYSTEM_USERNAME, full_name="رفادة", is_active=False)
        user.set_unusable_password()
        write(user, by=None, reason=_("Account created"))
    return user
