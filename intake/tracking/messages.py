"""Tells the outbox the private address of a request, at the moment of sending."""

from correspondence.about import request_pk
from correspondence.outbox.late_values import late_value

from .codes import tracking_url


@late_value("tracking_link")
def link_to_say(notice) -> str:
    pk = request_pk(notice.about)
    return tracking_url(pk) if pk else ""
