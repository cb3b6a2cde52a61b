"""One sample case, and the acts that carry it along: each calls the portal's own verb."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from arabic.calendars import riyadh_today
from beneficiaries.models import Beneficiary
from beneficiaries.people import add_person
from intake.case_file import CaseFile
from intake.delivery import complete_delivery, record_delivery
from intake.documents import record_document, verify_request
from intake.models import SupportRequest
from intake.pledge import sign_pledge
from intake.reception import open_request
from intake.referral import refer_request
from intake.registration import register_request
from intake.side_paths import answer_clarification, open_clarification, return_request, withdraw_request
from policies.models import PolicyVersion

from .appeals import appeal
from .papers import scanned_sheet
from .people import NEEDS, person_facts
from .studies import submit_sample_study

# Days from the check on: who must soon renew the identity card, and whose has expired since.
IDENTITY_VALID_FOR = {3: 21, 4: 52, 5: 88, 13: 55}


@dataclass
class SampleCase:
    """An invented person's request on its way."""

    place: int
    staff: dict[str, User]
    version: PolicyVersion
    recommendation: str = "accept"
    facts: dict = field(default_factory=dict)
    person: Beneficiary | None = None
    request: SupportRequest | None = None

    def receive(self):
        branch = self.staff["delegate"].branch
        facts = person_facts(self.place, self.version.association.code, branch)
        self.person = add_person(by=self.staff["reception"], **facts)
        self._ask_for(self.place)

    def ask_again(self):
        """A second request, for another service: what the file holds is not asked for again."""
        self._ask_for(self.place + 1)

    def _ask_for(self, service: int):
        version, now = self.version, timezone.now()
        channels, services = list(version.channels.all()), list(version.service_types.all())
        self.request = open_request(
            beneficiary=self.person,
            channel=channels[self.place % len(channels)],
            service_type=services[service % len(services)],
            need=NEEDS[self.place % len(NEEDS)],
            talk={
                "came_as": "self",
                "arrived_at": now - timedelta(minutes=26),
                "started_at": now - timedelta(minutes=20),
                "ended_at": now - timedelta(minutes=1),
                "preferred_contact": ("phone", "sms", "visit")[self.place % 3],
                "privacy_notice_shown_at": now - timedelta(minutes=19),
            },
            inquiries=[
                (
                    "متى يصدر القرار؟",
                    f"لا يصدر قبل {version.minimum_reply_days} يومًا من الإحالة وإبلاغكم بها.",
                )
            ],
            by=self.staff["reception"],
        )

    def clarify(self):
        open_clarification(
            self.request,
            questions="هل يلزم حضور الزوجة لاستكمال الطلب؟ وما الفرق بين الدعم والقرض؟",
            by=self.staff["reception"],
        )

    def answer(self):
        target = self.staff[self.version.clarification_target]
        answer_clarification(
            self.request.clarifications.get(),
            answer="لا يلزم حضورها، ويكفي توقيع مقدم الطلب. والدعم منحة لا تُردّ.",
            person_confirmed=True,
            by=target,
        )

    def check_documents(self, missing_last: bool = False):
        documents = CaseFile(self.fresh()).required_documents
        for number, document in enumerate(documents):
            missing = missing_last and number == len(documents) - 1
            facts = {"verdict": "missing"} if missing else self._document_facts(number)
            record_document(self.request, document=document, by=self.staff["reception"], **facts)

    def check_all_but_one(self):
        """The last document is still to be brought."""
        self.check_documents(missing_last=True)

    def _document_facts(self, number: int) -> dict:
        today = riyadh_today()
        valid_for = 500 + 30 * number if number else IDENTITY_VALID_FOR.get(self.place, 500)
        return {
            "verdict": "matches",
            "number": f"{4410 + self.place}{number}",
            "issued_on": today - timedelta(days=20 + number),
            "expires_on": today + timedelta(days=valid_for),
            "original_seen": True,
            "upload": scanned_sheet(f"document-{number + 1}.png"),
        }

    def verify(self):
        self.check_documents()
        verify_request(self.fresh(), by=self.staff["reception"])

    def pledge(self):
        case = CaseFile(self.fresh())
        sign_pledge(
            case.request,
            signer_role="self",
            signer_name=self.person.full_name,
            scan=scanned_sheet("pledge.png"),
            read_out=True,
            shown_sha256=case.data_sheet.sha256,
            by=self.staff["reception"],
        )

    def refer(self):
        refer_request(
            self.fresh(),
            researcher=self.staff["researcher"],
            how_told="phone",
            told=True,
            by=self.staff["reception"],
        )

    def report(self):
        submit_sample_study(
            self.fresh(),
            place=self.place,
            recommendation=self.recommendation,
            by=self.staff["researcher"],
        )

    def register(self):
        request = self.fresh()
        register_request(
            request,
            category=self.version.categories.all()[self.place % self.version.categories.count()],
            valid_until=riyadh_today() + timedelta(days=365),
            by=self.staff["reception"],
        )

    def deliver(self):
        for granted in CaseFile(self.fresh()).granted:
            record_delivery(
                self.request,
                granted_service=granted,
                outcome="delivered",
                what=granted.description,
                amount=granted.amount,
                received_by_name=self.person.full_name,
                receipt=scanned_sheet("receipt.png"),
                by=self.staff["delivery"],
            )
        complete_delivery(self.fresh(), rating_offered=True, by=self.staff["delivery"])

    def send_back(self):
        return_request(
            self.fresh(),
            reason="عقد الإيجار المرفق باسم شخص آخر، ويلزم عقد باسم مقدم الطلب.",
            by=self.staff["reception"],
        )

    def withdraw(self):
        withdraw_request(
            self.fresh(),
            said_by=self.person.full_name,
            reason="تحسنت ظروف الأسرة ولم تعد بحاجة إلى الدعم.",
            by=self.staff["reception"],
        )

    def appeal(self):
        appeal(self)

    def fresh(self) -> SupportRequest:
        """The request as it stands now."""
        related = ("beneficiary", "policy_version", "service_type", "channel")
        return SupportRequest.objects.select_related(*related).get(pk=self.request.pk)
