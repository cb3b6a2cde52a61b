from django.urls import path

from . import views

urlpatterns = [
    path("committee/reports/<int:pk>/annex/", views.report_annex, name="report_annex"),
    path(
        "committee/reports/<int:pk>/read-second/", views.ReadSecondView.as_view(), name="report_read_second"
    ),
]
