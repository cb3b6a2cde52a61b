"""The forms of a person's file as a careful person fills them in."""

from beneficiaries import standing
from tests.matrix.world import World

from .filled import Filled, row


def closed(world: World) -> list:
    person, clerk = world.rows["guest"], world.users["reception"]
    return [standing.close_file(person, reason="انتقلت إلى مدينة أخرى", by=clerk)]


def deceased(world: World) -> list:
    person, clerk = world.rows["guest"], world.users["reception"]
    return [standing.record_death(person, deceased_on=person.birth_date, proof="شهادة وفاة 4410", by=clerk)]


FILE_FORMS = [
    Filled(
        "reception",
        "person_contact",
        row("person"),
        lambda world: {
            "phone": "0551234569",
            "phone_answered_by": "ابنها سعد",
            "email": "noura@example.com",
            "preferred_channel": "call",
            "preferred_language": "ar",
            "city": "جدة",
            "district": "حي الصفا",
            "short_address": "RRRD2929",
            "latitude": "21.270400",
            "longitude": "40.415800",
        },
    ),
    Filled(
        "reception",
        "person_livelihood",
        row("person"),
        lambda world: {
            "latin_name": "Sara Alharthi",
            "nationality": "SA",
            "marital_state": "widowed",
            "education": "primary",
            "work": "home",
            "workplace": "مشغل الأمل",
            "iban": "SA0380000000608010167519",
        },
    ),
    Filled(
        "reception",
        "person_health",
        row("person"),
        lambda world: {"health_note": "سكري منذ سنين", "disability_note": "ضعف في السمع"},
    ),
    Filled(
        "reception",
        "phone_add",
        row("person"),
        lambda world: {"number": "0551234570", "answered_by": "جارتها أم سعد"},
    ),
    Filled("reception", "phone_confirm", row("person")),
    Filled("reception", "other_phone_confirm", row("other_phone")),
    Filled("reception", "other_phone_end", row("other_phone")),
    Filled(
        "reception",
        "note_add",
        row("person"),
        lambda world: {"text": "تفضّل أن تُزار بعد العصر.", "confidential": ""},
    ),
    Filled(
        "reception",
        "category_add",
        row("person"),
        lambda world: {
            "category": world.rows["version"].categories.order_by("position").last().pk,
            "since_on": "1/1/2024",
        },
    ),
    Filled("reception", "category_end", row("person_category")),
    Filled("reception", "consent_add", row("person"), lambda world: {"how": "signed"}),
    Filled(
        "reception",
        "consent_withdraw",
        row("person"),
        lambda world: {"said": "لا أريد أن تبقى بياناتي عندكم."},
    ),
    Filled("executive", "file_close", row("person"), lambda world: {"reason": "انتقلت إلى مدينة أخرى"}),
    Filled("reception", "file_reopen", closed, lambda world: {"reason": "عادت إلى الطائف"}),
    Filled(
        "reception",
        "death_record",
        row("person"),
        lambda world: {"deceased_on": "1/1/2024", "proof": "شهادة وفاة رقم أ"},
    ),
    Filled("reception", "death_take_back", deceased, lambda world: {"reason": "تشابه في الأسماء"}),
]
