"""Where the links of a request stand, in words; numbers are masked, and no link is ever shown."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User
from audit.timeline import moment_text
from correspondence.about import name_of
from correspondence.models import Notice

from ..case_file import CaseFile
from ..models.links import PledgeLink
from ..remote_pledge.issuing import reason_against_phone
from ..remote_pledge.standing import reason_not_needed

_MESSAGES = ("pledge_link", "pledge_code")
_SHOWN = 5


def last_digits(phone) -> str:
    """The last two digits, which tell the holder which phone is meant, and nobody else the number."""
    return str(phone.national_number)[-2:]


def masked_phone(phone) -> str:
    return format_html('<bdi dir="ltr">••{}</bdi>', last_digits(phone))


def link_page(case: CaseFile, user: User) -> dict:
    """The links that were sent, the newest first, the phone a new one would go to, and what stands against it."""
    request = case.request
    against = (reason_not_needed(case, user), reason_against_phone(case.person.phone))
    links = list(PledgeLink.objects.filter(support_request=request).order_by("-pk")[:_SHOWN])
    told = _newest_notices(request)
    return {
        "phone": last_digits(case.person.phone),
        "answered_by": case.person.phone_answered_by,
        "against": [reason for reason in against if reason],
        "links": [_row(link, told) for link in links],
        "has_open": any(link.is_open for link in links),
    }


def _newest_notices(request) -> dict[str, Notice]:
    notices = Notice.objects.filter(about=name_of(request), template__in=_MESSAGES).order_by("pk")
    return {notice.template: notice for notice in notices}


def _row(link: PledgeLink, told: dict[str, Notice]) -> dict:
    label, icon, tone = _standing(link)
    facts = [
        _("sent on %(moment)s") % {"moment": moment_text(link.issued_at)},
        _message(link, told) if link.is_open else "",
        _("opened with the code on %(moment)s") % {"moment": moment_text(link.opened_at)}
        if link.opened_at
        else "",
        _("signed on %(moment)s") % {"moment": moment_text(link.used_at)} if link.used_at else "",
        _("valid until %(moment)s") % {"moment": moment_text(link.expires_at)} if link.is_open else "",
        _(link.closed_because) if link.closed_because else "",
    ]
    close = reverse("pledge_link_close", args=[link.support_request_id, link.pk])
    return {
        "signer": link.signer_name,
        "role": link.get_signer_role_display(),
        "phone": masked_phone(link.phone),
        "facts": [fact for fact in facts if fact],
        "chip": {"label": label, "icon": icon, "tone": tone},
        "close_url": close if link.is_open else "",
    }


def _standing(link: PledgeLink) -> tuple[str, str, str]:
    if link.used_at is not None:
        return _("Signed"), "check-circle", "good"
    if link.closed_at is not None:
        return _("Closed"), "x-circle", "closed"
    if not link.is_open:
        return _("Time passed"), "clock-history", "closed"
    return (
        (_("Opened"), "eye", "active") if link.opened_at else (_("Waits for the person"), "clock", "waiting")
    )


def _message(link: PledgeLink, told: dict[str, Notice]) -> str:
    """How far the message with the link has come."""
    notice = told.get("pledge_link")
    if notice is None or notice.written_at < link.issued_at:
        return ""
    return _("message: %(state)s") % {"state": notice.get_state_display()}
