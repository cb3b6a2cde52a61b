"""The roles of the association's staff and what each may do: the only place where that is decided."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    RECEPTION = "reception", _("Beneficiary relations officer")
    DELEGATE = "delegate", _("Branch delegate")
    RESEARCHER = "researcher", _("Social researcher")
    COMMITTEE = "committee", _("Research committee member")
    DELIVERY = "delivery", _("Service provider")
    EXECUTIVE = "executive", _("Executive director")
    BOARD = "board", _("Board member")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("System administrator")


_STEPS_ONE_TO_THREE = {
    "intake.receive_request",
    "intake.record_documents",
    "intake.verify_request",
    "intake.pledge_request",
    "intake.open_clarification",
    "intake.view_request",
    "intake.read_articles",
    "beneficiaries.find_people",
    "beneficiaries.add_person",
    "beneficiaries.change_person",
}

# Taking lists along; with the identity numbers and phones in them.
_LISTS = {"beneficiaries.export_people", "intake.export_requests"}
_LISTS_WITH_NUMBERS = _LISTS | {"beneficiaries.export_full_numbers"}
_WHAT_A_STUDY_NEEDS = {"beneficiaries.see_health", "beneficiaries.see_confidential_notes"}
_REGISTER = {
    "correspondence.view_register",
    "correspondence.record_incoming",
    "correspondence.record_hand_over",
    "correspondence.export_register",
}

PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.RECEPTION: frozenset(
        _STEPS_ONE_TO_THREE
        | {
            "intake.certify_original",
            "intake.issue_decision_letter",
            "intake.refer_request",
            "intake.register_request",
            "intake.return_request",
            "intake.withdraw_request",
            "intake.propose_article",
            "research_committee.record_appeal",
            "intake.see_all_requests",
            "beneficiaries.see_everyone",
            "beneficiaries.propose_merge",
            "beneficiaries.approve_merge",
            "correspondence.handle_notices",
            "beneficiaries.close_file",
            "beneficiaries.see_bank_account",
            "beneficiaries.see_health",
            "beneficiaries.import_people",
            "beneficiaries.view_imports",
            *_LISTS_WITH_NUMBERS,
            *_REGISTER,
        }
    ),
    Role.DELEGATE: frozenset(
        _STEPS_ONE_TO_THREE
        | {
            "research_committee.record_appeal",
            "beneficiaries.see_own_branch",
            "correspondence.handle_notices",
            "correspondence.record_hand_over",
        }
        | _LISTS
    ),
    Role.RESEARCHER: frozenset(
        {
            "intake.view_request",
            "intake.read_articles",
            "intake.answer_clarification",
            "intake.propose_article",
            "intake.return_request",
            "research_committee.submit_report",
            "research_committee.read_second_time",
            "research_committee.read_annex",
            "research_committee.see_scales",
            *_WHAT_A_STUDY_NEEDS,
        }
    ),
    Role.COMMITTEE: frozenset(
        {
            "intake.view_request",
            "intake.read_articles",
            "intake.return_request",
            "research_committee.see_sessions",
            "research_committee.vote",
            "research_committee.read_annex",
            "research_committee.see_scales",
            "intake.issue_decision_letter",
            "research_committee.run_session",
            *_WHAT_A_STUDY_NEEDS,
        }
    ),
    Role.DELIVERY: frozenset(
        {
            "intake.view_request",
            "intake.read_articles",
            "intake.deliver_request",
            "beneficiaries.see_bank_account",
        }
    ),
    Role.EXECUTIVE: frozenset(
        {
            "intake.view_request",
            "intake.read_articles",
            "intake.see_all_requests",
            "intake.answer_clarification",
            "intake.allow_same_need",
            "intake.issue_decision_letter",
            "intake.waive_document",
            "research_committee.record_appeal",
            "research_committee.admit_late_appeal",
            "intake.assign_researcher",
            "intake.propose_article",
            "intake.publish_article",
            "research_committee.see_scales",
            "research_committee.adopt_scale",
            "correspondence.handle_notices",
            "beneficiaries.close_file",
            "beneficiaries.find_people",
            "beneficiaries.see_everyone",
            "beneficiaries.approve_merge",
            "beneficiaries.approve_import",
            "beneficiaries.view_imports",
            *_LISTS_WITH_NUMBERS,
            *_REGISTER,
        }
    ),
    Role.BOARD: frozenset({"policies.approve_version", "policies.view_version", "admin.enter"}),
    Role.AUDITOR: frozenset(
        {
            "intake.view_request",
            "intake.read_articles",
            "intake.see_all_requests",
            "beneficiaries.view_imports",
            "beneficiaries.find_people",
            "beneficiaries.see_everyone",
            "research_committee.see_sessions",
            "research_committee.see_scales",
            "correspondence.view_register",
            "policies.view_version",
            "accounts.view_staff",
            "audit.read_everything",
            "beneficiaries.see_bank_account",
            "intake.read_signed_sheets",
            *_WHAT_A_STUDY_NEEDS,
            "admin.enter",
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            "accounts.view_staff",
            "accounts.change_staff",
            "policies.view_version",
            "policies.change_version",
            "admin.enter",
        }
    ),
}

DECIDING = frozenset({Role.COMMITTEE, Role.BOARD, Role.EXECUTIVE})
ACTING = frozenset(set(Role) - {Role.AUDITOR})


def reason_roles_clash(roles) -> str | None:
    """Why these roles may not be held by one person (separation of duties), or None."""
    roles = set(roles)
    if Role.ADMINISTRATOR in roles and roles & DECIDING:
        return _("The system administrator cannot also hold a deciding role.")
    if Role.AUDITOR in roles and roles & ACTING:
        return _("The auditor cannot also hold a role that acts on requests.")
    return None


def roles_with(permission: str) -> list[Role]:
    """The roles that hold a permission, in the order of the table."""
    return [role for role, held in PERMISSIONS.items() if permission in held]
