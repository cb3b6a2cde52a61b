"""How names and texts are written: digits, invisible characters, and the key under which a name is found."""

import re
import unicodedata

from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

# What takes no ink: control characters, bidi and format controls, fillers, variation selectors, surrogates,
# tatweel. White space (tab, new lines, U+001C-1F, U+0085) is not here: it becomes a space or a new line.
# SECURITY: bidi controls can make a name read as another name.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u0640\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U00013430-\U00013455\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Letters stored by their shape (old software, copied PDF), also whole words such as ﷲ. The two honorifics
# U+FDFA and U+FDFB are signs in their own right and stay.
_SHAPED = re.compile("[\ufb50-\ufdf9\ufdfc\ufe70-\ufefc]")
_HONORIFICS = re.compile("[\ufdfa\ufdfb\ufdfd]")
# SECURITY: normalising a long run of combining marks takes quadratic time (minutes for one posted form), and
# such a run is drawn over the neighbouring lines. No script needs more than four on a letter.
MARKS = "".join(filter(unicodedata.combining, map(chr, range(0x0300, 0x1F000))))
_TOO_MANY_MARKS = re.compile(f"[{MARKS}]{{5,}}")
_LINE_END = re.compile("\r\n|[\n\r\v\f\u0085\u2028\u2029]")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+")

# After harakat and hamza signs are gone: one letter for each sound that people mix when they type.
_ONE_LETTER = str.maketrans(
    {
        "ٱ": "ا",
        "ة": "ه",
        "ۃ": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ە": "ه",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ے": "ي",
        "ک": "ك",
        "ڪ": "ك",
        "ں": "ن",
        "ء": None,
        "\u0674": None,
        "'": None,
        "\u2018": None,
        "\u2019": None,
        "\u02bc": None,
        "\u02be": None,
        "\u02bf": None,
    }
)
_JOINS_NEXT = frozenset({"عبد", "ابو", "ابا", "ام"})
_JOINS_PREVIOUS = frozenset({"الله", "الدين"})
_CHILD_OF = frozenset({"بن", "ابن", "بنت", "bin", "ibn", "bint"})


def ascii_digits(text: str) -> str:
    """The text with every decimal digit of any script as 0-9."""
    if text.isascii():
        return text
    return _DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)


def _letters_for(shape: re.Match) -> str:
    # A shaped haraka stands on a space or a tatweel that nobody wrote.
    return unicodedata.normalize("NFKC", shape[0]).lstrip(" ").replace("\u0640", "")


def _without_tricks(text: str) -> str:
    return _TOO_MANY_MARKS.sub(lambda marks: marks[0][:4], _INVISIBLE.sub("", text))


def _visible(text: str) -> str:
    letters = _SHAPED.sub(_letters_for, _without_tricks(text))
    return _without_tricks(unicodedata.normalize("NFC", _without_tricks(letters)))


def legible(text: str) -> str:
    """What was typed, without what hides or turns it; kept otherwise as it was typed, tatweel and all."""
    shown = _INVISIBLE.sub(lambda found: found[0] if found[0] == "\u0640" else "", text)
    return _TOO_MANY_MARKS.sub(lambda marks: marks[0][:4], shown)


def clean_line(text: str) -> str:
    """One line as it is stored: NFC, nothing invisible, single spaces."""
    return " ".join(_visible(text).split())


def clean_text(text: str) -> str:
    """Several lines as they are stored: like `clean_line`, line by line."""
    lines = _LINE_END.split(_visible(text))
    return "\n".join(" ".join(line.split()) for line in lines).strip("\n")


def bare(text: str) -> str:
    """The text without case, harakat, hamza signs and the differences that typing makes."""
    text = unicodedata.normalize("NFKD", _HONORIFICS.sub(" ", _visible(text)))
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Mn")
    return unicodedata.normalize("NFC", ascii_digits(text.translate(_ONE_LETTER)))


def is_one_name(before: str, word: str) -> bool:
    """Whether two words are one name in two parts, as عبد and الله are; both without their differences."""
    return (before in _JOINS_NEXT and word not in _CHILD_OF) or (
        word in _JOINS_PREVIOUS and before not in _CHILD_OF
    )


def fold(text: str) -> str:
    """The search key of a name or text: two spellings of one name have one key."""
    words: list[str] = []
    for word in _WORD.findall(bare(text)):
        if words and is_one_name(words[-1], word):
            words[-1] += word
        else:
            words.append(word)
    return " ".join(words)


def fold_words(query: str) -> tuple[str, ...]:
    """The words to look for; without بن, ابن and بنت, so that a query finds names with and without them."""
    words = tuple(fold(query).split())
    return tuple(word for word in words if word not in _CHILD_OF) or words


def listed(parts) -> str:
    """Words one after the other, with the comma of the reader's language."""
    return pgettext("between the parts of a list", ", ").join(str(part) for part in parts)


def listed_apart(sentences) -> str:
    """Longer parts one after the other, with the semicolon of the reader's language."""
    return pgettext("between the parts of a list", "; ").join(str(sentence) for sentence in sentences)


def apart(text) -> str:
    """A reference inside an Arabic sentence: after a left-to-right mark its hyphen does not turn it round."""
    return f"\u200e{text}"


def kept_together(text) -> str:
    """A name inside a sentence of the other direction: what follows it, a number above all, keeps its own place."""
    return str(text) if get_language_bidi() else f"\u200e{text}\u200e"


def quoted(text) -> str:
    """Somebody's own words inside a sentence of the other direction: whole, and with their full stop at their end."""
    return str(text) if get_language_bidi() else f"\u2068{text}\u2069"


def grouped(amount) -> str:
    """An amount as it is read: thousands apart, halalas only where there are any; nothing for no amount."""
    return "" if amount in (None, "") else f"{amount:,.2f}".removesuffix(".00")


def riyals(amount) -> str:
    """An amount with its currency; nothing for no amount."""
    return "" if amount in (None, "") else _("%(amount)s riyals") % {"amount": grouped(amount)}
