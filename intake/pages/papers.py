"""Everything that was said, studied, decided, registered and delivered, in full."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import dual
from arabic.text import grouped, listed
from audit.timeline import moment_text
from policies.reasons import reason_label

from ..case_file import CaseFile
from ..checks.pages import comparisons_in_words
from ..models import PledgeMethod
from .looks import state_chip


def papers_page(case: CaseFile, user: User) -> dict:
    """The papers of a request by step, each as label and value."""
    support_request = case.request
    pk = support_request.pk
    return {
        "support_request": support_request,
        "chip": state_chip(support_request.state),
        "case": case,
        "groups": [group for group in _groups(case, user, pk) if group["papers"]],
        "steps": [
            {
                "cells": [
                    {
                        "text": row.get_step_display(),
                        "hint": _(row.note) if row.note else "",
                        "label": _("Step"),
                    },
                    {
                        "text": str(row.by),
                        "hint": User.roles_in_words(row.acting_as.split(",")),
                        "label": _("Who"),
                    },
                    {"text": moment_text(row.at), "hint": "", "label": _("When")},
                ],
                "url": "",
            }
            for row in support_request.handling_steps.select_related("by")
        ],
        "step_columns": [_("Step"), _("Who"), _("When")],
        "looks": [],
        "crumbs": [
            {"url": reverse("home"), "label": _("My work")},
            {"url": reverse("request_detail", args=[pk]), "label": support_request.reference},
        ],
    }


def _groups(case: CaseFile, user: User, pk: int) -> list[dict]:
    support_request = case.request
    return [
        {
            "title": _("Contacts"),
            "papers": [_paper(row, _CONTACT) for row in support_request.contacts.select_related("channel")],
        },
        {
            "title": _("Inquiries"),
            "papers": [_paper(row, ("question", "answer")) for row in support_request.inquiries.all()],
        },
        {"title": _("Required documents"), "papers": [_check(*row, pk) for row in case.checks if row[1]]},
        {"title": _("Stated facts"), "papers": comparisons_in_words(case, user)},
        {
            "title": _("Missing documents asked for"),
            "papers": [
                _asked(row, case) for row in support_request.documents_asked.select_related("asked_by")
            ],
        },
        {
            "title": _("Pledges"),
            "papers": _pledges(support_request, pk),
        },
        {
            "title": _("Clarifications"),
            "papers": [_paper(row, _CLARIFICATION) for row in case.clarifications],
        },
        {
            "title": _("Referrals"),
            "papers": [_paper(row, _REFERRAL) for row in case.referrals],
        },
        *_groups_of_the_committee(case, user, pk),
    ]


def _groups_of_the_committee(case: CaseFile, user: User, pk: int) -> list[dict]:
    """From the study on."""
    return [
        {"title": _("Research reports"), "papers": _reports(case, user)},
        {"title": _("Decisions"), "papers": [_decision(row, case) for row in case.decisions]},
        {
            "title": _("Appeals"),
            "papers": [_paper(row, _APPEAL) for row in case.request.appeals.select_related(*_OF_APPEAL)],
        },
        {"title": _("Granted services"), "papers": [_paper(row, _GRANTED) for row in case.granted]},
        {
            "title": _("Registration"),
            "papers": [_paper(case.registration, _REGISTRATION)] if case.registration else [],
        },
        {
            "title": _("Deliveries"),
            "papers": [_delivery(row, pk) for granted in case.granted for row in granted.deliveries.all()],
        },
    ]


_CONTACT = (
    "channel",
    "came_as",
    "representative_name",
    "representative_proof",
    "arrived_at",
    "started_at",
    "ended_at",
    "unclear",
    "preferred_contact",
    "privacy_notice_shown_at",
)
_CLARIFICATION = ("questions", "answer", "answered_by", "answered_at")
_REFERRAL = ("researcher", "how_told", "told_on", "earliest_decision_on")
_REPORT = ("researcher", "visited_on", "visit_kind")
_GRANTED = ("description", "amount", "times", "starts_on", "ends_on", "conditions")
_CHECK = ("verdict", "number", "issued_on", "expires_on", "presented_on", "proves", "difference")
_CHECK += ("channel", "original_seen_by", "checked_by", "waived_by", "waived_at", "waiver_reason")
_ASKED = ("asked_on", "bring_until", "how_told", "asked_by", "outcome", "closed_on")
_DECISION = ("outcome", "reasons", "earliest_decision_on", "decided_on", "appeal_until")
_APPEAL = ("channel", "received_on", "said_by", "grounds", "window_until", "recorded_by")
_APPEAL += ("admitted_by", "admitted_because")
_REGISTRATION = ("number", "category", "valid_until", "remaining_requirements", "registered_by")
_PLEDGE = ("method", "signer_role", "signer_name", "signer_proof", "witness", "signed_at", "sha256")
_DELIVERY = ("outcome", "delivered_on", "what", "amount", "received_by_name", "reason", "delivered_by")


def _paper(row, names, file_url="") -> dict:
    return {
        "items": [_fact(row, name) for name in names if _value(row, name) not in (None, "")],
        "file_url": file_url,
        "proof_url": "",
        "page_url": "",
    }


def _reports(case: CaseFile, user: User) -> list[dict]:
    """Who studied and when; the study itself is on its own page, for those who may read it."""
    readable = set(case.request.reports.visible_to(user).values_list("pk", flat=True))
    return [
        {
            **_paper(row, _REPORT),
            "page_url": reverse("report_detail", args=[row.pk]) if row.pk in readable else "",
        }
        for row in case.reports
    ]


_OF_APPEAL = ("channel", "recorded_by", "admitted_by")


def _decision(row, case: CaseFile) -> dict:
    """A decision, its reason first."""
    paper, label = _paper(row, _DECISION), reason_label(case.version, row.reason_code)
    reason = [{"label": _("Reason"), "value": label, "hint": ""}] if label else []
    return paper | {"items": [*reason, *paper["items"]]}


def _check(document, check, pk) -> dict:
    """One required document, under its own name, with what was found."""
    paper = _paper(check, _CHECK, reverse("request_file", args=[pk, check.file_id]) if check.file_id else "")
    name = {"label": _("Document"), "value": document.label, "hint": ""}
    return paper | {"items": [name, *paper["items"]]}


def _asked(row, case: CaseFile) -> dict:
    """What the person was asked to bring, by name, until when, and how it ended."""
    labels = {document.code: document.label for document in case.required_documents}
    paper, names = _paper(row, _ASKED), listed(labels.get(code, code) for code in row.codes)
    return paper | {"items": [{"label": _("Documents"), "value": names, "hint": ""}, *paper["items"]]}


def _pledges(support_request, pk) -> list[dict]:
    return [_pledge(row, pk) for row in support_request.pledges.select_related("witness", "letter")]


def _pledge(row, pk) -> dict:
    """A signature, with what it is worth: a drawn one, or one by a code, is less than one by hand."""
    signed, proof = row.scan_id or row.signature_id, row.proof_file_id
    paper = _paper(row, _PLEDGE, reverse("request_file", args=[pk, signed]) if signed else "")
    by_hand = row.method == PledgeMethod.PAPER
    strength = _("Signature by hand") if by_hand else _("Simple electronic signature")
    paper["items"].insert(1, {"label": _("Strength"), "value": strength, "hint": ""})
    if row.letter_id:
        paper["items"].append({"label": _("Printed sheet"), "value": row.letter.serial, "hint": ""})
    paper["proof_url"] = reverse("request_file", args=[pk, proof]) if proof else ""
    return paper


def _delivery(row, pk) -> dict:
    return _paper(
        row, _DELIVERY, reverse("request_file", args=[pk, row.receipt_id]) if row.receipt_id else ""
    )


def _fact(row, name) -> dict:
    return {
        "label": capfirst(str(row._meta.get_field(name).verbose_name)),
        "value": _value(row, name),
        "hint": "",
    }


def _value(row, name):
    field, value = row._meta.get_field(name), getattr(row, name)
    if value in (None, ""):
        return value
    if field.choices:
        return getattr(row, f"get_{name}_display")()
    kind = field.get_internal_type()
    if kind == "DateTimeField":
        return moment_text(value)
    if kind == "DecimalField":
        return grouped(value)
    return dual(value) if kind == "DateField" else str(value)
