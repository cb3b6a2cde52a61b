"""Signatures as the field sends them, for the tests."""

import json

from intake.signatures import HEIGHT, WIDTH


def drawn(strokes: list) -> str:
    """These strokes in the field of the form."""
    return json.dumps({"box": [WIDTH, HEIGHT], "strokes": strokes})


def strokes_text() -> str:
    """Two lines as a hand might draw them, from one end of the field to the other."""
    first = [[1000 + 100 * step, 1000 + 40 * step, 12 * step] for step in range(51)]
    second = [[8000 - 50 * step, 1000 + 30 * step, 700 + 12 * step] for step in range(50)]
    return drawn([first, second])
