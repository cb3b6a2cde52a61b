"""Every address of the portal."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

from . import administration
from .exports import export_detail, export_file
from .health import health
from .home import home

admin.site.login = administration.sign_in
admin.site.site_header = admin.site.index_title = _("Portal administration")
admin.site.site_title = _("Rifada")

urlpatterns = [
    path("", home, name="home"),
    path("healthz", health, name="healthz"),
    path("", include("accounts.urls")),
    path("", include("policies.urls")),
    path("", include("beneficiaries.urls")),
    path("", include("correspondence.urls")),
    path("", include("intake.urls")),
    path("", include("intake.link_urls")),
    path("", include("intake.tracking.urls")),
    path("", include("research_committee.urls")),
    path("exports/<int:pk>/", export_detail, name="export_detail"),
    path("exports/<int:pk>/file/", export_file, name="export_file"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("admin/", admin.site.urls),
]

handler500 = "config.errors.broken"
