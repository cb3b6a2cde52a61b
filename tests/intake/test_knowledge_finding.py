"""Finding articles: in any spelling, and beside a question that somebody asks."""

import pytest

from intake.knowledge.finding import likeliest, meant

QUESTION = "ما المقصود بالبحث الاجتماعي؟"
ROWS = [
    {"pk": 1, "question": "ما المقصود بالبحث الاجتماعي؟", "answer": "زيارة لمعرفة حال الأسرة."},
    {"pk": 2, "question": "متى يصدر قرار اللجنة؟", "answer": "بعد أسبوعين من الإحالة على الأقل."},
    {"pk": 3, "question": "هل الدعم قرض؟", "answer": "الدعم منحة لا تُردّ، والأسرة لا تسدد شيئًا."},
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("البحث", [1]),
        ("بحث إجتماعى", [1]),
        ("الأسره", [3, 1]),
        ("قرار لجنه", [2]),
        ("مِنْحَة", [3]),
        ("سيارة", []),
        ("؟", []),
    ],
)
def test_articles_are_found_in_any_spelling(query, found):
    assert [row["pk"] for row in meant(ROWS, query)] == found


def test_a_question_finds_the_articles_that_share_its_rare_words():
    assert [row["pk"] for row in likeliest(ROWS, "متى القرار ومن هي اللجنة")][0] == 2
    assert likeliest(ROWS, "سيارة") == []
    assert len(likeliest([{**ROWS[0], "pk": pk} for pk in range(9)], QUESTION)) == 5
