"""Step 1, reception: the talk, the questions and answers, and the request that comes of it."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.text import clean_line, clean_text
from audit.refusals import NotPermitted, Refused
from audit.writing import one_transaction, write
from beneficiaries.around import confirm_phone, record_consent
from beneficiaries.models import Beneficiary, HowConsented
from beneficiaries.rules import reason_file_is_read_only
from policies.models import PolicyVersion

from .models import Contact, Inquiry, SameNeedPermit, SupportRequest
from .models.contacts import CameAs
from .side_paths import open_clarification
from .steps import Step
from .workflow import handling


def open_request(
    *,
    beneficiary: Beneficiary,
    channel,
    service_type,
    need: str,
    talk: dict,
    inquiries=(),
    note: str = "",
    phone_still_right: bool = False,
    by: User,
) -> SupportRequest:
    """Opens a request under the policy in force today and leaves it `received`.

    `talk` holds the fields of Contact; `inquiries` are (question, answer) pairs. What is unclear to the person is
    referred to the policy's clarification target at once. Source: policy, step 1.
    """
    version = PolicyVersion.objects.in_force()
    if version is None:
        raise Refused(_("No policy is in force: the board must approve one before a request can be opened."))
    with one_transaction():
        person = _person_in_hand(beneficiary, by)
        support_request = SupportRequest(
            beneficiary=person,
            policy_version=version,
            channel=channel,
            service_type=service_type,
            need=clean_text(need),
            branch=person.branch,
            received_by=by,
            same_need_permit=_unused_permit(person, service_type),
        )
        with handling(support_request, Step.RECEIVE, by=by, note=note) as received:
            contact = write(_contact(received, talk), by=by, reason=Step.RECEIVE.label)
            _agreed(person, contact, phone_still_right, by)
            _record_inquiries(contact, inquiries, by)
        if contact.unclear:
            open_clarification(received, questions=contact.unclear, by=by)
    return received


def _person_in_hand(beneficiary: Beneficiary, by: User) -> Beneficiary:
    """The person, locked: two clerks do not open the same need at once, or use one permission twice."""
    served = Beneficiary.objects.visible_to(by).select_for_update(of=("self",))
    person = served.filter(pk=beneficiary.pk).first()
    if person is None:
        raise NotPermitted(_("This person is not among those you serve."))
    return person


def _record_inquiries(contact: Contact, inquiries, by: User) -> None:
    for question, answer in inquiries:
        inquiry = Inquiry(
            support_request=contact.support_request,
            contact=contact,
            question=clean_line(question),
            answer=clean_text(answer),
        )
        write(inquiry, by=by, reason=Step.RECEIVE.label)


def _contact(support_request: SupportRequest, talk: dict) -> Contact:
    now = timezone.now()
    contact = Contact(support_request=support_request, channel=support_request.channel, **talk)
    contact.unclear = clean_text(contact.unclear)
    came_for_another = contact.came_as == CameAs.REPRESENTATIVE
    contact.representative_name = clean_line(contact.representative_name) if came_for_another else ""
    contact.representative_proof = clean_line(contact.representative_proof) if came_for_another else ""
    if contact.privacy_notice_shown_at is None:
        raise Refused(
            _("The privacy notice has not been shown to the person yet."), field="privacy_notice_shown"
        )
    if not contact.arrived_at <= contact.started_at <= contact.ended_at:
        raise Refused(_("The talk starts after the arrival and ends after its start."), field="ended_at")
    if contact.ended_at > now + timedelta(minutes=1):
        raise Refused(_("The end of the talk lies in the future."), field="ended_at")
    if contact.came_as == CameAs.REPRESENTATIVE and not (
        contact.representative_name and contact.representative_proof
    ):
        raise Refused(
            _("Name the representative and the proof of representation."), field="representative_name"
        )
    return contact


def _agreed(person: Beneficiary, contact: Contact, phone_still_right: bool, by: User) -> None:
    """What the person said besides: that the notice is understood, and that the phone is still right."""
    version, shown_at = contact.support_request.policy_version, contact.privacy_notice_shown_at
    record_consent(person, how=_how(contact.channel), by=by, version=version, given_at=shown_at)
    if phone_still_right:
        confirm_phone(person, by=by)


def _how(channel) -> str:
    """How somebody agreed who came over this channel."""
    return {"phone": HowConsented.PHONE, "website": HowConsented.WEBSITE}.get(
        channel.code, HowConsented.SPOKEN
    )


def _unused_permit(beneficiary: Beneficiary, service_type):
    permits = beneficiary.same_need_permits.filter(service_type=service_type, support_request__isnull=True)
    return permits.order_by("pk").first()


def allow_same_need(*, beneficiary: Beneficiary, service_type, reason: str, by: User) -> SameNeedPermit:
    """An executive allows one more request for a need that is already being handled."""
    if not by.may("intake.allow_same_need"):
        raise NotPermitted(_("Only the executive director allows a second request for the same need."))
    reason = clean_line(reason)
    if not reason:
        raise Refused(_("Give the reason."), field="reason")
    if closed := reason_file_is_read_only(beneficiary):
        raise Refused(closed)
    with one_transaction():
        permit = SameNeedPermit(
            beneficiary=beneficiary, service_type=service_type, reason=reason, allowed_by=by
        )
        return write(permit, by=by, reason=gettext_lazy("Second request allowed"))
