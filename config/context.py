"""What every page knows: whose portal it is, the policy in force, and where this person can go."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from policies.frozen import shown_in_force
from policies.models import Association

# url name, icon, label, the permission that shows it ("" for everybody).
PLACES = (
    ("home", "inbox", lambda: _("My work"), ""),
    ("desk", "search", lambda: _("Reception desk"), "beneficiaries.find_people"),
    ("request_list", "list-check", lambda: _("All requests"), "intake.see_all_requests"),
    (
        "clarification_list",
        "question-circle",
        lambda: _("To clarify"),
        "intake.answer_clarification",
    ),
    ("researcher_list", "clipboard-data", lambda: _("Social researchers"), "intake.assign_researcher"),
    ("person_list", "person-badge", lambda: _("People"), "beneficiaries.find_people"),
    (
        "documents_expiring",
        "hourglass-split",
        lambda: _("Expiring documents"),
        "beneficiaries.find_people",
    ),
    ("article_list", "journal-check", lambda: _("Knowledge base"), "intake.read_articles"),
    ("duplicate_list", "person-check", lambda: _("Possible duplicates"), "beneficiaries.approve_merge"),
    ("letter_list", "envelope", lambda: _("Correspondence"), "correspondence.view_register"),
    ("notice_list", "chat-left-text", lambda: _("Messages to look after"), "correspondence.handle_notices"),
    ("import_list", "upload", lambda: _("Lists from Excel"), "beneficiaries.view_imports"),
    ("visit_list", "calendar-event", lambda: _("My visits"), "research_committee.submit_report"),
    ("session_list", "people", lambda: _("Committee sessions"), "research_committee.see_sessions"),
    ("declaration", "shield-check", lambda: _("My declaration"), "research_committee.vote"),
    ("policies:policy_detail", "journal-text", lambda: _("The policy"), ""),
    ("admin:index", "gear", lambda: _("Administration"), "admin.enter"),
)


def portal(request):
    """Lazily, so that a page which shows none of it asks for none of it."""
    version = SimpleLazyObject(shown_in_force)
    return {
        "policy_in_force": version,
        "association": SimpleLazyObject(
            lambda: version.association if version else Association.objects.the_one()
        ),
        "demo_mode": settings.RIFADA_DEMO,
        "navigation": navigation(request),
        "may_find_people": _signed_in(request) and request.user.may("beneficiaries.find_people"),
    }


def _signed_in(request) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


def navigation(request) -> list[dict]:
    """The places this person's roles lead to."""
    if not _signed_in(request):
        return []
    user = request.user
    return [
        {
            "url": reverse(name),
            "icon": icon,
            "label": label(),
            "current": request.path == reverse(name),
            "count": "",
        }
        for name, icon, label, permission in PLACES
        if not permission or user.may(permission) or (permission == "admin.enter" and user.is_staff)
    ]
