from django.urls import path

from . import check_page

urlpatterns = [
    path("verify/", check_page.letter_check_form, name="letter_check_form"),
    path("verify/<str:code>/", check_page.letter_check, name="letter_check"),
]
