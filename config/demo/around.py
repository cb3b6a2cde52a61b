"""What stands around some of the sample people: facts, phones, notes, categories, and a file that was closed."""

from accounts.models import User
from beneficiaries import around, standing
from beneficiaries.models import Beneficiary
from beneficiaries.people import change_person
from policies.models import PolicyVersion

from .past import days_ago
from .people import identity_number

HOUR = 16
# place in the list of people: what is known of them besides.
FACTS = {
    4: {
        "latin_name": "Maryam Yousef Alshehri",
        "nationality": "SA",
        "marital_state": "divorced",
        "education": "secondary",
        "work": "unemployed",
        "email": "maryam@example.com",
        "preferred_channel": "sms",
        "short_address": "HWYA4410",
        "iban": "SA0380000000102500100101",
    },
    6: {
        "nationality": "SA",
        "marital_state": "widowed",
        "education": "primary",
        "work": "home",
        "short_address": "TFAA2929",
        "latitude": "21.270400",
        "longitude": "40.415800",
        "iban": "SA8305000000102500200202",
        "health_note": "سكري من النوع الثاني، تراجع المستشفى كل شهر.",
    },
    9: {
        "latin_name": "Ibrahim Musa Hawsawi",
        "nationality": "NG",
        "marital_state": "married",
        "education": "reads",
        "work": "employed",
        "workplace": "ورشة سيارات",
        "iban": "SA8010000000102500300303",
    },
    11: {"nationality": "SA", "work": "retired", "disability_note": "ضعف شديد في السمع، ويستعمل سماعة."},
}
PHONES = {6: ("0550000201", "ابنها عبدالرحمن"), 9: ("0550000202", "زوجته")}
NOTES = {
    6: (
        ("تُزار بعد صلاة العصر، وتفضّل أن تحضر معها جارتها.", False),
        ("لا تريد أن يعلم أهل زوجها بالطلب.", True),
    ),
    11: (("يُكتب له ما يصعب عليه سماعه.", False),),
}
CLOSED = 14


def make_files(staff: dict[str, User]) -> None:
    """Fills in the files of some sample people, a few days after these were opened."""
    clerk, category = staff["reception"], PolicyVersion.objects.in_force().categories.first()
    for place, facts in FACTS.items():
        with days_ago(4, HOUR):
            person = change_person(_of(place), by=clerk, **facts)
            around.confirm_phone(person, by=clerk)
            around.put_in_category(person, category=category, by=clerk)
    for place, (number, who) in PHONES.items():
        with days_ago(4, HOUR):
            around.add_phone(_of(place), number=number, answered_by=who, by=clerk)
    for place, notes in NOTES.items():
        for text, confidential in notes:
            with days_ago(3, HOUR):
                around.write_note(_of(place), text=text, confidential=confidential, by=clerk)
    with days_ago(1, HOUR):
        standing.close_file(_of(CLOSED), reason="انتقلت إلى المدينة المنورة وسحبت طلبها", by=clerk)


def _of(place: int) -> Beneficiary:
    return Beneficiary.objects.get(identity_number=identity_number(place))
