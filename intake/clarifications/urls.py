from django.urls import path

from . import views

urlpatterns = [path("intake/clarifications/", views.clarification_list, name="clarification_list")]
