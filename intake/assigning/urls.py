from django.urls import path

from . import views

urlpatterns = [
    path("intake/researchers/", views.researcher_list, name="researcher_list"),
    path("intake/researchers/<int:pk>/", views.researcher_detail, name="researcher_detail"),
    path("intake/researchers/<int:pk>/districts/add/", views.DistrictAddView.as_view(), name="district_add"),
    path("intake/districts/<int:pk>/end/", views.DistrictEndView.as_view(), name="district_end"),
    path("intake/requests/<int:pk>/reassign/", views.RequestReassignView.as_view(), name="request_reassign"),
]
