"""What must hold between the parts of a pack, once each part has been read."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import gregorian_of, riyadh_today

from .pack import STEP_CODES, PolicyPack
from .printed_dates import reason_dates_disagree, reason_reading_differs

_SAY_WHY = gettext_lazy("%(reason)s Say why in dates_remark_ar and dates_remark_en.")
PARTS = (
    *("channels", "tools", "service_types", "required_documents", "categories", "steps"),
    "decision_reasons",
)


def problems_between(pack: PolicyPack):
    """(path of the key, sentence) for everything that does not fit together."""
    for part in PARTS:
        yield from _repeated_codes(part, getattr(pack, part))
    for part in ("channels", "service_types"):
        if not getattr(pack, part):
            yield part, _("must name at least one")
    yield from _missing_steps(pack)
    yield from _documents(pack)
    committee = pack.version.committee
    if committee.quorum_minimum > committee.size:
        yield "version.committee.quorum_minimum", _("must not be more than the size of the committee")
    periods = pack.version
    if periods.target_reply_days is not None and periods.target_reply_days < periods.minimum_reply_days:
        yield "version.target_reply_days", _("must not be less than minimum_reply_days")
    if pack.approval:
        yield from _approval_dates(pack.approval)
        yield from _approval_title(pack)


def _repeated_codes(part, rows):
    first = {}
    for index, row in enumerate(rows):
        if row.code in first:
            names = {"code": row.code, "place": f"{part}[{first[row.code]}]"}
            yield f"{part}[{index}].code", _("“%(code)s” is already the code of %(place)s") % names
        first.setdefault(row.code, index)


def _missing_steps(pack):
    present = {step.code for step in pack.steps}
    for code in STEP_CODES:
        if code not in present:
            yield "steps", _("the step “%(code)s” is missing") % {"code": code}


def _documents(pack):
    services = {service.code for service in pack.service_types}
    for index, document in enumerate(pack.required_documents):
        path = f"required_documents[{index}]"
        for place, code in enumerate(document.service_types):
            if code not in services:
                yield f"{path}.service_types[{place}]", _("unknown service type “%(code)s”") % {"code": code}
        counted = document.validity == "issued_within_months"
        if counted and document.months is None:
            yield f"{path}.months", _("missing")
        if not counted and document.months is not None:
            yield f"{path}.months", _("has a meaning only with validity = “issued_within_months”")


def _approval_dates(approval):
    remarked = bool(approval.dates_remark_ar)
    disagreement = reason_dates_disagree(approval.hijri, approval.gregorian)
    if disagreement and not remarked:
        yield "approval.gregorian", _SAY_WHY % {"reason": disagreement}
    for key in ("hijri", "gregorian"):
        differs = reason_reading_differs(getattr(approval, f"printed_{key}"), getattr(approval, key))
        if differs and not remarked:
            yield f"approval.printed_{key}", _SAY_WHY % {"reason": differs}
    earliest = min(approval.gregorian, gregorian_of(*approval.hijri))
    if earliest > riyadh_today():
        yield "approval.gregorian", _("lies in the future")
    if approval.effective_on < earliest:
        yield "approval.effective_on", _("is earlier than the approval")


def _approval_title(pack):
    approved = pack.approval.approved_title_ar
    if approved and approved != pack.version.title_ar and not pack.approval.title_remark_ar:
        yield "approval.title_remark_ar", _("missing, although the approved title differs from title_ar")
