"""The addresses of the acts on a person's file."""

from django.urls import path

from . import file_views as views

_PERSON = "beneficiaries/people/<int:pk>"

urlpatterns = [
    path(f"{_PERSON}/contact/", views.PersonContactView.as_view(), name="person_contact"),
    path(f"{_PERSON}/livelihood/", views.PersonLivelihoodView.as_view(), name="person_livelihood"),
    path(f"{_PERSON}/health/", views.PersonHealthView.as_view(), name="person_health"),
    path(f"{_PERSON}/phones/add/", views.PhoneAddView.as_view(), name="phone_add"),
    path(f"{_PERSON}/phone/confirm/", views.PhoneConfirmView.as_view(), name="phone_confirm"),
    path(
        "beneficiaries/phones/<int:pk>/confirm/",
        views.OtherPhoneConfirmView.as_view(),
        name="other_phone_confirm",
    ),
    path("beneficiaries/phones/<int:pk>/end/", views.OtherPhoneEndView.as_view(), name="other_phone_end"),
    path(f"{_PERSON}/notes/add/", views.NoteAddView.as_view(), name="note_add"),
    path(f"{_PERSON}/categories/add/", views.CategoryAddView.as_view(), name="category_add"),
    path("beneficiaries/categories/<int:pk>/end/", views.CategoryEndView.as_view(), name="category_end"),
    path(f"{_PERSON}/consents/add/", views.ConsentAddView.as_view(), name="consent_add"),
    path(f"{_PERSON}/consents/withdraw/", views.ConsentWithdrawView.as_view(), name="consent_withdraw"),
    path(f"{_PERSON}/close/", views.FileCloseView.as_view(), name="file_close"),
    path(f"{_PERSON}/reopen/", views.FileReopenView.as_view(), name="file_reopen"),
    path(f"{_PERSON}/death/", views.DeathRecordView.as_view(), name="death_record"),
    path(f"{_PERSON}/death/take-back/", views.DeathTakeBackView.as_view(), name="death_take_back"),
]
