"""Who may act: staff, their roles, and the branches they work for."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from arabic.text import listed
from audit.guards import Guard
from audit.models import Audited, AuditedQuerySet
from audit.models.audited import UnattributedWrite
from audit.writing import changes_of, write

from .roles import DECIDING, PERMISSIONS, Role

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


class UserQuerySet(AuditedQuerySet):
    def working_as(self, role: Role):
        """The active staff who hold a role."""
        return self.filter(is_active=True, role_codes__contains=f",{role},")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, username, password=None, *, by=None, **fields):
        """Makes an account without any role; `accounts.staff.set_roles` gives roles."""
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
        Branch,
        verbose_name=_("branch"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
    )
    # The roles as ",reception,delegate,": on the row itself, so that one query knows who somebody is and what they may.
    role_codes = models.CharField(_("roles"), max_length=120, blank=True, editable=False)
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
        constraints = [
            models.UniqueConstraint(Lower("username"), name="sign_in_name_is_unique_in_any_case"),
            models.CheckConstraint(
                condition=models.Q(role_codes="")
                | models.Q(role_codes__regex=rf"^,(({'|'.join(Role.values)}),)+$"),
                name="roles_are_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(role_codes__contains=",auditor,") | models.Q(role_codes=",auditor,"),
                name="an_auditor_only_audits",
            ),
            models.CheckConstraint(
                condition=~models.Q(role_codes__contains=",administrator,")
                | ~models.Q(role_codes__regex=rf",({'|'.join(sorted(DECIDING))}),"),
                name="an_administrator_does_not_decide",
            ),
        ]

    def __str__(self):
        return self.full_name or self.username

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles this person holds; `accounts.staff.set_roles` changes them."""
        return frozenset(Role(code) for code in self.role_codes.split(",") if code)

    @cached_property
    def permissions(self) -> frozenset[str]:
        """Everything this person's roles allow."""
        return frozenset().union(*(PERMISSIONS[role] for role in self.roles))

    def may(self, permission: str) -> bool:
        """Whether a role of this person allows the act. SECURITY: superusers are not excepted."""
        return self.is_active and permission in self.permissions

    @staticmethod
    def roles_in_words(codes) -> str:
        """Role codes as the labels of today, in the order of the table."""
        return listed(role.label for role in Role if role in codes)

    def get_short_name(self):
        return self.full_name

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
        return self.roles_in_words(self.roles)

    def save(self, *args, **kwargs):
        """Django itself saves an account only to renew its password hash: attributed to the person."""
        if getattr(self, "_being_written", False):
            super().save(*args, **kwargs)
        elif self._state.adding or changes_of(self).keys() - {"password"}:
            raise UnattributedWrite("User: use accounts.staff or audit.writing.write().")
        else:
            write(self, by=self, reason=_("Password stored anew"))


def system_user() -> User:
    """The account in whose name commands act; nobody can sign in with it."""
    user = User.objects.filter(username=SYSTEM_USERNAME).first()
    if user is None:
        user = User(username=SYSTEM_USERNAME, full_name="رفادة", is_active=False)
        user.set_unusable_password()
        write(user, by=None, reason=_("Account created"))
    return user


def besides_name(*joined: str) -> list[str]:
    """For `defer()`: the columns of joined accounts that a page leaves out when it only says who it was."""
    columns = [field.name for field in User._meta.concrete_fields]
    shown = {"id", "full_name", "username"}
    return [f"{path}__{name}" for path in joined for name in columns if name not in shown]
