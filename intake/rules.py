"""The policy's conditions: one function each, which returns None or the reason as a sentence.

A condition carries its promise (`.promise`), the sentence that a checklist shows when it is met. The page, the POST, a
command and the shell all ask the same function.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.calendars import dual, riyadh_day, riyadh_today
from arabic.text import apart, listed
from beneficiaries.rules import reason_file_is_read_only
from policies.models import PolicyVersion

from .case_file import CaseFile
from .data_sheet import DataSheet
from .models.services import DeliveryOutcome
from .sheet_changes import changes_since, in_one_sentence
from .steps import OPEN_STATES, State


def condition(promise, said=None):
    """Names what a condition promises when it is met; `said` may tell more of one case, or nothing ("")."""

    def named(rule):
        rule.promise = promise
        rule.said = lambda case: (said and said(case)) or str(promise)
        return rule

    return named


# Step 1 ----------------------------------------------------------------------------------------------------------


@condition(gettext_lazy("A policy approved by the board is in force."))
def policy_is_in_force(case: CaseFile, by: User):
    if PolicyVersion.objects.in_force() != case.version:
        return _(
            "No request can be opened: this policy version is not in force. The board must approve it first."
        )


@condition(gettext_lazy("The channel and the service belong to the policy."))
def channel_belongs_to_policy(case: CaseFile, by: User):
    if case.request.channel.policy_version_id != case.version.pk:
        return _("The policy does not have this channel.")
    if case.request.service_type.policy_version_id != case.version.pk:
        return _("The policy does not have this service.")


@condition(gettext_lazy("The person's file is open."))
def persons_file_is_open(case: CaseFile, by: User):
    return reason_file_is_read_only(case.person)


@condition(gettext_lazy("The beneficiary is identified, or the reason for having no document is recorded."))
def person_is_identified(case: CaseFile, by: User):
    if not case.person.identity_number and not case.person.identity_missing_reason:
        return _("The beneficiary is not identified: record the identity document or why there is none.")


@condition(gettext_lazy("No other request for the same need is open, or an executive allowed this one."))
def no_other_request_for_the_need(case: CaseFile, by: User):
    if case.request.same_need_permit is not None:
        return None
    others = type(case.request).objects.filter(
        beneficiary=case.person, service_type=case.request.service_type, state__in=OPEN_STATES
    )
    other = others.exclude(pk=case.request.pk).first()
    if other is not None:
        return _(
            "Request %(reference)s for the same service is still open (%(state)s). A second one needs the executive "
            "director's permission, which the executive gives with a reason on the person's page."
        ) % {"reference": apart(other.reference), "state": other.get_state_display()}


@condition(gettext_lazy("The privacy notice was shown and acknowledged."))
def privacy_notice_was_acknowledged(case: CaseFile, by: User):
    if not case.request.contacts.filter(privacy_notice_shown_at__isnull=False).exists():
        return _("The privacy notice has not been shown to the person yet.")


@condition(gettext_lazy("The person has not taken back the consent to keep the data."))
def consent_was_not_taken_back(case: CaseFile, by: User):
    taken_back = case.consent_taken_back_at
    if taken_back is not None:
        return _(
            "On %(date)s the person took back the consent to keep the data; it must be given again first."
        ) % {"date": dual(riyadh_day(taken_back))}


# Step 2 ----------------------------------------------------------------------------------------------------------


@condition(gettext_lazy("No other file that may be this person's waits to be compared."))
def no_duplicate_waits(case: CaseFile, by: User):
    if case.duplicate_waits:
        return _(
            "Another file may be this person's. Beneficiary relations compare the two first, under possible "
            "duplicates."
        )


@condition(gettext_lazy("No clarification is open."))
def no_clarification_is_open(case: CaseFile, by: User):
    if case.open_clarifications:
        return _("A clarification is still open; it must be answered and confirmed by the person first.")


# Step 3 ----------------------------------------------------------------------------------------------------------


@condition(gettext_lazy("A signed accuracy pledge stands for the data as they are now."))
def pledge_stands(case: CaseFile, by: User):
    pledge = case.pledge
    if pledge is None or pledge.round != case.request.round:
        return _("There is no signed accuracy pledge for these data.")
    signed = DataSheet(pledge.data_sheet)
    if not signed.format or pledge.sha256 != case.data_sheet_like(signed).sha256:
        changes = changes_since(signed, case, by)
        return _("The pledge no longer stands and must be renewed.") + " " + in_one_sentence(changes)


# Step 4 ----------------------------------------------------------------------------------------------------------


@condition(gettext_lazy("The person was told of the referral and of the earliest answer."))
def person_was_told(case: CaseFile, by: User):
    referral = case.referral
    # SECURITY: told today. The day of an earlier referral, before a return, does not start the clock again.
    told_now = referral is not None and referral.study == case.request.study
    if not (told_now and case.request.told_on == referral.told_on == riyadh_today()):
        return _("The person has not been told of the referral and of the earliest day of an answer.")


@condition(gettext_lazy("The study is written by the researcher in charge."))
def actor_is_the_researcher(case: CaseFile, by: User):
    if case.request.researcher_id != by.pk:
        return _("Only the social researcher in charge of this request submits its report.")


@condition(gettext_lazy("The research report is submitted."))
def report_is_submitted(case: CaseFile, by: User):
    study = case.request.study
    if any(report.study == study for report in case.reports):
        return None
    # An appeal asks for no new study: the committee has the one before.
    if not case.reports or case.appeal is None or case.appeal.study != study:
        return _("The research report has not been submitted.")


# Step 5 ----------------------------------------------------------------------------------------------------------


@condition(gettext_lazy("The minimum reply period of the policy has passed."))
def reply_period_has_passed(case: CaseFile, by: User):
    earliest = case.request.earliest_decision_on
    if earliest is None:
        return _("The reply period has not started: the request was not referred.")
    if riyadh_today() < earliest:
        return _("The committee may decide from %(date)s.") % {"date": dual(earliest)}


@condition(gettext_lazy("The committee has voted, and its result is recorded."))
def committee_has_decided(case: CaseFile, by: User):
    if not any(decision.study == case.request.study for decision in case.decisions):
        return _("The committee has not decided on this study.")


def outcome_is(outcome: str):
    """The recorded decision on this study says the same as the act."""

    @condition(gettext_lazy("The recorded decision says the same."))
    def decision_says_so(case: CaseFile, by: User):
        decided = [decision for decision in case.decisions if decision.study == case.request.study]
        if decided and decided[-1].outcome != outcome:
            return _("The recorded decision of the committee is another one.")

    return decision_says_so


# Steps 6 and 7 ---------------------------------------------------------------------------------------------------


@condition(gettext_lazy("Whoever acts now did not vote on this request."))
def actor_did_not_vote(case: CaseFile, by: User):
    if by.pk in case.voters:
        return _("Whoever voted on a request neither registers nor delivers it.")


@condition(gettext_lazy("The registration is recorded."))
def registration_is_recorded(case: CaseFile, by: User):
    if case.registration is None:
        return _("The registration has not been recorded.")


@condition(gettext_lazy("Everything granted is delivered, or closed with a reason."))
def everything_granted_is_settled(case: CaseFile, by: User):
    settled = {DeliveryOutcome.DELIVERED, DeliveryOutcome.CLOSED}
    open_ones = [
        granted.description
        for granted in case.granted
        if not any(delivery.outcome in settled for delivery in granted.deliveries.all())
    ]
    if open_ones:
        return _("Not delivered yet: %(services)s.") % {"services": listed(open_ones)}


# Side paths ------------------------------------------------------------------------------------------------------

HOLDERS = {
    State.VERIFIED: "intake.refer_request",
    State.PLEDGED: "intake.refer_request",
    State.STUDIED: "research_committee.run_session",
}


@condition(gettext_lazy("Whoever returns the request holds it now."))
def actor_holds_the_request(case: CaseFile, by: User):
    if case.request.state == State.REFERRED:
        holds = case.request.researcher_id == by.pk
    else:
        holds = by.may(HOLDERS.get(case.request.state, ""))
    if not holds:
        return _("Only those who hold the request now may return it.")


@condition(gettext_lazy("The clarification is answered by whoever the policy names."))
def actor_is_clarification_target(case: CaseFile, by: User):
    if case.version.clarification_target not in by.roles:
        return _("The policy names another role to answer clarifications.")
