"""The forms before a list is taken along as a careful person fills them in."""

from .filled import Filled

EXPORT_FORMS = [
    Filled(
        "executive", "people_export", data=lambda world: {"reason": "كشف لجنة الزكاة", "columns": ["city"]}
    ),
    Filled(
        "reception",
        "duplicates_export",
        data=lambda world: {"reason": "مراجعة الملفات", "columns": ["first"]},
    ),
    Filled("chair", "sessions_export", data=lambda world: {"reason": "تقرير سنوي", "columns": ["held_on"]}),
    Filled("reception", "requests_export", data=lambda world: {"reason": "تقرير مجلس الإدارة"}),
    Filled(
        "reception", "letters_export", data=lambda world: {"reason": "مراجعة سنوية", "columns": ["serial"]}
    ),
    Filled("executive", "incoming_export", data=lambda world: {"reason": "مراجعة", "columns": ["serial"]}),
]
