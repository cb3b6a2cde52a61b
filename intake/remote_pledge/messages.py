"""What only the outbox knows, at the moment of sending: the link itself and the code that counts now."""

from correspondence.about import request_pk
from correspondence.outbox.late_values import late_value

from ..models.links import PledgeLink
from .codes import code_counts
from .tokens import code_of, link_url


@late_value("pledge_link")
def link_to_say(notice) -> str:
    """The link of the request that the message is about, as long as it is the one that the message was written for."""
    link = _open_link(notice)
    return link_url(link) if link is not None and notice.written_at >= link.issued_at else ""


@late_value("pledge_code")
def code_to_say(notice) -> str:
    """The code, for the phone to which the link is bound and as long as it counts."""
    link = _open_link(notice)
    if link is None or not code_counts(link) or notice.written_at < link.code_sent_at:
        return ""
    return code_of(link) if notice.address == link.phone.as_e164 else ""


def _open_link(notice) -> PledgeLink | None:
    rows = PledgeLink.objects.open().filter(support_request_id=request_pk(notice.about))
    link = rows.first()
    return link if link is not None and link.is_open else None
