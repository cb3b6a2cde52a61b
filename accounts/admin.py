from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from audit.admin import AuditedAdmin
from audit.forms import SeenVersionForm
from audit.writing import write

from .forms import StaffForm
from .models import Branch, User
from .staff import refuse_staff_changes_by, set_roles

admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(AuditedAdmin):
    view_permission = "accounts.view_staff"
    change_permission = "accounts.change_staff"
    form = StaffForm
    list_display = ["username", "full_name", "branch", "roles_shown", "is_active"]
    list_select_related = ["branch"]
    search_fields = ["username", "full_name"]
    readonly_fields = ["roles_shown"]

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser or super().has_view_permission(request, obj)

    has_module_permission = has_view_permission

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser or super().has_change_permission(request, obj)

    def get_fields(self, request, obj=None):
        facts = ["username", "full_name", "branch", "is_active"]
        if not self.has_change_permission(request, obj):
            return [*facts, "roles_shown"]
        return [*facts, "roles", "password1", "password2", "seen_version"]

    @admin.display(description=_("Roles"))
    def roles_shown(self, user):
        return user.roles_text

    def save_model(self, request, obj, form, change):
        refuse_staff_changes_by(request.user)
        if form.cleaned_data.get("password1"):
            obj.set_password(form.cleaned_data["password1"])
            # Told by itself: whoever gives a password could sign in with it.
            write(obj, by=request.user, reason=_("New password given by the administrator"))
        super().save_model(request, obj, form, change)
        set_roles(obj, form.cleaned_data["roles"], by=request.user)


@admin.register(Branch)
class BranchAdmin(AuditedAdmin):
    view_permission = "accounts.view_staff"
    change_permission = "accounts.change_staff"
    form = SeenVersionForm
    list_display = ["code", "name"]

    def get_fields(self, request, obj=None):
        return ["code", "name", *(["seen_version"] if self.has_change_permission(request, obj) else [])]
