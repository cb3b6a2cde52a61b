"""The addresses of the private link: for whoever sends it, and for whoever signs."""

from django.urls import path

from .views import links, signing

_REQUEST, _SIGN = "intake/requests/<int:pk>/", "sign/<str:token>/"

urlpatterns = [
    path(f"{_REQUEST}pledge/link/", links.PledgeLinkIssueView.as_view(), name="pledge_link_issue"),
    path(
        f"{_REQUEST}pledge/links/<int:link_pk>/close/",
        links.PledgeLinkCloseView.as_view(),
        name="pledge_link_close",
    ),
    path("sign/thanks/", signing.PledgeSignedView.as_view(), name="pledge_signed"),
    path(_SIGN, signing.PledgeSignView.as_view(), name="pledge_sign"),
    path(f"{_SIGN}code/", signing.PledgeCodeSendView.as_view(), name="pledge_code_send"),
    path(f"{_SIGN}check/", signing.PledgeCodeCheckView.as_view(), name="pledge_code_check"),
]
