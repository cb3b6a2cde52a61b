"""Invented people of the demonstration. Their identity numbers have right check digits and belong to nobody known."""

from datetime import date

# first, father, grandfather, family, gender, birth date, precision, phone, city key
PEOPLE = (
    ("فاطمة", "عبدالله", "سعيد", "الحارثي", "female", date(1979, 3, 14), "day", "0550000101", 0),
    ("محمد", "أحمد", "علي", "الزهراني", "male", date(1968, 7, 1), "year", "0550000102", 0),
    ("عائشة", "إبراهيم", "حسن", "المالكي", "female", date(1990, 11, 22), "day", "0550000103", 1),
    ("خالد", "سالم", "مبارك", "الغامدي", "male", date(1984, 1, 9), "day", "0550000104", 0),
    ("مريم", "يوسف", "عبدالرحمن", "الشهري", "female", date(1973, 5, 30), "day", "0550000105", 1),
    ("سعد", "ناصر", "فهد", "العتيبي", "male", date(1959, 2, 1), "month", "0550000106", 0),
    ("هدى", "صالح", "محمد", "القرني", "female", date(1987, 8, 17), "day", "0550000107", 0),
    ("عبدالعزيز", "حمد", "عايض", "السفياني", "male", date(1995, 10, 4), "day", "0550000108", 1),
    ("نوف", "تركي", "سعود", "الثقفي", "female", date(1982, 12, 26), "day", "0550000109", 0),
    ("إبراهيم", "موسى", "آدم", "هوساوي", "male", date(1976, 6, 13), "day", "0550000110", 0),
    ("جواهر", "فيصل", "مشعل", "العنزي", "female", date(1992, 9, 8), "day", "0550000111", 1),
    ("علي", "حسين", "جابر", "الفيفي", "male", date(1964, 4, 19), "day", "0550000112", 0),
    ("سميرة", "عمر", "بكر", "برناوي", "female", date(1970, 1, 1), "year", "0550000113", 0),
    ("بندر", "غازي", "مطلق", "البقمي", "male", date(1989, 2, 28), "day", "0550000114", 1),
    ("رقية", "طارق", "عثمان", "الأنصاري", "female", date(1998, 7, 7), "day", "0550000115", 0),
    ("عمر", "صديق", "يحيى", "عسيري", "male", date(1980, 10, 15), "day", "0550000116", 0),
    ("لطيفة", "ماجد", "دخيل", "الرشيدي", "female", date(1986, 5, 6), "day", "0550000117", 0),
)
# Residents among them, by place in the list: their number begins with 2.
RESIDENTS = {9, 12}
CITIES = {
    "cra-taif": ("الطائف", "الحوية"),
    "qalam": ("الرياض", "الدرعية"),
    "sila-makkah": ("مكة المكرمة", "الشرائع"),
    "naqrah": ("النقرة", "حائل"),
    "ihsan-tabuk": ("تبوك", "ضباء"),
}
SOME_CITY = ("الرياض", "الخرج")
DISTRICTS = ("حي الفيصلية", "حي النسيم", "حي الريان", "حي السلامة")

NEEDS = (
    "يحتاج إلى العون في هذه الخدمة بعد انقطاع الدخل منذ أربعة أشهر، وتعول الأسرة خمسة أفراد.",
    "تعول أبناءها بعد وفاة الزوج، والدخل الثابت لا يكفي مصروف البيت.",
    "خرج من المستشفى حديثًا ولا يستطيع العمل في الوقت الحالي.",
    "متقاعد بدخل محدود، وعليه التزامات لا تحتمل التأخير.",
)
FIRST_NUMBER = 10250000


def identity_number(place: int) -> str:
    """A number in the form of an identity number, with its check digit."""
    digits = f"{2 if place in RESIDENTS else 1}{FIRST_NUMBER + place * 7919:08d}"
    total = sum(sum(divmod(int(d) * 2, 10)) if i % 2 == 0 else int(d) for i, d in enumerate(digits))
    return f"{digits}{-total % 10}"


def person_facts(place: int, association: str, branch) -> dict:
    """The fields of one invented person."""
    first, father, grandfather, family, gender, birth, precision, phone, city = PEOPLE[place]
    return {
        "identity_kind": "iqama" if place in RESIDENTS else "national_id",
        "identity_number": identity_number(place),
        "first_name": first,
        "father_name": father,
        "grandfather_name": grandfather,
        "family_name": family,
        "gender": gender,
        "birth_date": birth,
        "birth_precision": precision,
        "phone": phone,
        "city": CITIES.get(association, SOME_CITY)[city],
        "district": DISTRICTS[place % len(DISTRICTS)],
        "branch": branch if city == 1 else None,
    }
