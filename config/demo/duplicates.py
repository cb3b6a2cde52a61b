"""Two files of one person, as they come about: a pair to be compared, and a merge that waits for a second person."""

from beneficiaries.duplicates.merging import propose_merge
from beneficiaries.models import Beneficiary
from beneficiaries.people import add_person

# Whose second file was opened under another spelling, by the family name, with what the clerk then wrote.
_SECOND_FILES = (
    (
        "العنزي",
        {"first_name": "جواهر", "district": "حي النسيم"},
        "حضرت بلا هوية وقالت إن لها قريبة بالاسم نفسه.",
    ),
    ("الفيفي", {"first_name": "على", "phone": "0550000190"}, "الجوال مختلف، ولم تكن الهوية معه."),
)
_ONE_PERSON = "أحضر هويته اليوم: الرقم والصورة يطابقان الملف الأول."


def make_duplicates(staff: dict) -> None:
    clerk = staff["reception"]
    for family, otherwise, because in _SECOND_FILES:
        like = Beneficiary.objects.filter(family_name=family).order_by("pk").first()
        second = _second_file(like, otherwise, because, clerk)
    propose_merge(like, second, taken_over=[], because=_ONE_PERSON, by=clerk)


def _second_file(like: Beneficiary, otherwise: dict, because: str, clerk) -> Beneficiary:
    same = ("first_name", "father_name", "grandfather_name", "family_name", "gender", "birth_date")
    facts = {name: getattr(like, name) for name in (*same, "birth_precision", "phone", "city", "branch")}
    return add_person(
        by=clerk,
        different_because=because,
        identity_kind="none",
        identity_missing_reason="الهوية عند الابن في مدينة أخرى",
        identity_follow_up_by=clerk,
        **facts | otherwise,
    )
