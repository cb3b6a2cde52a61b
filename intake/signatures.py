"""A drawn signature: what the hand drew, judged and put in one form, and the picture that the server makes of it.

The form is canonical JSON: `{"box":[10000,4000],"strokes":[[[x,y,t],…],…]}` with whole numbers only; x to the right and
y down in ten-thousandths of the width, t in milliseconds since the first point.
"""

import hashlib
import io
import json
from dataclasses import dataclass
from itertools import pairwise
from math import dist

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from audit.refusals import Refused

WIDTH, HEIGHT = 10_000, 4_000
LONGEST_TEXT = 30_000
MOST_STROKES, MOST_POINTS = 100, 2_500
LONGEST_MILLISECONDS = 10 * 60 * 1000
# A tenth of the width to one side, and half as much again of ink: a dot or a slip of the hand has less.
SMALLEST_EXTENT, LEAST_INK = 1_000, 1_500
# The picture, drawn twice as large and made smaller, so that its lines are smooth.
_PICTURE, _TWICE, _PEN = (1_000, 400), 2, 5

Point = tuple[int, int, int]


@dataclass(frozen=True)
class Strokes:
    """A signature that may be kept."""

    strokes: tuple[tuple[Point, ...], ...]

    @cached_property
    def text(self) -> str:
        """The one way in which these strokes are written."""
        content = {"box": [WIDTH, HEIGHT], "strokes": self.strokes}
        return json.dumps(content, sort_keys=True, separators=(",", ":"))

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def ink(self) -> float:
        """The length of all lines together."""
        return sum(dist(one[:2], other[:2]) for stroke in self.strokes for one, other in pairwise(stroke))

    @property
    def extent(self) -> int:
        """The longer side of the rectangle around the drawing."""
        points = [point for stroke in self.strokes for point in stroke]
        across, down = [point[0] for point in points], [point[1] for point in points]
        return max(max(across) - min(across), max(down) - min(down)) if points else 0

    def png(self) -> bytes:
        """The drawing, black on white: made here, whatever picture a browser may have shown."""
        scale = _PICTURE[0] * _TWICE / WIDTH
        image = Image.new("L", (_PICTURE[0] * _TWICE, _PICTURE[1] * _TWICE), 255)
        pen = ImageDraw.Draw(image)
        for stroke in self.strokes:
            line = [(x * scale, y * scale) for x, y, _time in stroke]
            pen.line(line, fill=0, width=_PEN * _TWICE, joint="curve")
            for x, y in (line[0], line[-1]):
                reach = _PEN * _TWICE / 2
                pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=0)
        stream = io.BytesIO()
        image.resize(_PICTURE, Image.Resampling.LANCZOS).save(stream, "PNG", optimize=True)
        return stream.getvalue()


def read_strokes(text: str) -> Strokes:
    """The strokes that a form sent; raises Refused with the reason where they are no signature."""
    if not text.strip():
        raise Refused(_("Nothing was drawn. Let the person sign in the field, or choose the paper."))
    if len(text) > LONGEST_TEXT:
        raise Refused(_too_much())
    try:
        found = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refused(_unreadable()) from error
    strokes = Strokes(_strokes_in(found))
    if strokes.extent < SMALLEST_EXTENT or strokes.ink < LEAST_INK:
        raise Refused(_("This is too small for a signature: a dot or a short dash. Clear it and sign again."))
    return strokes


def _strokes_in(found) -> tuple[tuple[Point, ...], ...]:
    listed = found.get("strokes") if isinstance(found, dict) and found.get("box") == [WIDTH, HEIGHT] else None
    if not isinstance(listed, list) or not all(isinstance(stroke, list) and stroke for stroke in listed):
        raise Refused(_unreadable())
    if len(listed) > MOST_STROKES or sum(map(len, listed)) > MOST_POINTS:
        raise Refused(_too_much())
    last, strokes = 0, []
    for stroke in listed:
        points = []
        for point in stroke:
            points.append(_point(point, last))
            last = points[-1][2]
        strokes.append(tuple(points))
    return tuple(strokes)


def _point(found, not_before: int) -> Point:
    """A point inside the field, not earlier than the one before it."""
    # True is a number to isinstance.
    if not (isinstance(found, list) and len(found) == 3 and all(type(number) is int for number in found)):
        raise Refused(_unreadable())
    x, y, time = found
    if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT and not_before <= time <= LONGEST_MILLISECONDS):
        raise Refused(_unreadable())
    return x, y, time


def _no_number(constant: str):
    raise ValueError(constant)


def _unreadable() -> str:
    return _("The drawing did not arrive as it was drawn. Clear it and sign again, or choose the paper.")


def _too_much() -> str:
    return _("This drawing has far more lines than a signature. Clear it and sign again.")
