"""Everything that lies in one request's folder, each part read once: what rules judge and pages show."""

from datetime import date
from typing import NamedTuple

from django.db.models import Prefetch, Q
from django.utils.functional import cached_property

from accounts.models import besides_name
from beneficiaries.models import DuplicatePair, PersonDocument
from beneficiaries.stated import Stated
from policies.frozen import parts_of

from .compared import compared_with
from .data_sheet import DataSheet
from .models import DataVerification, ServiceDelivery, SupportRequest
from .sheet_formats import NEWEST


def under_its_policy(support_request: SupportRequest) -> SupportRequest:
    """The request with its frozen version, channel and service from memory: joined, they were half of its columns."""
    parts = parts_of(support_request.policy_version_id)
    support_request.policy_version = parts.version
    for channel in parts.channels:
        if channel.pk == support_request.channel_id:
            support_request.channel = channel
    for service_type in parts.service_types:
        if service_type.pk == support_request.service_type_id:
            support_request.service_type = service_type
    return support_request


class Expected(NamedTuple):
    """That the person was asked for missing documents."""

    asked_on: date
    bring_until: date


class CaseFile:
    """One request with its papers; a part is read from the database when it is first asked for."""

    def __init__(self, support_request: SupportRequest):
        self.request = support_request

    @cached_property
    def person(self):
        return self.request.beneficiary

    @cached_property
    def consent_taken_back_at(self):
        """When the person took back the consent to keep the data; None where it stands, or was never asked for."""
        if hasattr(self.request, "consent_taken_back_at"):
            return self.request.consent_taken_back_at
        return self.person.consents.order_by("-pk").values_list("withdrawn_at", flat=True).first()

    @cached_property
    def duplicate_waits(self) -> bool:
        """Whether a file that may be the same person's waits to be compared with this one."""
        if hasattr(self.request, "duplicate_waits"):
            return self.request.duplicate_waits
        return DuplicatePair.objects.waiting_about(self.person.pk).exists()

    @cached_property
    def version(self):
        return self.request.policy_version

    @cached_property
    def parts(self):
        """Channels, documents, texts … of the version to which the request is pinned."""
        return parts_of(self.request.policy_version_id)

    @cached_property
    def required_documents(self) -> list:
        """What this version of the policy demands for this service, in its order."""
        return self.parts.documents_for(self.request.service_type_id)

    @cached_property
    def verifications(self) -> dict:
        """The checked documents by required document."""
        people = ("original_seen_by", "checked_by", "waived_by")
        files = ("file__thumbnail", "file__virus_scan")
        checks = self.request.verifications.select_related(*files, *people).defer(*besides_name(*people))
        return {check.required_document_id: check for check in checks}

    @cached_property
    def checks(self) -> list[tuple]:
        """Each required document with its check, or None where it was not looked at yet."""
        return [(document, self.verifications.get(document.pk)) for document in self.required_documents]

    @cached_property
    def expected(self) -> Expected | None:
        """Since when and until when the person is asked to bring what is missing; None where nothing is expected."""
        if hasattr(self.request, "asked_rows"):
            days = [(row["asked_on"], row["bring_until"]) for row in self.request.asked_rows]
            return Expected(*map(date.fromisoformat, days[0])) if days else None
        asked = self.request.documents_asked.filter(closed_on__isnull=True).first()
        return Expected(asked.asked_on, asked.bring_until) if asked else None

    @cached_property
    def comparisons(self) -> list[dict]:
        """The stated facts that were compared, as rows of `intake.queues.COMPARED`."""
        if hasattr(self.request, "compared_rows"):
            return self.request.compared_rows
        return SupportRequest.objects.only("pk").with_checks().get(pk=self.request.pk).compared_rows

    @cached_property
    def on_file(self) -> dict:
        """The current documents in the person's own file, by the code under which a policy asks for them."""
        kept = PersonDocument.objects.current().filter(beneficiary=self.person).exclude(code="")
        kept = kept.select_related("file", "original_seen_by").defer(*besides_name("original_seen_by"))
        return {document.code: document for document in kept}

    @cached_property
    def data_sheet(self) -> DataSheet:
        """The data as they stand now: what a pledge signed today would cover."""
        return DataSheet.of(self)

    def data_sheet_like(self, signed: DataSheet) -> DataSheet:
        """The data as they stand now, in the format of a sheet that was signed."""
        return self.data_sheet if signed.format == NEWEST else DataSheet.of(self, signed.format)

    @cached_property
    def pledge(self):
        """The newest pledge, standing or not; in its row stands too what its sheet is compared with."""
        pledges = self.request.pledges.select_related("witness", "scan")
        return pledges.annotate(**compared_with("support_request")).order_by("-pk").first()

    @cached_property
    def _compared(self):
        if self.pledge is not None:
            return self.pledge
        rows = SupportRequest.objects.only("pk").annotate(**compared_with("pk"))
        return rows.get(pk=self.request.pk)

    @property
    def stated(self) -> Stated:
        """What the person states besides their own row: phones, categories, household."""
        return Stated.on(self._compared)

    @property
    def checked_facts(self) -> list[dict]:
        """The stated facts that were compared with a document, as the data sheet holds them."""
        return self._compared.fact_rows

    @cached_property
    def talks(self) -> list[dict]:
        """Each contact, once for every question that was asked in it."""
        columns = ("pk", "came_as", "representative_name", "preferred_contact", "started_at", "unclear")
        asked = ("inquiries__question", "inquiries__answer")
        return list(self.request.contacts.order_by("pk", "inquiries__pk").values(*columns, *asked))

    @cached_property
    def open_clarifications(self) -> list:
        return [row for row in self.clarifications if row.answered_at is None]

    @cached_property
    def clarifications(self) -> list:
        rows = self.request.clarifications.select_related("answered_by")
        return list(rows.defer(*besides_name("answered_by")).order_by("pk"))

    @cached_property
    def referral(self):
        """The newest referral."""
        return self.referrals[-1] if self.referrals else None

    @cached_property
    def referrals(self) -> list:
        return list(self.request.referrals.select_related("researcher").order_by("pk"))

    @cached_property
    def reports(self) -> list:
        rows = self.request.reports.select_related("researcher")
        return list(rows.defer(*besides_name("researcher")).order_by("pk"))

    @cached_property
    def decisions(self) -> list:
        return list(self.request.decisions.order_by("pk"))

    @cached_property
    def appeal(self):
        """The appeal against a rejection of this request, or None; there is one at most."""
        return self.request.appeals.select_related("decision", "channel").first()

    @cached_property
    def granted(self) -> list:
        """What was granted, each with its deliveries."""
        deliveries = ServiceDelivery.objects.select_related("delivered_by", "receipt").order_by("pk")
        granted = self.request.granted_services.prefetch_related(Prefetch("deliveries", deliveries))
        return list(granted.order_by("pk"))

    @cached_property
    def registration(self):
        return self.request.registrations.select_related("category", "registered_by").first()

    def has_held(self, stored) -> bool:
        """Whether a paper belongs, or once belonged, to this request."""
        request = self.request
        return (
            request.pledges.filter(Q(scan=stored) | Q(signature=stored) | Q(proof_file=stored)).exists()
            or request.deliveries.filter(receipt=stored).exists()
            or DataVerification.history.filter(support_request_id=request.pk, file_id=stored.pk).exists()
        )

    @cached_property
    def voters(self) -> set[int]:
        """Who voted on this request, in any session."""
        return set(self.request.agenda_items.values_list("votes__member_id", flat=True)) - {None}
