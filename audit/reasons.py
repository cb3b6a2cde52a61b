"""What counts as a reason: more than a placeholder."""

import re

from django.utils.translation import gettext as _

from arabic.text import fold

from .refusals import Refused

_SAYS_NOTHING = {
    fold(word)
    for word in (
        *(
            "لا",
            "ليس",
            "يوجد",
            "شيء",
            "بدون",
            "سبب",
            "أسباب",
            "الأسباب",
            "غير",
            "محدد",
            "تجربة",
            "كما",
            "سبق",
            "أعلاه",
        ),
        *(
            "none",
            "no",
            "not",
            "nothing",
            "reason",
            "reasons",
            "na",
            "n",
            "a",
            "test",
            "tbd",
            "same",
            "as",
            "above",
        ),
    )
}
# Letters that a reason has at least, placeholders not counted.
FEWEST_LETTERS = 4


def says_something(text: str, fewest_letters: int = FEWEST_LETTERS) -> bool:
    """Whether a text is more than a placeholder such as “-”, “.” or “لا يوجد”."""
    words = [word for word in re.findall(r"[^\W\d_]+", fold(text)) if word not in _SAYS_NOTHING]
    letters = "".join(words)
    return len(letters) >= fewest_letters and len(set(letters)) > 2


def refuse_placeholder(reason: str, field: str = "reason") -> None:
    if not says_something(reason):
        raise Refused(_("Write the reason in words; “-”, “none” and the like are not reasons."), field=field)
