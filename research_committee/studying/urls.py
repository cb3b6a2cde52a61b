from django.urls import path

from ..views import study_drafts as views

_STUDY = "committee/requests/<int:pk>/report/"
urlpatterns = [
    path(f"{_STUDY}draft/", views.report_autosave, name="report_autosave"),
    path(f"{_STUDY}take-over/", views.TakeOverDraftView.as_view(), name="report_take_over"),
    path(f"{_STUDY}return/", views.ReturnForDifferencesView.as_view(), name="report_return"),
]
