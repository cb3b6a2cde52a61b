"""The address under which a family follows its request."""

from django.urls import path

from .views import RequestTrackView

urlpatterns = [path("track/<str:code>/", RequestTrackView.as_view(), name="request_track")]
