"""Every address of the administration, and what each person finds there."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from .addresses import TO_SIGN_IN, Address, only, page

# Who enters the administration at all; everybody else is sent to sign in as somebody else.
ENTRANTS = "board auditor administrator superuser"


def _entrants(
    allowed: str, otherwise: int = 403, outside: int = TO_SIGN_IN, anonymous: int = TO_SIGN_IN
) -> dict:
    """200 for those allowed, `otherwise` for the other entrants, `outside` for everybody else."""
    return only(allowed, outside, anonymous=anonymous) | {
        actor: 200 if actor in allowed.split() else otherwise for actor in ENTRANTS.split()
    }


_STAFF = ("auditor administrator superuser", "administrator superuser")
_OFFICES = ("auditor administrator", "administrator")
_AUDITED = ("auditor", "")
# Who reads and who changes each kind of record in the administration; nobody deletes there.
RECORDS = {
    "accounts.user": _STAFF,
    "accounts.branch": _OFFICES,
    "policies.association": ("board auditor administrator", "administrator"),
    "policies.policyversion": ("board auditor administrator", "administrator"),
    "research_committee.committeemember": _OFFICES,
    **dict.fromkeys(
        (
            *("audit.auditentry", "audit.readlog", "beneficiaries.beneficiary", "beneficiaries.storedfile"),
            *(
                "intake.supportrequest",
                "intake.handlingstep",
                "intake.accuracypledge",
                "intake.clarification",
            ),
            *("beneficiaries.otherphone", "beneficiaries.personnote", "beneficiaries.personcategory"),
            *("beneficiaries.consent", "beneficiaries.persondocument", "beneficiaries.duplicatepair"),
            *("beneficiaries.filemerge", "beneficiaries.virusscan"),
            *("beneficiaries.household", "beneficiaries.householdmember", "beneficiaries.budgetline"),
            *("intake.contact", "intake.dataverification", "intake.grantedservice", "intake.inquiry"),
            *("intake.referral", "intake.registration", "intake.servicedelivery", "intake.sameneedpermit"),
            *("intake.factcheck", "intake.documentsasked", "intake.pledgelink"),
            *("intake.researcherdistrict", "intake.knowledgearticle"),
            *("research_committee.researchreport", "research_committee.committeesession"),
            "research_committee.attendance",
            *("research_committee.visitappointment", "research_committee.studyvisit"),
            "research_committee.visitphoto",
            *("research_committee.agendaitem", "research_committee.recusal", "research_committee.vote"),
            *("research_committee.memberparticulars", "research_committee.declaredrelation"),
            *("research_committee.conflictruling", "research_committee.decision"),
            "research_committee.appeal",
            *("research_committee.confidentialannex", "research_committee.secondreading"),
            "research_committee.scorescale",
            *("research_committee.minutes", "research_committee.minutessignature"),
            "research_committee.minutesaddendum",
            *("jobs.job", "beneficiaries.importbatch"),
            *("correspondence.letter", "correspondence.handover", "correspondence.incomingletter"),
            "correspondence.notice",
        ),
        _AUDITED,
    ),
}
# There is one association, so none is added; the trails keep no history of themselves.
NOT_ADDED = {"policies.association"}
TRAILS = {"audit.auditentry", "audit.readlog", "intake.handlingstep", "jobs.job"}


ABOUT_NOBODY = {label for label in RECORDS if label.startswith(("accounts.", "policies."))} | {
    *("research_committee.committeemember", "research_committee.committeesession"),
    "research_committee.attendance",
    *("research_committee.memberparticulars", "research_committee.declaredrelation"),
    *("research_committee.minutes", "research_committee.minutessignature"),
    "research_committee.minutesaddendum",
    *("beneficiaries.importbatch", "research_committee.scorescale"),
    *("intake.researcherdistrict", "intake.knowledgearticle"),
    *TRAILS,
}


def _first(label: str) -> int:
    return apps.get_model(label)._base_manager.order_by("pk").values_list("pk", flat=True)[0]


def _first_history(label: str) -> int:
    return apps.get_model(label).history.filter(id=_first(label)).values_list("pk", flat=True)[0]


def _record_pages(label: str, readers: str, changers: str) -> list[Address]:
    """Everything that the administration offers about one kind of record."""
    name, is_a_look = label.replace(".", "_"), label not in ABOUT_NOBODY

    def row(act: str, allowed: str, *args, look: bool = False) -> Address:
        key = f"admin:{name}_{act}"
        path = lambda world: reverse(key, args=[arg(label) for arg in args])  # noqa: E731
        return Address(key, "", path, _entrants(allowed), look, f"admin:{label}")

    bare = f"admin/{label.replace('.', '/')}/"
    rows = [
        row("changelist", readers),
        row("add", "" if label in NOT_ADDED else changers),
        row("change", readers, _first, look=is_a_look),
        row("delete", "", _first),
        row("history", readers, _first, look=is_a_look),
        Address(
            f"{bare}<path:object_id>/",
            "",
            lambda world: f"/{bare}{_first(label)}/",
            _entrants("", 302),
            group=f"admin:{label}",
        ),
    ]
    if label not in TRAILS:
        rows.append(row("simple_history", readers, _first, _first_history, look=is_a_look))
    return rows


def _version_act(act: str, row: str, allowed: str) -> Address:
    return page(f"admin:policies_policyversion_{act}", _entrants(allowed), row, about=row)


ADMINISTRATION = [
    page("admin:index", _entrants(ENTRANTS)),
    page("admin:login", _entrants("", 302, outside=403)),
    page("admin:logout", _entrants("", 405)),
    page("admin:password_change", _entrants(ENTRANTS)),
    page("admin:password_change_done", _entrants(ENTRANTS)),
    page("admin:autocomplete", _entrants("")),
    page("admin:jsi18n", _entrants(ENTRANTS)),
    Address(
        "admin:view_on_site",
        "",
        lambda world: reverse("admin:view_on_site", args=[_content_type(), world.rows["person"].pk]),
        _entrants("", 404),
    ),
    Address(
        "admin:app_list",
        "",
        lambda world: reverse("admin:app_list", args=["accounts"]),
        _entrants("auditor administrator superuser", 404),
    ),
    Address("admin/(?P<url>.*)$", "", lambda world: "/admin/nothing-here/", _entrants("", 404)),
    *(
        _version_act(act, row, allowed)
        for act, allowed in {
            "approve": "board",
            "submit": "administrator",
            "take_back": "administrator",
            "withdraw": "administrator",
            "copy": "administrator",
        }.items()
        for row in ("version", "draft")
    ),
    page("admin:policies_policyversion_minutes", _entrants("", 404), "version"),
    *(
        row
        for label, (readers, changers) in RECORDS.items()
        for row in _record_pages(label, readers, changers)
    ),
]


def _content_type() -> int:
    return ContentType.objects.get_by_natural_key("beneficiaries", "beneficiary").pk
