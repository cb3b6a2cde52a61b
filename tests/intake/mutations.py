"""Small changes of a data sheet: another letter, type, sign, order, one key more or less."""

import copy
import random

LOOK_ALIKES = {
    "ا": "أ",
    "ه": "ة",
    "ي": "ى",
    "ك": "ک",
    "a": "а",
    "e": "е",
    "o": "о",
    "0": "٠",
    "1": "١",
    " ": "\u00a0",
}


def places(value, place=()):
    """Every place of a sheet, its inner ones too."""
    yield place
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from places(part, (*place, key))


def something_else(value, chance: random.Random):
    """Something else in the place of a value: another letter, type, sign or order."""
    if isinstance(value, dict):
        kept = dict(value)
        if kept and chance.random() < 0.5:
            kept.pop(chance.choice(sorted(kept)))
        else:
            kept[f"more{chance.randrange(99)}"] = chance.choice([None, "", 0, []])
        return kept
    if isinstance(value, list):
        if len(value) > 1 and chance.random() < 0.6:
            first, second = chance.sample(range(len(value)), 2)
            turned = list(value)
            turned[first], turned[second] = turned[second], turned[first]
            return turned
        return (
            value[1:]
            if value and chance.random() < 0.5
            else [*value, copy.deepcopy(value[-1]) if value else {}]
        )
    if isinstance(value, str):
        return _another_text(value, chance)
    if value is None:
        return chance.choice(["", "null", 0, False, [], {}])
    return chance.choice([value + 1, -value - 1, str(value), float(value), None])


def _another_text(text: str, chance: random.Random):
    if not text:
        return chance.choice([None, " ", "\u200f", "0", []])
    at = chance.randrange(len(text))
    letter = text[at]
    told_apart = [
        text[:at] + text[at + 1 :],
        text[:at] + letter + text[at:],
        text[:at] + chr(ord(letter) ^ 1) + text[at + 1 :],
        text[:at] + "\u0640" + text[at:],
        text[:at] + "\u200e" + text[at:],
        f"{text} ",
        [text],
        LOOK_ALIKES.get(letter, "؟").join((text[:at], text[at + 1 :])),
    ]
    return chance.choice(told_apart)
