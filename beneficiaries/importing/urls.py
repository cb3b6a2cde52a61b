from django.urls import path

from . import views

urlpatterns = [
    path("beneficiaries/lists/", views.import_list, name="import_list"),
    path("beneficiaries/lists/add/", views.ListBringView.as_view(), name="import_add"),
    path("beneficiaries/lists/<int:pk>/", views.import_detail, name="import_detail"),
    path("beneficiaries/lists/<int:pk>/columns/", views.ListColumnsView.as_view(), name="import_columns"),
    path("beneficiaries/lists/<int:pk>/let-in/", views.ListLetInView.as_view(), name="import_let_in"),
    path("beneficiaries/lists/<int:pk>/undo/", views.ListUndoView.as_view(), name="import_undo"),
    path("beneficiaries/lists/<int:pk>/drop/", views.ListDropView.as_view(), name="import_drop"),
    path("beneficiaries/lists/<int:pk>/not-brought-in/", views.import_answers, name="import_answers"),
]
