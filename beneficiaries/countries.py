"""The countries of the world by their two letters, named in the reader's language."""

from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language

from arabic.text import bare

# What the names of territories hold besides the countries of ISO 3166.
_NOT_COUNTRIES = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"]
)
HOME = "SA"


def country_name(code: str) -> str:
    """A country in the reader's language; a code that is none stays as it is."""
    return _names(get_language()).get(code, code)


def country_choices() -> list[tuple[str, str]]:
    """Every country in the order of its name, the Kingdom first."""
    return _choices(get_language())


def is_country(code: str) -> bool:
    """Whether these two letters are those of a country."""
    return code in _names("en")


def country_code(name: str) -> str:
    """The country that is meant by a code, or by its name in Arabic or English; "" for none."""
    text = name.strip()
    return text.upper() if is_country(text.upper()) else _codes().get(bare(text), "")


@lru_cache
def _names(language: str | None) -> dict[str, str]:
    territories = Locale("en" if language == "en" else "ar").territories
    return {
        code: name
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    }


@lru_cache
def _choices(language: str | None) -> list[tuple[str, str]]:
    names = _names(language)
    return sorted(names.items(), key=lambda country: (country[0] != HOME, bare(country[1])))


@lru_cache
def _codes() -> dict[str, str]:
    return {bare(name): code for language in ("ar", "en") for code, name in _names(language).items()}
