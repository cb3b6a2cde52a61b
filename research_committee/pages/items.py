"""What the page of an agenda item prints: the study for whom may read it, recusals, votes and decision."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import riyadh_today
from intake.clock import reply_clock
from intake.granted_words import terms_in_words, total_in_words
from policies.reasons import reason_label

from ..appeals.pages import appeal_page
from ..beside_study.pages import beside_study
from ..outcomes import Outcome
from ..rules import VOTING, actor_did_not_handle_the_request, checklist
from ..session_file import ItemFile
from .board import OUTCOME_CHIPS, item_actions, item_chip, vote_line
from .conflicts import conflict_rows
from .sessions import crumbs, runs_session
from .studies import studies_of, study_page


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
    may_vote = user.may("research_committee.vote") and not any(rule(file, user) for rule in VOTING)
    return {
        "item": file.item,
        "session": file.session,
        "support_request": request,
        "person": request.beneficiary.full_name if shows_study else "",
        "crumbs": crumbs(file.session),
        "chip": item_chip(file),
        "vote": vote_line(file) if file.session.opened_by_id else None,
        "clock": _clock(request),
        "earliest": earliest_day(file),
        "shows_study": shows_study,
        "study": _study(file, user) if shows_study else None,
        "no_part": reason_without_part(file, user),
        "conflicts": conflict_rows(file, user),
        "recusals": recusal_rows(file),
        "votes": vote_rows(file, with_opinions=shows_study),
        **decision_part(file, shows_study),
        "granted": granted_rows(file) if shows_study else [],
        "may_vote": may_vote,
        "own_vote": file.vote_of(user),
        "following": _following(file),
        "gate": closed_vote(file, user) if shows_study and not may_vote else [],
        "actions": item_actions(file, user, running, on_its_page=True),
    }


def _following(file: ItemFile) -> dict | None:
    """The next item of the session's agenda."""
    later = file.session.items.filter(position__gt=file.item.position).order_by("position")
    found = later.values_list("pk", "support_request__reference").first()
    return {"url": reverse("item_detail", args=[found[0]]), "reference": found[1]} if found else None


def _study(file: ItemFile, user: User) -> dict | None:
    report, earlier = studies_of(file.request, file.item.study)
    if report is None:
        # An appeal asks for no new study.
        report, earlier = earlier, None
    if report is None:
        return None
    study = study_page(report, file.request, earlier)
    return {**study, "beside": beside_study(report, file.request, user)}


def decision_part(file: ItemFile, shows_study: bool) -> dict:
    """The decision with its reason first; and the appeal that the item answers, with the decision before."""
    decision = file.session_file.decisions.get(file.item.pk) if shows_study else None
    version = file.request.policy_version
    on_appeal = shows_study and file.item.study > 1
    return {
        "decision": decision,
        "decision_reason": reason_label(version, decision.reason_code) if decision else "",
        "appeal": appeal_page(file.item, version, decision.outcome if decision else "")
        if on_appeal
        else None,
    }


def closed_vote(file: ItemFile, user: User) -> list[dict]:
    """Why a member cannot vote on an open item now."""
    member = user.pk in file.session_file.positions
    return checklist(VOTING, file, user) if member and file.item.closed_at is None else []


def reason_without_part(file: ItemFile, user: User) -> str:
    """Why this member has no part in the item, "" for everybody who has."""
    for recusal in file.session_file.recusals[file.item.pk]:
        if recusal.member_id != user.pk:
            continue
        if recusal.declared_by_id == user.pk:
            return _("The reason that you declared: %(reason)s") % {"reason": recusal.reason}
        return _("%(who)s declared your recusal. The reason: %(reason)s") % {
            "who": recusal.declared_by.full_name,
            "reason": recusal.reason,
        }
    if user.pk in file.session_file.positions:
        return actor_did_not_handle_the_request(file, user) or ""
    return ""


def earliest_day(file: ItemFile) -> dict | None:
    """From which day an open item may be decided, and whether it has come."""
    day = file.request.earliest_decision_on
    if day is None or file.item.closed_at is not None:
        return None
    return {"day": day, "has_come": day <= riyadh_today()}


def _clock(request) -> dict | None:
    if request.told_on is None:
        return None
    return reply_clock(request.told_on, request.earliest_decision_on, riyadh_today())


def granted_rows(file: ItemFile) -> list[dict]:
    decision = file.session_file.decisions.get(file.item.pk)
    if decision is None or decision.outcome != Outcome.ACCEPT:
        return []
    services = list(file.request.granted_services.select_related("service_type").order_by("pk"))
    rows = [
        {"label": row.service_type.label, "value": row.description, "hint": " · ".join(terms_in_words(row))}
        for row in services
    ]
    total = total_in_words(services)
    return rows + ([{"label": _("Sum"), "value": total, "hint": ""}] if total else [])


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
