"""A study as a careful researcher types it, about a person who belongs to no household in the files."""

from research_committee.scales.reading import scale_of

from .factories import adopt_shipped_scale

STUDY = {
    "member_self_presence": "here",
    "member_self_note": "في المنزل وقت الزيارة",
    "found_0_name": "ماجد سعد الحارثي",
    "found_0_relation": "spouse",
    "found_0_age": "44",
    "income_0_kind": "salary",
    "income_0_amount": "3200",
    "income_0_note": "راتب تقاعدي مبكر",
    "expenses_0_kind": "rent",
    "expenses_0_amount": "2100",
    "expenses_0_note": "شقة من ثلاث غرف",
    "expenses_1_kind": "food",
    "expenses_1_amount": "2000.50",
    "expenses_1_note": "مع الحليب",
    "home_dwelling": "flat",
    "home_tenure": "rented",
    "home_rooms": "3",
    "home_condition": "poor",
    "home_note": "رطوبة في غرفة الأطفال",
    "health": "الأب مصاب في ظهره ولا يقوى على العمل.",
    "ill_0_who": "ماجد",
    "ill_0_what": "انزلاق غضروفي",
    "debts_0_to_whom": "المؤجر",
    "debts_0_amount": "6000",
    "debts_0_monthly": "500",
    "aid_0_from_whom": "جمعية البر",
    "aid_0_what": "سلة غذائية",
    "aid_0_monthly": "250",
    "needs_0_need": "سداد إيجار ثلاثة أشهر",
    "needs_0_urgency": "urgent",
    "needs_0_amount": "6000",
    "needs_1_need": "أجهزة تأهيلية للابن",
    "needs_1_urgency": "soon",
    "findings": "أسرة تسكن شقة مستأجرة، والأب متوقف عن العمل منذ أربعة أشهر.",
    "recommendation": "accept",
    "recommended_amount": "6000",
    "recommendation_text": "أوصي بقبول الطلب وسداد الإيجار مباشرة إلى المؤجر.",
}


def scored() -> dict[str, str]:
    """The second level of each part of the scale in force."""
    return {part.field: part.levels[1].code for part in scale_of(adopt_shipped_scale()).parts}


def typed_study(**fields) -> dict[str, str]:
    return STUDY | scored() | fields
