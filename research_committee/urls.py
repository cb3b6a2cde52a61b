from django.urls import include, path

from . import views

urlpatterns = [
    path("committee/sessions/", views.session_list, name="session_list"),
    path("committee/sessions/export/", views.SessionsExportView.as_view(), name="sessions_export"),
    path("committee/sessions/open/", views.OpenSessionView.as_view(), name="session_open"),
    path("committee/sessions/<int:pk>/", views.session_detail, name="session_detail"),
    path("committee/sessions/<int:pk>/state/", views.session_state, name="session_state"),
    path("committee/sessions/<int:pk>/attend/", views.MarkAttendanceView.as_view(), name="session_attend"),
    path("committee/sessions/<int:pk>/add-item/", views.AddItemView.as_view(), name="session_add_item"),
    path("committee/sessions/<int:pk>/close/", views.CloseSessionView.as_view(), name="session_close"),
    path("committee/sessions/<int:pk>/minutes/", views.IssueMinutesView.as_view(), name="session_minutes"),
    path("committee/items/<int:pk>/", views.item_detail, name="item_detail"),
    path("committee/items/<int:pk>/vote/", views.CastVoteView.as_view(), name="item_vote"),
    path("committee/items/<int:pk>/recuse/", views.RecuseView.as_view(), name="item_recuse"),
    path("committee/items/<int:pk>/decide/", views.RecordDecisionView.as_view(), name="item_decide"),
    path("committee/items/<int:pk>/carry-over/", views.CarryOverView.as_view(), name="item_carry_over"),
    path("committee/requests/<int:pk>/report/", views.SubmitReportView.as_view(), name="report_submit"),
    path("committee/reports/<int:pk>/", views.report_detail, name="report_detail"),
    path("", include("research_committee.visits.urls")),
    path("", include("research_committee.beside_study.urls")),
    path("", include("research_committee.scales.urls")),
]
