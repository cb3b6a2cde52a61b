"""What was found is marked on the name as it is written, and nothing else of the name changes."""

import html
import re

import pytest
from django.utils.safestring import SafeString
from hypothesis import assume, given
from hypothesis import strategies as st

from arabic.marking import marked
from arabic.text import clean_line, fold, fold_words
from tests.arabic.test_arabic_text import ARABIC
from tests.folding import PAIRS, WITH_AND_WITHOUT_IBN

MARK = re.compile("<mark>(.*?)</mark>", re.DOTALL)
NAMES = st.lists(
    st.sampled_from(
        [
            *(name for pair in (*PAIRS, *WITH_AND_WITHOUT_IBN) for name in pair),
            *("عبد", "ءامنة", "ابو", "بن", "<b>", "&amp;", "'", '"', "½", "ﷺ", "Ralf & Söhne", "ßa", "ㄱㅏ"),
        ]
    ),
    max_size=6,
).map(" ".join)


def marks(text: str, query: str) -> list[str]:
    return [html.unescape(found) for found in MARK.findall(marked(text, fold_words(query)))]


@pytest.mark.parametrize(
    ("written", "typed", "found"),
    [
        ("أحمد الحارثي", "احمد", ["أحمد"]),
        ("أحمد الحارثي", "اح", ["أح"]),
        ("عبد الله محمد", "عبدالله", ["عبد الله"]),
        ("عبد الله محمد", "عبد", ["عبد"]),
        ("عبد الله محمد", "عبدال", ["عبد ال"]),
        ("عبدالله محمد", "عبد الله", ["عبدالله"]),
        ("مُحَمَّد علي", "محم", ["مُحَمَّ"]),
        ("محمد علي", "مُحَ", ["مح"]),
        ("مـحـمـد", "محمد", ["مـحـمـد"]),
        ("بهاء الدين", "بها", ["بهاء"]),
        ("ءامنة", "امنه", ["ءامنة"]),
        ("محمد بن علي", "محمد بن علي", ["محمد", "علي"]),
        ("محمد بن علي", "بن علي", ["علي"]),
        ("محمد علي محمد", "محمد", ["محمد", "محمد"]),
        ("محمود علي", "مح محمود", ["محمود"]),
        ("علي العمار", "مار", []),
        ("ﷲ", "الل", ["ﷲ"]),
        ("٠٥٥١ دار", "0551", ["٠٥٥١"]),
        ("Al-Sa’ad", "saad", ["Sa’ad"]),
        ("Ralf & <b>Sara</b>", "sara b", ["b", "Sara", "b"]),
        # Two signs that fold into one letter.
        ("ㄱㅏ محمد", "ㄱㅏ", ["ㄱㅏ"]),
        ("محمد", "", []),
        ("", "محمد", []),
    ],
)
def test_what_was_looked_for_is_marked_as_it_is_written(written, typed, found):
    assert marks(written, typed) == found


@pytest.mark.parametrize(("written", "typed"), [*PAIRS, *((typed, written) for written, typed in PAIRS)])
def test_the_other_spelling_of_a_name_marks_the_whole_name(written, typed):
    joined = "".join(marks(written, typed))
    assert joined.replace(" ", "") == written.replace(" ", "").replace("-", "")


def test_markup_in_a_name_is_shown_and_never_obeyed():
    shown = marked("<script>محمد</script> & علي", fold_words("محمد"))
    assert isinstance(shown, SafeString)
    assert shown == "&lt;script&gt;<mark>محمد</mark>&lt;/script&gt; &amp; علي"


@given(ARABIC | NAMES, ARABIC | NAMES)
def test_marking_changes_nothing_but_the_marks(text, query):
    shown = marked(text, fold_words(query))
    assert html.unescape(re.sub("</?mark>", "", shown)) == text
    assert not re.search("<(?!/?mark>)", shown)


@given(ARABIC | NAMES, ARABIC | NAMES, st.integers(1, 8))
def test_each_word_that_is_found_is_marked(text, more, length):
    text = clean_line(f"{text} {more}")
    words = fold(text).split()
    assume(words)
    for word in words:
        looked_for = word[:length]
        assert any(looked_for in fold(mark).replace(" ", "") for mark in marks_of(text, looked_for))


@given(ARABIC | NAMES, ARABIC | NAMES)
def test_what_is_not_found_is_not_marked(text, query):
    looked_for = fold_words(query)
    found = [word for word in fold(text).split() if word.startswith(looked_for)]
    assert bool(MARK.search(marked(text, looked_for))) == bool(found)


def marks_of(text: str, word: str) -> list[str]:
    return [html.unescape(found) for found in MARK.findall(marked(text, (word,)))]
