"""The administration has no door of its own."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def sign_in(request):
    """Strangers sign in where everybody does.

    SECURITY: a second sign-in page would be a way round whatever the first one asks for.
    """
    inside = reverse("admin:index")
    if not request.user.is_authenticated:
        return redirect_to_login(request.GET.get("next", inside), reverse("login"))
    if not admin.site.has_permission(request):
        raise PermissionDenied(_("Your role does not include this page."))
    return redirect(inside)
