from django.urls import path

from . import views
from .export import DuplicatesExportView

urlpatterns = [
    path("beneficiaries/duplicates/", views.duplicate_list, name="duplicate_list"),
    path("beneficiaries/duplicates/export/", DuplicatesExportView.as_view(), name="duplicates_export"),
    path("beneficiaries/duplicates/<int:pk>/", views.duplicate_detail, name="duplicate_detail"),
    path(
        "beneficiaries/duplicates/<int:pk>/tell-apart/",
        views.TellApartView.as_view(),
        name="duplicate_tell_apart",
    ),
    path("beneficiaries/duplicates/<int:pk>/merge/", views.ProposeMergeView.as_view(), name="merge_propose"),
    path("beneficiaries/merges/<int:pk>/", views.merge_detail, name="merge_detail"),
    path("beneficiaries/merges/<int:pk>/approve/", views.ApproveMergeView.as_view(), name="merge_approve"),
    path("beneficiaries/merges/<int:pk>/refuse/", views.RefuseMergeView.as_view(), name="merge_refuse"),
    path("beneficiaries/merges/<int:pk>/take-apart/", views.TakeApartView.as_view(), name="merge_take_apart"),
]
