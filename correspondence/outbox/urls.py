from django.urls import path

from . import views

urlpatterns = [
    path("notices/", views.notice_list, name="notice_list"),
    path("notices/<int:pk>/", views.notice_detail, name="notice_detail"),
    path("notices/<int:pk>/send-again/", views.SendAgainView.as_view(), name="notice_send_again"),
    path("notices/<int:pk>/hand-over/", views.HandOverView.as_view(), name="notice_hand_over"),
    path("notices/<int:pk>/drop/", views.DropView.as_view(), name="notice_drop"),
]
