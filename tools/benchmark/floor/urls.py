"""The addresses of the floor."""

from django.urls import path

from . import views

urlpatterns = [
    path("static-page/", views.static_page, name="static_page"),
    path("", views.empty_page, name="empty_page"),
    path("cases/", views.case_list, name="case_list"),
    path("cases/<int:pk>/", views.case_detail, name="case_detail"),
    path("cases/<int:pk>/move/", views.case_move, name="case_move"),
]
