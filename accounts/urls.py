from django.contrib.auth.views import LogoutView
from django.urls import path

from .views import SignInView

urlpatterns = [
    path("accounts/login/", SignInView.as_view(), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
]
