from django.contrib.auth import views as auth
from django.urls import path

from .forms import SignInForm

urlpatterns = [
    path(
        "accounts/login/",
        auth.LoginView.as_view(
            template_name="accounts/login.html",
            authentication_form=SignInForm,
            redirect_authenticated_user=True,
        ),
        name="login",
    ),
    path("accounts/logout/", auth.LogoutView.as_view(), name="logout"),
]
