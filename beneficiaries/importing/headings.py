"""What stands above the columns of associations' lists, and the field that each heading means."""

import hashlib
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from arabic.text import ascii_digits, fold

from ..models import Beneficiary

WHOLE_NAME = "whole_name"
# As they are met in sheets, in both languages; spelling, case, digits and signs do not matter.
_USUAL = {
    "identity_number": (
        "رقم الهوية, رقم الهويه الوطنية, الهوية, الهوية الوطنية, رقم الهوية الوطنية, السجل المدني, رقم السجل المدني, "
        "رقم السجل, سجل مدني, رقم الهوية / الإقامة, رقم الهوية أو الإقامة, هوية المستفيد, رقم هوية المستفيد, "
        "رقم الإقامة, الإقامة, رقم البطاقة, رقم بطاقة الأحوال, بطاقة الأحوال, رقم الإثبات, رقم اثبات الهوية, "
        "ID, ID number, identity number, identity, national ID, NID, Iqama, Iqama number, civil ID, civil registry"
    ),
    "identity_kind": "نوع الهوية, نوع الإثبات, نوع إثبات الهوية, identity document, ID type, type of ID",
    "identity_country": "دولة الإصدار, بلد الإصدار, country of the document, country of issue",
    WHOLE_NAME: (
        "الاسم, الاسم الرباعي, الاسم الثلاثي, الاسم كاملا, الاسم الكامل, اسم المستفيد, اسم المستفيدة, "
        "اسم المستفيد رباعيا, الاسم رباعي, اسم الحالة, اسم رب الأسرة, اسم مقدم الطلب, المستفيد, اسم العضو, "
        "name, full name, beneficiary, beneficiary name, name of beneficiary"
    ),
    "first_name": "الاسم الأول, اسم أول, الأول, first name, given name",
    "father_name": "اسم الأب, الأب, الاسم الثاني, father's name, father name, second name, middle name",
    "grandfather_name": "اسم الجد, الجد, الاسم الثالث, grandfather's name, grandfather name, third name",
    "family_name": "اسم العائلة, العائلة, اللقب, القبيلة, الاسم الأخير, family name, last name, surname",
    "latin_name": (
        "الاسم بالإنجليزية, الاسم باللغة الإنجليزية, الاسم بالإنجليزي, الاسم بالحروف اللاتينية, "
        "English name, name in English, name in Latin letters, Latin name"
    ),
    "gender": "الجنس, النوع, نوع الجنس, ذكر / أنثى, gender, sex",
    "birth_date": (
        "تاريخ الميلاد, تاريخ الميلاد هجري, تاريخ الميلاد ميلادي, تاريخ الميلاد بالهجري, تاريخ الولادة, الميلاد, "
        "سنة الميلاد, مواليد, تاريخ ميلاد المستفيد, birth date, date of birth, birthdate, DOB, year of birth, born"
    ),
    "nationality": "الجنسية, جنسية المستفيد, nationality, citizenship",
    "marital_state": "الحالة الاجتماعية, الحالة الإجتماعيه, الحالة الزوجية, marital state, marital status",
    "phone": (
        "الجوال, رقم الجوال, جوال المستفيد, رقم جوال المستفيد, الهاتف, رقم الهاتف, الهاتف الجوال, رقم التواصل, "
        "الموبايل, جوال, هاتف, رقم الاتصال, phone, phone number, mobile, mobile number, mobile no, telephone, cell"
    ),
    "email": "البريد الإلكتروني, البريد, الإيميل, e-mail, email, mail",
    "city": "المدينة, المدينة / المحافظة, المحافظة, البلدة, القرية, مكان الإقامة, مدينة السكن, city, town",
    "district": "الحي, حي, اسم الحي, الحي السكني, العنوان, عنوان السكن, district, neighbourhood, address",
    "short_address": "العنوان الوطني, العنوان الوطني المختصر, العنوان المختصر, short address, national address",
    "iban": "الآيبان, رقم الآيبان, الايبان, رقم الحساب, رقم الحساب البنكي, الحساب البنكي, IBAN, account, bank account",
    "education": "المستوى التعليمي, المؤهل, المؤهل العلمي, المؤهل الدراسي, التعليم, education, qualification",
    "work": "العمل, الحالة الوظيفية, الوضع الوظيفي, المهنة, الوظيفة, work, employment, job, occupation",
    "workplace": "جهة العمل, مكان العمل, workplace, employer, place of work",
    "health_note": "الحالة الصحية, الصحة, المرض, الأمراض, health, health state, illness",
    "disability_note": "الإعاقة, نوع الإعاقة, disability, kind of disability",
    "branch": "الفرع, فرع الجمعية, branch, office",
}
IMPORTED = tuple(_USUAL)


@lru_cache(maxsize=1)
def _fields() -> dict[str, str]:
    return {_key(word): field for field, words in _USUAL.items() for word in words.split(", ")}


def _key(heading: str) -> str:
    """With and without the article, and without the «هـ» and «م» of a calendar."""
    words = [word.removeprefix("ال") if len(word) > 4 else word for word in fold(heading).split()]
    return " ".join(word for word in words if len(word) > 1)


def field_of(heading: str) -> str:
    """The field that a heading means, or "" when it is not a usual one."""
    return _fields().get(_key(heading), "")


def label_of(field: str) -> str:
    """A field by its name on the screen."""
    if field == WHOLE_NAME:
        return _("whole name, to be divided")
    return Beneficiary._meta.get_field(field).verbose_name


def suggested(headings: list[str]) -> list[str]:
    """The field for each column as far as its heading tells; each field once."""
    fields, taken = [], set()
    for heading in headings:
        field = field_of(heading)
        fields.append("" if field in taken else field)
        taken.add(field)
    if WHOLE_NAME in fields and "father_name" in fields:
        # Beside the father's name, «الاسم» is the first one.
        fields = [
            "first_name" if field == WHOLE_NAME and "first_name" not in taken else field for field in fields
        ]
    return fields


def signature(headings: list[str]) -> str:
    """What is the same for lists with the same columns in the same order."""
    return hashlib.sha256("\n".join(map(fold, headings)).encode()).hexdigest()


def looks_like_data(cell: str) -> bool:
    """Whether a cell is rather a number or a date than a heading."""
    digits = sum(letter.isdigit() for letter in ascii_digits(cell))
    return digits >= 4 or (digits > 0 and digits * 2 > len(cell))
