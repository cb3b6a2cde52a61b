"""One row of a list as the fields of a person's file, and what in it cannot be read."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Branch
from arabic.calendars import ImpossibleDate, PartialDate, Precision, parse_partial
from arabic.text import ascii_digits, bare, clean_line, listed

from ..countries import country_code
from ..identity import FIRST_DIGIT, identity_as_stored
from ..models import Education, Gender, IdentityKind, MaritalState, Work
from ..people import as_printed
from ..typed_names import names_from
from .headings import IMPORTED, WHOLE_NAME
from .reading import LONGEST_CELL

# What may be said once for all rows where a list has no such column.
FOR_ALL = ("city", "district", "gender", "branch", "identity_missing_reason")
_EXCEL_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_MIDNIGHT = re.compile(r"[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$")
_FLOAT = re.compile(r"^([0-9]+)\.0+$")
_NOTHING = frozenset(
    {"", "-", "--", "—", "–", "_", ".", "/", "لايوجد", "لا يوجد", "بدون", "none", "n/a", "nil"}
)
# What sheets say besides the labels of the portal; compared without article, case and spelling.
_WORDS = {
    "gender": (
        Gender,
        {"male": "ذكر, ولد, رجل, m, man, boy", "female": "أنثى, انثي, بنت, امرأة, f, woman, girl"},
    ),
    "marital_state": (
        MaritalState,
        {
            "single": "أعزب, عزباء, أعزب/عزباء, غير متزوج, غير متزوجة, آنسة",
            "married": "متزوج, متزوجة",
            "divorced": "مطلق, مطلقة",
            "widowed": "أرمل, أرملة, widow, widower",
            "abandoned": "مهجورة, مهجور, معلقة",
        },
    ),
    "education": (
        Education,
        {
            "none": "أمي, أمية, غير متعلم, illiterate",
            "reads": "يقرأ ويكتب, تقرأ وتكتب",
            "primary": "ابتدائي, ابتدائية, primary",
            "intermediate": "متوسط, متوسطة, كفاءة, intermediate",
            "secondary": "ثانوي, ثانوية, ثانوية عامة, secondary, high school",
            "diploma": "دبلوم, كلية متوسطة",
            "university": "جامعي, جامعية, بكالوريوس, ماجستير, دكتوراه, bachelor, university degree",
        },
    ),
    "work": (
        Work,
        {
            "employed": "موظف, موظفة, يعمل, تعمل, على رأس العمل",
            "freelance": "أعمال حرة, متسبب, عمل حر",
            "unemployed": "عاطل, عاطلة, باحث عن عمل, باحثة عن عمل, لا يعمل, لا تعمل, بدون عمل",
            "retired": "متقاعد, متقاعدة",
            "student": "طالب, طالبة",
            "home": "ربة منزل, ربة بيت, housewife",
            "unable": "عاجز, عاجزة, عاجز عن العمل, غير قادر على العمل",
        },
    ),
    "identity_kind": (
        IdentityKind,
        {
            "national_id": "هوية وطنية, بطاقة الأحوال, سجل مدني, هوية, ID",
            "iqama": "إقامة, هوية مقيم, مقيم",
            "gcc": "هوية خليجية, خليجي, GCC",
            "passport": "جواز, جواز سفر",
            "visitor": "زائر, رقم زائر, حدود, رقم الحدود",
        },
    ),
}


@dataclass
class Read:
    """What one row says: the fields as the file of a person takes them, and what could not be read."""

    fields: dict = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)

    def refuse(self, name: str, sentence: str) -> None:
        self.problems.append((name, sentence))


class RowReader:
    """Reads the rows of one list by its columns, in the reader's language of the moment."""

    def __init__(self, columns: list[str], for_all: dict, *, by):
        self.columns = [(place, name) for place, name in enumerate(columns) if name in IMPORTED]
        self.for_all, self.by = {name: value for name, value in for_all.items() if value}, by
        self._branches = None

    def read(self, cells: list[str]) -> Read:
        read = Read()
        # An apostrophe before it is how our own sheets, and Excel, say that something is text.
        texts = {
            name: clean_line(cells[place]).removeprefix("'")
            for place, name in self.columns
            if place < len(cells)
        }
        for name, text in texts.items():
            if text.casefold() in _NOTHING:
                continue
            if text in _EXCEL_ERRORS:
                read.refuse(name, _("The cell holds an error of Excel: %(error)s.") % {"error": text})
            elif len(text) > LONGEST_CELL:
                read.refuse(name, _("The cell holds more than %(most)d letters.") % {"most": LONGEST_CELL})
            else:
                self._put(read, name, _FLOAT.sub(r"\1", text))
        self._identity(read)
        return read

    def of_new_person(self, fields: dict) -> dict:
        """Completed by what was said once for all rows; a file that is there already keeps what it says."""
        missing = {name: value for name, value in self.for_all.items() if name not in fields}
        if "branch" in missing:
            missing["branch"] = self.branches.get(bare(missing["branch"]))
        reason = missing.pop("identity_missing_reason", "")
        new = {"identity_kind": IdentityKind.NATIONAL_ID, **missing, **fields}
        if "identity_number" not in fields and reason:
            new |= {
                "identity_kind": IdentityKind.NONE,
                "identity_missing_reason": reason,
                "identity_follow_up_by": self.by,
            }
        return new

    @property
    def branches(self) -> dict:
        if self._branches is None:
            self._branches = {bare(branch.name): branch for branch in Branch.objects.all()}
        return self._branches

    def _put(self, read: Read, name: str, text: str) -> None:
        if name == WHOLE_NAME:
            read.fields |= {
                **names_from(text),
                **{n: v for n, v in read.fields.items() if n.endswith("_name")},
            }
        elif name == "birth_date":
            self._birth(read, text)
        elif name in _WORDS:
            self._word(read, name, text)
        elif name in ("nationality", "identity_country"):
            code = country_code(text) or _NATIONS.get(_plain(text), "")
            read.fields[name] = code
            if not code:
                read.refuse(name, _("“%(text)s” is no country that is known here.") % {"text": text})
        elif name == "branch":
            self._branch(read, text)
        elif name == "phone":
            read.fields[name] = _phone(text)
        else:
            read.fields[name] = text

    def _birth(self, read: Read, text: str) -> None:
        try:
            day, precision = parse_partial(_MIDNIGHT.sub("", text))
        except ImpossibleDate as error:
            read.refuse("birth_date", f"{text}: {error}")
            return
        born = PartialDate(day, Precision(precision), ascii_digits(clean_line(text)))
        read.fields |= {
            "birth_date": day,
            "birth_precision": born.precision,
            "birth_printed": as_printed(born),
        }

    def _word(self, read: Read, name: str, text: str) -> None:
        value = _meanings(name).get(_plain(text))
        if value:
            read.fields[name] = value
            return
        known = listed(label for _value, label in _WORDS[name][0].choices)
        sentence = _("“%(text)s” is none of these: %(known)s.") % {"text": text, "known": known}
        read.refuse(name, sentence)

    def _branch(self, read: Read, text: str) -> None:
        branch = self.branches.get(bare(text))
        if branch is None:
            read.refuse("branch", _("There is no branch named “%(text)s”.") % {"text": text})
        else:
            read.fields["branch"] = branch

    def _identity(self, read: Read) -> None:
        number = identity_as_stored(read.fields.get("identity_number", ""))
        if not number:
            read.fields.pop("identity_number", None)
            return
        read.fields["identity_number"] = number
        if "identity_kind" not in read.fields:
            visitor = len(number) == 10 and number.isdecimal() and number[0] in "3456789"
            kinds = {first: kind for kind, first in FIRST_DIGIT.items()}
            other = IdentityKind.VISITOR if visitor else IdentityKind.NATIONAL_ID
            read.fields["identity_kind"] = kinds.get(number[0], other)


def _plain(text: str) -> str:
    return " ".join(word.removeprefix("ال") if len(word) > 4 else word for word in bare(text).split())


@lru_cache
def _meanings(name: str) -> dict[str, str]:
    """Each word for a value: its code, its label in both languages, and what sheets say besides."""
    choices, words = _WORDS[name]
    meanings = {value: value for value in choices.values}
    for language in ("ar", "en"):
        with translation.override(language):
            meanings |= {_plain(str(label)): value for value, label in choices.choices}
    return meanings | {_plain(word): value for value, said in words.items() for word in said.split(", ")}


def _phone(text: str) -> str:
    """Excel drops the zero before 05…, and some write 00966 before it."""
    digits = ascii_digits(text)
    bare_number = re.sub(r"[\s\-()]", "", digits)
    return f"0{bare_number}" if re.fullmatch(r"5[0-9]{8}", bare_number) else digits


# Nationalities as sheets say them, where that is not the name of the country.
_NATIONS = {
    _plain(word): code
    for code, words in {
        "SA": "سعودي, سعودية, saudi",
        "YE": "يمني, يمنية, yemeni",
        "SY": "سوري, سورية, syrian",
        "EG": "مصري, مصرية, egyptian",
        "SD": "سوداني, سودانية, sudanese",
        "JO": "أردني, أردنية, jordanian",
        "PS": "فلسطيني, فلسطينية, palestinian",
        "PK": "باكستاني, باكستانية, pakistani",
        "IN": "هندي, هندية, indian",
        "BD": "بنغلاديشي, بنجلاديشي, بنغالي, bangladeshi",
        "MM": "بورمي, بورماوي, burmese",
        "ET": "إثيوبي, أثيوبية, ethiopian",
        "SO": "صومالي, صومالية, somali",
        "TD": "تشادي, تشادية, chadian",
        "NG": "نيجيري, نيجيرية, nigerian",
        "AF": "أفغاني, أفغانية, afghan",
        "ID": "إندونيسي, إندونيسية, indonesian",
        "PH": "فلبيني, فلبينية, filipino",
        "LB": "لبناني, لبنانية, lebanese",
        "IQ": "عراقي, عراقية, iraqi",
        "MA": "مغربي, مغربية, moroccan",
        "KW": "كويتي, كويتية, kuwaiti",
        "AE": "إماراتي, إماراتية, emirati",
        "BH": "بحريني, بحرينية, bahraini",
        "QA": "قطري, قطرية, qatari",
        "OM": "عماني, عمانية, omani",
    }.items()
    for word in words.split(", ")
}
