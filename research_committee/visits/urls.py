from django.urls import path

from . import views

urlpatterns = [
    path("committee/visits/", views.visit_list, name="visit_list"),
    path("committee/visits/<int:pk>/add-photo/", views.AddPhotoView.as_view(), name="visit_add_photo"),
    path("committee/photos/<int:pk>/", views.photo_file, name="photo_file"),
    path("committee/photos/<int:pk>/thumbnail/", views.photo_thumbnail, name="photo_thumbnail"),
    path("committee/requests/<int:pk>/visits/", views.request_visits, name="request_visits"),
    path("committee/requests/<int:pk>/visits/arrange/", views.ArrangeView.as_view(), name="visit_arrange"),
    path("committee/requests/<int:pk>/visits/record/", views.RecordView.as_view(), name="visit_record"),
    path("committee/appointments/<int:pk>/move/", views.MoveView.as_view(), name="appointment_move"),
    path(
        "committee/appointments/<int:pk>/call-off/", views.CallOffView.as_view(), name="appointment_call_off"
    ),
    path("committee/appointments/<int:pk>/miss/", views.MissView.as_view(), name="appointment_miss"),
    path(
        "committee/appointments/<int:pk>/take-over/",
        views.TakeOverView.as_view(),
        name="appointment_take_over",
    ),
    path(
        "committee/appointments/<int:pk>/record/",
        views.RecordArrangedView.as_view(),
        name="appointment_record",
    ),
]
