"""My work: what waits for the person who signed in."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.roles import Role
from beneficiaries.second_person import as_table, oldest_of, questions_for
from correspondence.outbox.page import NOTICES, count_beside_others
from intake.knowledge.waiting import articles_to_publish
from intake.models import SupportRequest
from intake.pages.queue import (
    addresses,
    counts_by_state,
    counts_in_words,
    queue_columns,
    segments,
    total_in_words,
    waiting_rows,
)
from intake.queues import WAITS_FOR
from intake.steps import State
from intake.views.exports import export_url
from policies.sheet import versions_before_the_board
from research_committee.pages.told import questions_about_the_committee, told_of_the_committee
from research_committee.queues import (
    items_among,
    lead_to_items,
    lead_to_readings,
    rows_for_member,
    waits_for_member,
    waits_for_second_reader,
)
from research_committee.scales.waiting import question_about_the_scale, told_of_no_scale
from research_committee.visits.days import count_of_today


@require_safe
def home(request):
    """The queue of this person's roles, longest waiting first; the filter stands in the address."""
    user = request.user
    votes = user.may("research_committee.vote")
    has_queue = bool(user.roles & WAITS_FOR.keys()) or votes or user.may("intake.answer_clarification")
    committee = rows_for_member(user, *questions_about_the_committee(user))
    items = items_among(committee)
    besides = waits_for_member(user, items) | waits_for_second_reader(user)
    waiting = SupportRequest.objects.waiting_in_parts(user, besides=besides)
    counts = counts_by_state(waiting) if has_queue else []
    state = request.GET.get("state", "")
    chosen = waiting.filter(state=state) if state in State.values else waiting
    mark = request.GET.get("after", "")
    rows, following = ([], "")
    if has_queue:
        rows, following = waiting_rows(chosen, mark=mark, english=get_language() == "en")
    lead_to_items(rows, items)
    lead_to_readings(rows, user)
    total = total_in_words(counts)
    besides = oldest_of(_questions_beside_the_queue(user))
    context = {
        "rows": rows,
        "columns": queue_columns(),
        "segments": segments(reverse("home"), counts_in_words(counts), state, total),
        "waiting_number": sum(count for _state, count in counts),
        "total": total,
        "has_queue": has_queue,
        **addresses(reverse("home"), state, following, mark),
        "starts": _starts(user),
        "export_url": export_url(user, mine=True, state=state) if rows else "",
        "before_the_board": versions_before_the_board() if user.may("policies.approve_version") else [],
        "second_person": as_table(besides, article=(_("Article to be published"), "article_detail")),
        "told_of_the_committee": told_of_the_committee(committee),
        "visits_today": count_of_today(user),
        "messages_waiting": sum(number for _since, kind, number, *_rest in besides if kind == NOTICES),
        "empty_text": _empty_text(user),
        "no_scale": told_of_no_scale(besides, user),
    }
    return render(request, "home.html", context)


def _questions_beside_the_queue(user) -> list:
    """What else waits for this person, as questions with the same columns: all are asked at once."""
    return [
        *question_about_the_scale(user),
        *count_beside_others(user),
        *articles_to_publish(user),
        *questions_for(user),
    ]


def _starts(user) -> list[dict]:
    """Where a day's work begins for each role, besides the queue."""
    starts = [
        ("beneficiaries.find_people", "desk", "search", _desk_in_words(user)),
        ("research_committee.see_sessions", "session_list", "people", _("The committee's sessions")),
        ("research_committee.see_scales", "scale_list", "sliders", _("Score scale")),
        (
            "policies.approve_version",
            "admin:policies_policyversion_changelist",
            "bank",
            _("Approve a policy version"),
        ),
        ("accounts.change_staff", "admin:accounts_user_changelist", "people", _("Staff accounts and roles")),
        (
            "audit.read_everything",
            "admin:audit_auditentry_changelist",
            "clock-history",
            _("The audit history"),
        ),
        ("audit.read_everything", "admin:audit_readlog_changelist", "eye", _("Who looked at what")),
    ]
    return [
        {"url": reverse(name), "icon": icon, "label": label, "quiet": name == "scale_list"}
        for permission, name, icon, label in starts
        if user.may(permission)
    ]


def _desk_in_words(user) -> str:
    if user.may("intake.receive_request"):
        return _("Find a person or open a request")
    return _("Find a person")


def _empty_text(user) -> str:
    if Role.RECEPTION in user.roles or Role.DELEGATE in user.roles:
        return _("Find the person at the reception desk to open a request.")
    return _("A request appears here as soon as it is your turn.")
