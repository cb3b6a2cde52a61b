from django.urls import include, path

from . import check_page, open_papers
from .register import export, incoming_pages, letter_pages, views

urlpatterns = [
    path("", include("correspondence.outbox.urls")),
    path("verify/", check_page.letter_check_form, name="letter_check_form"),
    path("verify/<str:code>/", check_page.letter_check, name="letter_check"),
    path("policy/paper/", open_papers.PolicyPaperView.as_view(), name="policy_paper"),
    path("policy/papers/<int:pk>/", open_papers.open_paper_file, name="open_paper_file"),
    path("letters/", views.OutgoingView.as_view(), name="letter_list"),
    path("letters/export/", export.LettersExportView.as_view(), name="letters_export"),
    path("letters/<int:pk>/", letter_pages.letter_detail, name="letter_detail"),
    path("letters/<int:pk>/paper/", letter_pages.letter_file, name="letter_file"),
    path("letters/<int:pk>/hand-over/", letter_pages.HandOverView.as_view(), name="hand_over_record"),
    path("letters/incoming/", views.IncomingView.as_view(), name="incoming_list"),
    path("letters/incoming/new/", incoming_pages.IncomingRecordView.as_view(), name="incoming_record"),
    path("letters/incoming/export/", export.IncomingExportView.as_view(), name="incoming_export"),
    path("letters/incoming/<int:pk>/", incoming_pages.incoming_detail, name="incoming_detail"),
    path("letters/incoming/<int:pk>/scan/", incoming_pages.incoming_file, name="incoming_file"),
    path(
        "letters/incoming/<int:pk>/correct/",
        incoming_pages.IncomingCorrectView.as_view(),
        name="incoming_correct",
    ),
]
