from django.urls import path

from .assigning.urls import urlpatterns as assigning
from .checks import views as checks
from .clarifications.urls import urlpatterns as clarifications
from .knowledge.urls import urlpatterns as knowledge
from .views import letters, opening, reading, reuse, steps
from .views.desk import DeskView
from .views.exports import RequestExportView

_REQUEST = "intake/requests/<int:pk>/"

urlpatterns = [
    *assigning,
    *clarifications,
    *knowledge,
    path("intake/desk/", DeskView.as_view(), name="desk"),
    path("intake/people/<int:person_pk>/open/", opening.RequestOpenView.as_view(), name="request_open"),
    path("intake/people/<int:person_pk>/allow/", opening.SameNeedAllowView.as_view(), name="same_need_allow"),
    path("intake/requests/", reading.request_list, name="request_list"),
    path("intake/requests/export/", RequestExportView.as_view(), name="requests_export"),
    path(_REQUEST, reading.request_detail, name="request_detail"),
    path(f"{_REQUEST}history/", reading.request_history, name="request_history"),
    path(f"{_REQUEST}papers/", reading.request_papers, name="request_papers"),
    path(
        f"{_REQUEST}letters/<str:kind>/issue/",
        letters.RequestLetterIssueView.as_view(),
        name="request_letter_issue",
    ),
    path(f"{_REQUEST}letters/<int:letter_pk>/", letters.request_letter_file, name="request_letter_file"),
    path(
        f"{_REQUEST}letters/<int:letter_pk>/correct/",
        letters.RequestLetterCorrectView.as_view(),
        name="request_letter_correct",
    ),
    path("intake/form/", letters.BlankFormView.as_view(), name="blank_form"),
    path(f"{_REQUEST}data-sheet/", reading.request_data_sheet, name="request_data_sheet"),
    path(f"{_REQUEST}files/<int:file_pk>/", reading.request_file, name="request_file"),
    path(f"{_REQUEST}files/<int:file_pk>/thumbnail/", reading.request_thumbnail, name="request_thumbnail"),
    path(
        f"{_REQUEST}documents/<int:document_pk>/",
        steps.RequestDocumentView.as_view(),
        name="request_document",
    ),
    path(
        f"{_REQUEST}documents/<int:document_pk>/waive/",
        checks.RequestDocumentWaiveView.as_view(),
        name="request_document_waive",
    ),
    path(
        f"{_REQUEST}documents/ask/",
        checks.RequestDocumentsAskView.as_view(),
        name="request_documents_ask",
    ),
    path(
        f"{_REQUEST}facts/<slug:fact>/waive/",
        checks.RequestFactWaiveView.as_view(),
        name="request_fact_waive",
    ),
    path(f"{_REQUEST}facts/", checks.RequestFactsView.as_view(), name="request_facts"),
    path(f"{_REQUEST}reuse/", reuse.RequestReuseView.as_view(), name="request_reuse"),
    path(f"{_REQUEST}verify/", reuse.RequestVerifyView.as_view(), name="request_verify"),
    path(f"{_REQUEST}pledge/", steps.RequestPledgeView.as_view(), name="request_pledge"),
    path(f"{_REQUEST}refer/", steps.RequestReferView.as_view(), name="request_refer"),
    path(f"{_REQUEST}register/", steps.RequestRegisterView.as_view(), name="request_register"),
    path(f"{_REQUEST}delivery/", steps.RequestDeliveryView.as_view(), name="request_delivery"),
    path(f"{_REQUEST}deliver/", steps.RequestDeliverView.as_view(), name="request_deliver"),
    path(f"{_REQUEST}clarify/", steps.RequestClarifyView.as_view(), name="request_clarify"),
    path(
        f"{_REQUEST}clarifications/<int:clarification_pk>/answer/",
        steps.ClarificationAnswerView.as_view(),
        name="clarification_answer",
    ),
    path(f"{_REQUEST}return/", steps.RequestReturnView.as_view(), name="request_return"),
    path(f"{_REQUEST}withdraw/", steps.RequestWithdrawView.as_view(), name="request_withdraw"),
]
