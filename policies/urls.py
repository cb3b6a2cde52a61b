from django.urls import path

from . import views

app_name = "policies"

urlpatterns = [
    path("policy/", views.PolicyView.as_view(), name="policy_detail"),
    path("policy/tools/", views.ToolsView.as_view(), name="policy_tools"),
]
