from django.urls import path

from . import views

urlpatterns = [
    path("committee/scales/", views.scale_list, name="scale_list"),
    path("committee/scales/adopt-shipped/", views.AdoptShippedView.as_view(), name="scale_adopt_shipped"),
    path("committee/scales/draft/", views.DraftScaleView.as_view(), name="scale_draft"),
    path("committee/scales/<int:pk>/", views.scale_detail, name="scale_detail"),
    path("committee/scales/<int:pk>/change/", views.ChangeScaleView.as_view(), name="scale_change"),
    path("committee/scales/<int:pk>/parts/add/", views.AddPartView.as_view(), name="scale_part_add"),
    path(
        "committee/scales/<int:pk>/parts/<slug:code>/change/",
        views.ChangePartView.as_view(),
        name="scale_part_change",
    ),
    path(
        "committee/scales/<int:pk>/parts/<slug:code>/remove/",
        views.RemovePartView.as_view(),
        name="scale_part_remove",
    ),
    path("committee/scales/<int:pk>/adopt/", views.AdoptScaleView.as_view(), name="scale_adopt"),
]
