"""What the page of an agenda item prints: the study for whom may read it, recusals, votes and decision."""

from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import dual, riyadh_today
from arabic.text import grouped
from intake.clock import reply_clock

from ..models import ResearchReport
from ..outcomes import Outcome
from ..rules import VOTING, checklist
from ..session_file import ItemFile
from .sessions import OUTCOME_CHIPS, crumbs, item_actions, item_chip, runs_session, vote_line


def may_read_study(file: ItemFile, user: User) -> bool:
    """SECURITY: who is recused, by declaration or by a hand in the request, does not see its study here."""
    return not file.has_declared(user) and not (
        user.pk in file.session_file.positions and file.has_handled(user)
    )


def item_page(file: ItemFile, user: User) -> dict:
    """One item: the study, the recusals, the votes, and the decision."""
    running = runs_session(file.session_file, user)
    shows_study = may_read_study(file, user)
    request = file.request
    report = None
    if shows_study:
        reports = ResearchReport.objects.filter(support_request=request, study=file.item.study)
        report = reports.select_related("researcher").first()
    member = user.pk in file.session_file.positions
    return {
        "item": file.item,
        "session": file.session,
        "support_request": request,
        "person": request.beneficiary.full_name if shows_study else "",
        "crumbs": crumbs(file.session),
        "chip": item_chip(file),
        "vote": vote_line(file),
        "clock": _clock(request),
        "report": report,
        "report_items": report_items(report) if report else [],
        "score": score_rows(report) if report else [],
        "shows_study": shows_study,
        "recusals": recusal_rows(file),
        "votes": vote_rows(file, with_opinions=shows_study),
        "decision": file.session_file.decisions.get(file.item.pk) if shows_study else None,
        "granted": _granted(file) if shows_study else [],
        "gate": checklist(VOTING, file, user) if member and file.item.closed_at is None else [],
        "actions": item_actions(file, user, running),
    }


def _clock(request) -> dict | None:
    if request.told_on is None:
        return None
    return reply_clock(request.told_on, request.earliest_decision_on, riyadh_today())


def _granted(file: ItemFile) -> list[dict]:
    decision = file.session_file.decisions.get(file.item.pk)
    if decision is None or decision.outcome != Outcome.ACCEPT:
        return []
    services = file.request.granted_services.select_related("service_type").order_by("pk")
    return [
        {"label": row.service_type.label, "value": row.description, "hint": _terms(row)} for row in services
    ]


def _terms(granted) -> str:
    amount = (
        _("%(amount)s riyals") % {"amount": grouped(granted.amount)} if granted.amount is not None else ""
    )
    return " · ".join(part for part in (amount, granted.conditions) if part)


def recusal_rows(file: ItemFile) -> list[dict]:
    """Who has no part in the item and why; for a hand in the request the rule is the reason."""
    rows = [
        {"name": recusal.member.full_name, "reason": recusal.reason, "by": recusal.declared_by.full_name}
        for recusal in file.session_file.recusals[file.item.pk]
    ]
    declared = {recusal.member_id for recusal in file.session_file.recusals[file.item.pk]}
    by_rule = _("Had a hand in this request.")
    rows += [
        {"name": seat.user.full_name, "reason": by_rule, "by": _("the rule of the policy")}
        for seat in file.session_file.members
        if seat.user_id in file.recused - declared
    ]
    return rows


def vote_rows(file: ItemFile, with_opinions: bool) -> list[dict]:
    standing = {vote.pk for vote in file.session_file.standing_votes(file.item)}
    return [
        {
            "name": vote.member.full_name,
            "choice": vote.get_choice_display(),
            "icon": OUTCOME_CHIPS[Outcome(vote.choice)][0],
            "opinion": vote.opinion if with_opinions else "",
            "counts": vote.pk in standing,
        }
        for vote in file.session_file.votes[file.item.pk]
    ]


def report_items(report: ResearchReport) -> list[dict]:
    """The study as facts, ready for the data list."""
    riyals = _("%(amount)s riyals")
    left = report.monthly_income - report.monthly_expenses
    facts = (
        (_("Social researcher"), report.researcher.full_name, ""),
        (_("Visit"), report.get_visit_kind_display(), dual(report.visited_on)),
        (_("Persons in the household"), report.household_size, ""),
        (_("Monthly income"), riyals % {"amount": grouped(report.monthly_income)}, ""),
        (_("Monthly expenses"), riyals % {"amount": grouped(report.monthly_expenses)}, ""),
        (
            _("Left over each month") if left >= 0 else _("Short each month"),
            riyals % {"amount": grouped(abs(left))},
            "",
        ),
        (_("Recommendation"), report.get_recommendation_display(), report.recommendation_text),
    )
    return [{"label": label, "value": value, "hint": hint} for label, value, hint in facts]


def score_rows(report: ResearchReport) -> list[dict]:
    """Each part of the score with its points, and the sum."""
    rows = [{"label": label, "points": points, "most": most} for label, points, most in report.score_parts]
    return [
        *rows,
        {"label": _("Total"), "points": report.total_score, "most": sum(row["most"] for row in rows)},
    ]
