from django.urls import path

from . import member_views, views

HOUSEHOLD, MEMBER = "beneficiaries/households/<int:pk>", "beneficiaries/members/<int:pk>"

urlpatterns = [
    path(
        "beneficiaries/people/<int:pk>/household/", views.HouseholdOpenView.as_view(), name="household_open"
    ),
    path(f"{HOUSEHOLD}/", views.household_detail, name="household_detail"),
    path(f"{HOUSEHOLD}/history/", views.household_history, name="household_history"),
    path(f"{HOUSEHOLD}/change/", views.HouseholdChangeView.as_view(), name="household_change"),
    path(f"{HOUSEHOLD}/members/add/", member_views.MemberAddView.as_view(), name="member_add"),
    path(
        f"{HOUSEHOLD}/members/add/<int:person_pk>/",
        member_views.MemberAddPersonView.as_view(),
        name="member_add_person",
    ),
    path(f"{HOUSEHOLD}/budget/add/", views.BudgetLineAddView.as_view(), name="budget_line_add"),
    path(
        "beneficiaries/budget-lines/<int:pk>/end/", views.BudgetLineEndView.as_view(), name="budget_line_end"
    ),
    path(f"{MEMBER}/change/", member_views.MemberChangeView.as_view(), name="member_change"),
    path(f"{MEMBER}/leave/", member_views.MemberLeaveView.as_view(), name="member_leave"),
    path(f"{MEMBER}/move/", member_views.MemberMoveView.as_view(), name="member_move"),
    path(
        f"{MEMBER}/move/<int:household_pk>/", member_views.MemberMoveToView.as_view(), name="member_move_to"
    ),
    path(f"{MEMBER}/head/", member_views.HeadChangeView.as_view(), name="head_change"),
]
