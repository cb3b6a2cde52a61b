"""The policy as staff read it: every fact of a version as a row that a template only prints."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arabic.calendars import dual, gregorian_of

from .models import DecisionReason, PolicyVersion, RequiredDocument
from .printed_dates import reason_dates_disagree
from .reasons import decision_reasons_of, names_its_own
from .rules import titles_differ


class PolicySheet:
    """One version, ready to print."""

    def __init__(self, version: PolicyVersion):
        self.version, self.association = version, version.association

    @cached_property
    def association_facts(self) -> list[dict]:
        association = self.association
        facts = [
            (_("Association"), association.name),
            (_("Licence number"), association.licence),
            (_("Licensed by"), association.licensed_by),
            (_("Seat"), association.place),
            (_("Supervised by"), association.supervision),
            (_("Whom it serves"), association.served),
        ]
        return [_fact(label, value) for label, value in facts if value]

    @cached_property
    def approval_facts(self) -> list[dict]:
        version = self.version
        facts = [
            (_("Session of the board"), version.approval_session, ""),
            (_("Term of the board"), version.approval_term, ""),
            (_("Place of the session"), version.approval_place, ""),
            *self._days_of_approval(),
            (_("In force from"), dual(version.effective_on), ""),
            (_("Session chaired by"), version.chaired_by, ""),
            (_("Signed for the executive by"), version.signed_by, ""),
            (_("Title in the approval"), version.approved_title_ar, ""),
            (_("Digest of the content"), version.content_digest, _("SHA-256")),
        ]
        return [_fact(label, value, hint) for label, value, hint in facts if value]

    def _days_of_approval(self):
        """One day, or two when the paper prints two; always with the text as printed."""
        version = self.version
        hijri, gregorian = version.printed_hijri, version.printed_gregorian
        if version.approval_dates_disagree:
            by_hijri = dual(gregorian_of(*version.hijri_of_approval))
            yield _("Approved on, by the Hijri date"), by_hijri, _as_printed(hijri)
            yield _("Approved on, by the Gregorian date"), dual(version.approved_on), _as_printed(gregorian)
        else:
            yield _("Approved on"), dual(version.approved_on), _as_printed(_both(hijri, gregorian))

    @cached_property
    def remarks(self) -> list[dict]:
        """What the paper itself gets wrong, shown and never corrected."""
        version = self.version
        rows = []
        disagreement = reason_dates_disagree(version.hijri_of_approval, version.approved_on)
        if disagreement:
            rows.append({"title": _("The printed dates of the approval"), "text": disagreement})
        if version.dates_remark:
            rows.append({"title": _("Remark on the dates of the approval"), "text": version.dates_remark})
        if version.title_remark or titles_differ(version, version.approved_title_ar):
            rows.append({"title": _("Remark on the title of the approval"), "text": version.title_remark})
        return rows

    @cached_property
    def rules(self) -> list[dict]:
        version = self.version
        facts = [
            (
                _("The committee's answer"),
                _not_before(version.minimum_reply_days),
                _("Counted from the day of the referral."),
            ),
            (_("Promised answer"), _days(version.target_reply_days), ""),
            (_("When something is unclear"), version.get_clarification_target_display(), ""),
            (_("Members of the research committee"), version.committee_size, ""),
            (_("Quorum"), self._quorum(), ""),
            (
                _("A tie"),
                _("The chair decides.") if version.chair_has_casting_vote else _("No decision."),
                "",
            ),
            (_("Studies"), _("A second researcher reads every study.") if version.second_reader else "", ""),
            (_("Appeal"), _days(version.appeal_days), _("Counted from the decision.")),
            (
                _("The committee's answer to an appeal"),
                _not_before(version.appeal_reply_days) if version.appeal_reply_days else "",
                _("Counted from the day on which the appeal is recorded."),
            ),
            (_("Review of the policy"), _months(version.review_months), ""),
            (_("Data are kept for"), _years(version.retention_years), ""),
        ]
        return [_fact(label, value, hint) for label, value, hint in facts if value]

    def _quorum(self) -> str:
        return _("More than %(percent)s%% of the members not recused, and at least %(minimum)s.") % {
            "percent": self.version.quorum_percent,
            "minimum": self.version.quorum_minimum,
        }

    @cached_property
    def decision_reasons(self) -> list[dict]:
        """What a decision may name as its reason, by outcome, and whose list it is."""
        ours = _("The policy names none; the portal's own list applies.")
        return [
            {
                "title": outcome.label,
                "labels": [reason.label for reason in decision_reasons_of(self.version, outcome)],
                "hint": "" if names_its_own(self.version, outcome) else ours,
            }
            for outcome in DecisionReason.ReasonOf
        ]

    @cached_property
    def steps(self) -> list[dict]:
        return [
            {"number": number, "label": step.label, "guidance": step.guidance}
            for number, step in enumerate(self.version.steps.all(), start=1)
        ]

    @cached_property
    def services(self) -> list[dict]:
        return [
            {"label": service.label, "documents": self._documents_for(service)}
            for service in self.version.service_types.all()
        ]

    def _documents_for(self, service) -> list[dict]:
        return [_fact(row.label, validity_text(row)) for row in self.version.documents_for(service)]

    @cached_property
    def channels(self) -> list[str]:
        return [row.label for row in self.version.channels.all()]

    @cached_property
    def tools(self) -> list[str]:
        return [row.label for row in self.version.tools.all()]

    @cached_property
    def categories(self) -> list[str]:
        return [row.label for row in self.version.categories.all()]


def validity_text(document: RequiredDocument) -> str:
    """The validity rule of a required document as a sentence."""
    if document.validity == RequiredDocument.Validity.MUST_NOT_BE_EXPIRED:
        return _("Not expired on the day it is presented.")
    if document.validity == RequiredDocument.Validity.ISSUED_WITHIN_MONTHS:
        return ngettext(
            "Issued within the last %(months)s month.",
            "Issued within the last %(months)s months.",
            document.months,
        ) % {"months": document.months}
    return _("No period of validity.")


def versions_before_the_board() -> list[dict]:
    """What waits for the board, with the way to it."""
    waiting = PolicyVersion.objects.filter(
        submitted_to_board_at__isnull=False, approved_at__isnull=True, withdrawn_at__isnull=True
    )
    return [
        {"number": number, "url": reverse("admin:policies_policyversion_change", args=[pk])}
        for pk, number in waiting.order_by("number").values_list("pk", "number")
    ]


def reason_none_in_force() -> str:
    """Why no policy is in force, and what must happen."""
    newest = PolicyVersion.objects.filter(withdrawn_at__isnull=True).order_by("-number").first()
    if newest is None:
        return _("No policy has been loaded yet. The administrator loads the association's policy pack.")
    names = {"number": newest.number}
    if newest.approved_at:
        sentence = _("Version %(number)s is approved and comes into force on %(day)s.")
        return sentence % {**names, "day": dual(newest.effective_on)}
    if newest.submitted_to_board_at:
        return _("Version %(number)s is before the board and comes into force after its approval.") % names
    return _("Version %(number)s is a draft and comes into force after the board has approved it.") % names


def _fact(label, value, hint="") -> dict:
    # `text` is for papers, which are not HTML.
    return {"label": label, "value": format_html("<bdi>{}</bdi>", value), "text": str(value), "hint": hint}


def _both(hijri: str, gregorian: str) -> str:
    if hijri and gregorian:
        return _("%(hijri)s = %(gregorian)s") % {"hijri": hijri, "gregorian": gregorian}
    return hijri or gregorian


def _as_printed(printed: str) -> str:
    return _("Printed: %(text)s") % {"text": printed} if printed else ""


def _not_before(days: int) -> str:
    return ngettext("not before %(days)s day", "not before %(days)s days", days) % {"days": days}


def _days(number) -> str:
    return ngettext("%(days)s day", "%(days)s days", number) % {"days": number} if number else ""


def _months(number) -> str:
    return ngettext("%(months)s month", "%(months)s months", number) % {"months": number}


def _years(number) -> str:
    return ngettext("%(years)s year", "%(years)s years", number) % {"years": number}
