from django.urls import path

from .views import RecordAppealView

urlpatterns = [
    path("committee/requests/<int:pk>/appeal/", RecordAppealView.as_view(), name="appeal_record"),
]
