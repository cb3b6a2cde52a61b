from django.urls import path

from .expiring import documents_expiring
from .export import ExpiringExportView
from .views import DocumentAddView, DocumentCorrectView, DocumentRenewView, document_file, document_thumbnail

urlpatterns = [
    path("beneficiaries/people/<int:pk>/documents/add/", DocumentAddView.as_view(), name="document_add"),
    path("beneficiaries/documents/expiring/", documents_expiring, name="documents_expiring"),
    path("beneficiaries/documents/expiring/export/", ExpiringExportView.as_view(), name="expiring_export"),
    path("beneficiaries/documents/<int:pk>/renew/", DocumentRenewView.as_view(), name="document_renew"),
    path("beneficiaries/documents/<int:pk>/correct/", DocumentCorrectView.as_view(), name="document_correct"),
    path("beneficiaries/documents/<int:pk>/file/", document_file, name="document_file"),
    path("beneficiaries/documents/<int:pk>/thumbnail/", document_thumbnail, name="document_thumbnail"),
]
