from django.urls import include, path

from . import views

urlpatterns = [
    path("committee/sessions/", views.session_list, name="session_list"),
    path("committee/sessions/export/", views.SessionsExportView.as_view(), name="sessions_export"),
    path("committee/sessions/open/", views.OpenSessionView.as_view(), name="session_open"),
    path("committee/sessions/plan/", views.PlanSessionView.as_view(), name="session_plan"),
    path("committee/members/", views.committee_members, name="committee_members"),
    path("committee/sessions/<int:pk>/", views.session_detail, name="session_detail"),
    path("committee/sessions/<int:pk>/state/", views.session_state, name="session_state"),
    path("committee/sessions/<int:pk>/attend/", views.MarkAttendanceView.as_view(), name="session_attend"),
    path("committee/sessions/<int:pk>/come/", views.ComeView.as_view(), name="session_come"),
    path("committee/sessions/<int:pk>/leave/", views.LeaveView.as_view(), name="session_leave"),
    path(
        "committee/attendance/<int:pk>/correct/", views.CorrectTimesView.as_view(), name="attendance_correct"
    ),
    path("committee/sessions/<int:pk>/start/", views.StartSessionView.as_view(), name="session_start"),
    path(
        "committee/sessions/<int:pk>/change-plan/",
        views.ChangePlanView.as_view(),
        name="session_change_plan",
    ),
    path("committee/sessions/<int:pk>/call-off/", views.CallOffView.as_view(), name="session_call_off"),
    path("committee/items/<int:pk>/move/", views.MoveItemView.as_view(), name="item_move"),
    path("committee/sessions/<int:pk>/add-item/", views.AddItemView.as_view(), name="session_add_item"),
    path("committee/sessions/<int:pk>/close/", views.CloseSessionView.as_view(), name="session_close"),
    path("committee/sessions/<int:pk>/minutes/", views.IssueMinutesView.as_view(), name="session_minutes"),
    path("committee/items/<int:pk>/", views.item_detail, name="item_detail"),
    path("committee/items/<int:pk>/vote/", views.CastVoteView.as_view(), name="item_vote"),
    path("committee/items/<int:pk>/recuse/", views.RecuseView.as_view(), name="item_recuse"),
    path(
        "committee/items/<int:pk>/rule-on-conflict/",
        views.RuleOnConflictView.as_view(),
        name="item_rule_on_conflict",
    ),
    path("committee/declaration/", views.declaration, name="declaration"),
    path("committee/declaration/change/", views.DeclareParticularsView.as_view(), name="declaration_change"),
    path("committee/declaration/relations/add/", views.DeclareRelationView.as_view(), name="relation_add"),
    path("committee/relations/<int:pk>/end/", views.EndRelationView.as_view(), name="relation_end"),
    path("committee/items/<int:pk>/decide/", views.RecordDecisionView.as_view(), name="item_decide"),
    path("committee/items/<int:pk>/carry-over/", views.CarryOverView.as_view(), name="item_carry_over"),
    path("committee/requests/<int:pk>/report/", views.SubmitReportView.as_view(), name="report_submit"),
    path("committee/reports/<int:pk>/", views.report_detail, name="report_detail"),
    path("", include("research_committee.appeals.urls")),
    path("", include("research_committee.beside_study.urls")),
    path("", include("research_committee.scales.urls")),
    path("", include("research_committee.studying.urls")),
    path("", include("research_committee.visits.urls")),
]
