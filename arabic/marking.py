"""What a search found, marked on the text as it is written: the key is compared, the letters are shown."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .text import MARKS, bare, is_one_name

# A letter with its harakat. Where letters fold otherwise together than one by one, a whole word is taken.
_SIGN = re.compile(f".[{MARKS}]*", re.DOTALL)
_RUN = re.compile(r"\S+")


class Letter(NamedTuple):
    """One letter of the key, and from where to where it is written."""

    bare: str
    start: int
    end: int


def marked(text: str, words: Iterable[str]) -> SafeString:
    """The text as HTML, with what begins like one of these folded words in <mark>."""
    parts, at = [], 0
    for start, end in _stretches(text, tuple(words)):
        parts.append((text[at:start], text[start:end]))
        at = end
    return format_html_join("", "{}<mark>{}</mark>", parts) + format_html("{}", text[at:])


def _stretches(text: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for name in _names(text) if words else ():
        key = _key(name)
        longest = max((len(word) for word in words if word and key.startswith(word)), default=0)
        if longest:
            start, end = name[0].start, name[longest - 1].end
            if found and start < found[-1][1]:
                start, end = found[-1][0], max(end, found.pop()[1])
            found.append((start, end))
    return found


def _names(text: str) -> list[list[Letter]]:
    """The words of the key of a text, letter by letter, where عبد and الله are one."""
    names: list[list[Letter]] = []
    for word in _words(text):
        if names and is_one_name(_key(names[-1]), _key(word)):
            names[-1] += word
        else:
            names.append(word)
    return names


def _words(text: str) -> Iterator[list[Letter]]:
    for run in _RUN.finditer(text):
        at = run.start()
        for word in _words_of_run(run[0]):
            yield [Letter(bare, start + at, end + at) for bare, start, end in word]


# SPEED: the same names come again and again.
@lru_cache(maxsize=4096)
def _words_of_run(run: str) -> list[list[Letter]]:
    by_letter = list(_spelt(_SIGN.findall(run)))
    if "".join(map(_key, by_letter)) == "".join(filter(str.isalnum, bare(run))):
        return by_letter
    return list(_spelt([run]))


def _spelt(signs: list[str]) -> Iterator[list[Letter]]:
    """The words that these signs make. A sign without a letter of its own belongs to the letter before it."""
    word: list[Letter] = []
    at, begun = 0, None
    for sign in signs:
        end, letters = at + len(sign), bare(sign)
        if not letters and word:
            word[-1] = word[-1]._replace(end=end)
        elif not letters and begun is None:
            begun = at
        for letter in letters:
            if letter.isalnum():
                word.append(Letter(letter, at if word or begun is None else begun, end))
            elif word:
                yield word
                word = []
            begun = None
        at = end
    if word:
        yield word


def _key(letters: list[Letter]) -> str:
    return "".join(letter.bare for letter in letters)
