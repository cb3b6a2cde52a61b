"""Every form of the portal as a careful person fills it in: who, where, and what."""

from collections.abc import Callable
from datetime import timedelta

from arabic.calendars import riyadh_today
from beneficiaries.documents.recording import record_person_document
from intake.models import SupportRequest
from research_committee.sessions import mark_attendance, open_session
from tests import factories as make
from tests.matrix.world import World
from tests.research_committee import factories as committee

from .filled import Filled, row
from .filled_appeal_forms import APPEAL_FORMS
from .filled_assigning_forms import ASSIGNING_FORMS
from .filled_check_forms import CHECK_FORMS
from .filled_conflict_forms import CONFLICT_FORMS
from .filled_export_forms import EXPORT_FORMS
from .filled_file_forms import FILE_FORMS
from .filled_household_forms import HOUSEHOLD_FORMS
from .filled_knowledge_forms import KNOWLEDGE_FORMS
from .filled_letter_forms import LETTER_FORMS
from .filled_link_forms import LINK_FORMS
from .filled_list_forms import LIST_FORMS
from .filled_message_forms import MESSAGE_FORMS
from .filled_minutes_forms import MINUTES_FORMS
from .filled_reading_forms import READING_FORMS
from .filled_register_forms import REGISTER_FORMS
from .filled_sitting_forms import SITTING_FORMS
from .filled_study_forms import STUDY_FORMS
from .filled_visit_forms import VISIT_FORMS

# Hours that have passed at any time of the day.
TALK = {"came_as": "self", "arrived": "00:00", "started": "00:00", "ended": "00:00"}
PERSON = {
    "identity_kind": "national_id",
    "identity_number": make.identity_number(900_001),
    "first_name": "نوف",
    "father_name": "تركي",
    "grandfather_name": "سعود",
    "family_name": "الثقفي",
    "gender": "female",
    "birth_date": "12/5/1405",
    "phone": "0551234567",
    "city": "الطائف",
    "district": "حي النسيم",
}


def request(state: str) -> Callable[[World], list]:
    return lambda world: [SupportRequest.objects.get(pk=world.requests[state].pk)]


def with_documents(world: World) -> list:
    """A received request whose every document matches; only the confirmation is left."""
    received, clerk = world.requests["received"], world.users["reception"]
    for document in make.CaseFile(received).required_documents:
        facts = make.document_facts(document)
        make.documents.record_document(received, document=document, by=clerk, **facts)
    return [received]


def with_documents_on_file(world: World) -> list:
    """A second request of somebody whose documents were all looked at for the first one."""
    known = world.requests["verified"]
    service = world.rows["version"].service_types.exclude(pk=known.service_type_id).first()
    clerk = world.users["reception"]
    return [make.make_request("received", by=clerk, beneficiary=known.beneficiary, service_type=service)]


def paper_facts() -> dict:
    return {
        "verdict": "matches",
        "number": "4410",
        "issued_on": "1/1/2024",
        "expires_on": "1/1/1460",
        "difference": "حرف في الاسم",
        "proves": "الدخل",
        "original_seen": "on",
        "upload": make.paper(),
    }


def signed_on_paper(world: World) -> dict:
    return {"scan": make.paper(), "read_out": "on"}


def delivered(world: World) -> list:
    (registered,) = request("registered")(world)
    for granted in make.CaseFile(registered).granted:
        make.delivery.record_delivery(
            registered,
            granted_service=granted,
            outcome="delivered",
            received_by_name="سارة",
            receipt=make.paper(),
            by=world.users["delivery"],
        )
    return [registered]


def voted(world: World) -> list:
    item = world.rows["item"]
    committee.vote(item, {world.users[actor]: "accept" for actor in ("chair", "secretary")})
    return [item]


def new_session(world: World) -> list:
    session = open_session(place="قاعة الاجتماعات", by=world.users["secretary"])
    return [mark_attendance(session, [world.users["secretary"]], by=world.users["secretary"])]


def expiring_soon(world: World) -> list:
    """No address names it; the list that is taken along has it."""
    person, today = world.rows["person"], riyadh_today()
    facts = {"verdict": "matches", "expires_on": today + timedelta(days=9), "by": world.users["reception"]}
    record_person_document(person, other_name="تقرير طبي", issued_on=today - timedelta(days=9), **facts)
    return []


def opening(world: World) -> dict:
    version = world.rows["version"]
    return TALK | {
        "channel": version.channels.first().pk,
        "service_type": version.service_types.first().pk,
        "need": "إيجار متأخر لثلاثة أشهر",
        "question_1": "متى يصدر القرار؟",
        "answer_1": "بعد أسبوعين على الأقل.",
        "unclear": "ما المقصود بالبحث الاجتماعي؟",
        "came_as": "representative",
        "representative_name": "تركي سعود الثقفي",
        "representative_proof": "وكالة رقم 4410",
        "preferred_contact": "phone",
        "privacy_notice_shown": "on",
    }


def another_studied(world: World) -> dict:
    studied = committee.make_studied(by=world.users["reception"], researcher=world.users["researcher"])
    return {"support_requests": [studied.pk]}


FORMS = [
    *HOUSEHOLD_FORMS,
    *LINK_FORMS,
    *LIST_FORMS,
    *MESSAGE_FORMS,
    *MINUTES_FORMS,
    *REGISTER_FORMS,
    *READING_FORMS,
    *STUDY_FORMS,
    *EXPORT_FORMS,
    *LETTER_FORMS,
    *FILE_FORMS,
    *CHECK_FORMS,
    *VISIT_FORMS,
    *CONFLICT_FORMS,
    *SITTING_FORMS,
    *APPEAL_FORMS,
    *ASSIGNING_FORMS,
    *KNOWLEDGE_FORMS,
    Filled("reception", "person_add", data=lambda world: PERSON),
    Filled(
        "reception",
        "person_change",
        row("person"),
        lambda world: {"district": "حي الريان", "phone": "0551234568"},
    ),
    Filled(
        "executive",
        "expiring_export",
        expiring_soon,
        data=lambda world: {"reason": "اتصال بأصحابها", "columns": ["person"]},
    ),
    Filled(
        "reception",
        "document_add",
        row("person"),
        lambda world: {"kind": "another", "other_name": "عقد إيجار"} | paper_facts(),
    ),
    Filled("reception", "document_renew", row("kept"), lambda world: paper_facts()),
    Filled("reception", "document_correct", row("kept"), lambda world: paper_facts() | {"number": "4411"}),
    Filled("reception", "duplicate_tell_apart", row("pair"), lambda world: {"because": "ابنتا عم"}),
    Filled("reception", "merge_propose", row("pair"), lambda world: {"because": "أحضرت هويتها"}),
    Filled("executive", "merge_approve", row("merge")),
    Filled("executive", "merge_refuse", row("merge"), lambda world: {"because": "رقم الهوية مختلف"}),
    Filled("executive", "merge_take_apart", row("merged"), lambda world: {"because": "أختان"}),
    Filled("reception", "request_open", row("foreign_person"), opening),
    Filled(
        "executive",
        "same_need_allow",
        row("person"),
        lambda world: {
            "service_type": world.rows["version"].service_types.last().pk,
            "reason": "حريق في المسكن",
        },
    ),
    Filled(
        "reception",
        "request_document",
        lambda world: [world.requests["received"], world.rows["document"]],
        lambda world: paper_facts(),
    ),
    Filled("reception", "request_reuse", with_documents_on_file),
    Filled("reception", "request_verify", with_documents),
    Filled("reception", "request_pledge", request("verified"), signed_on_paper),
    Filled(
        "reception",
        "request_refer",
        request("pledged"),
        lambda world: {"researcher": world.users["researcher"].pk, "how_told": "phone", "told": "on"},
    ),
    Filled(
        "reception",
        "request_clarify",
        request("received"),
        lambda world: {"questions": "ما المقصود بالبحث الاجتماعي؟"},
    ),
    Filled(
        "researcher",
        "clarification_answer",
        lambda world: [world.requests["unclear"], world.rows["clarification"]],
        lambda world: {"answer": "زيارة لمعرفة حال الأسرة.", "person_confirmed": "on"},
    ),
    Filled("reception", "request_return", request("verified"), lambda world: {"reason": "ناقص مستند الدخل"}),
    Filled(
        "reception",
        "request_withdraw",
        request("received"),
        lambda world: {"said_by": "سارة محمد", "reason": "تحسن الحال"},
    ),
    Filled("chair", "session_open", data=lambda world: {"place": "قاعة الاجتماعات", "starts_at": "16:30"}),
    Filled(
        "secretary",
        "session_attend",
        new_session,
        lambda world: {"members": [world.users[actor].pk for actor in ("chair", "secretary")]},
    ),
    Filled("secretary", "session_add_item", row("session"), another_studied),
    Filled("secretary", "session_close", new_session),
    Filled("chair", "item_vote", row("item"), lambda world: {"choice": "accept", "opinion": "اطلعت عليها."}),
    Filled(
        "secretary",
        "item_recuse",
        row("item"),
        lambda world: {"member": world.users["secretary"].pk, "reason": "قرابة من الدرجة الأولى"},
    ),
    Filled(
        "secretary",
        "item_carry_over",
        row("item"),
        lambda world: {"reason": "يلزم تقرير طبي حديث من المستشفى."},
    ),
    Filled(
        "chair",
        "item_decide",
        voted,
        lambda world: {
            "reason_code": "income_below_needs",
            "reasons": committee.REASONS,
            "description_1": "سداد إيجار ثلاثة أشهر",
            "amount_1": "6000",
            "conditions_1": "يُدفع إلى المؤجر.",
        },
    ),
    Filled(
        "reception",
        "request_register",
        request("accepted"),
        lambda world: {
            "number": "REG-7731",
            "category": world.rows["version"].categories.first().pk,
            "valid_until": "1/1/1460",
            "iban": "SA0380000000608010167519",
            "remaining_requirements": "صورة الحساب البنكي",
        },
    ),
    Filled(
        "delivery",
        "request_delivery",
        request("registered"),
        lambda world: {
            "outcome": "partial",
            "delivered_on": _today(),
            "what": "سُدد إيجار شهرين",
            "amount": "4000",
            "received_by_name": "سارة محمد الحارثي",
            "receipt": make.paper(),
            "reason": "بقي شهر واحد",
        },
    ),
    Filled("delivery", "request_deliver", delivered, lambda world: {"rating_offered": "on"}),
]


def _today() -> str:
    today = make.riyadh_today()
    return f"{today.day}/{today.month}/{today.year}"
