"""Drawn signatures: what is one, what is none, and that the picture is made of the strokes."""

import io
import json

import pytest
from PIL import Image

from audit.refusals import Refused
from intake.signatures import HEIGHT, LONGEST_TEXT, MOST_POINTS, MOST_STROKES, WIDTH, read_strokes
from tests.signing import drawn, strokes_text


def refused(text: str) -> str:
    with pytest.raises(Refused) as caught:
        read_strokes(text)
    return str(caught.value)


def test_a_signature_is_kept_in_one_form_whatever_way_it_was_written():
    text = strokes_text()
    loose = json.dumps(json.loads(text), indent=2)
    assert read_strokes(text).text == read_strokes(loose).text
    assert read_strokes(text).sha256 == read_strokes(loose).sha256
    assert read_strokes(read_strokes(text).text) == read_strokes(text)


def test_the_picture_is_black_on_white_and_only_of_the_strokes():
    picture = Image.open(io.BytesIO(read_strokes(strokes_text()).png()))
    assert (picture.format, picture.mode, picture.size, picture.info) == ("PNG", "L", (1000, 400), {})
    dark = picture.point(lambda value: 255 if value < 128 else 0).getbbox()
    # From x 1000 to 8000 and y 1000 to 3000 of the field, and the width of the pen.
    assert [round(side, -1) for side in dark] == [100, 100, 800, 300]
    assert read_strokes(strokes_text()).png() == read_strokes(strokes_text()).png()


EMPTY = ["", "   ", "\n"]
NO_SIGNATURES = {
    "no line": [],
    "one dot": [[[5000, 2000, 0]]],
    "a dot pressed long": [[[5000, 2000, time] for time in range(0, 900, 20)]],
    "fifty dots": [[[place * 100, 2000, place]] for place in range(50)],
    "a short dash": [[[5000, 2000, 0], [5400, 2000, 30]]],
    "ink in one place": [[[5000 + 300 * (step % 2), 2000, step] for step in range(60)]],
}


@pytest.mark.parametrize("text", EMPTY)
def test_an_empty_field_is_refused(text):
    assert refused(text) == str(refused(""))


@pytest.mark.parametrize("strokes", NO_SIGNATURES.values(), ids=NO_SIGNATURES)
def test_a_dot_or_a_slip_of_the_hand_is_refused(strokes):
    assert refused(drawn(strokes)) == refused(drawn(NO_SIGNATURES["one dot"]))


LINE = [[1000, 1000, 0], [8000, 3000, 40]]
BROKEN = {
    "no JSON": "signature",
    "a list": json.dumps([LINE]),
    "another field": json.dumps({"box": [1, 1], "strokes": [LINE]}),
    "no box": json.dumps({"strokes": [LINE]}),
    "a text for a point": drawn([["abc", [8000, 3000, 4]]]),
    "four numbers": drawn([[[1, 2, 3, 4], *LINE]]),
    "a number as text": drawn([[["1000", 1000, 0], [8000, 3000, 40]]]),
    "a fraction": drawn([[[1000.5, 1000, 0], [8000, 3000, 40]]]),
    "true": drawn([[[True, 1000, 0], [8000, 3000, 40]]]),
    "not a number": drawn([LINE]).replace("8000", "NaN"),
    "without end": drawn([LINE]).replace("8000", "-Infinity"),
    "huge": drawn([LINE]).replace("8000", "1e999"),
    "very many digits": drawn([LINE]).replace("8000", "9" * 5000),
    "left of the field": drawn([[[-1, 1000, 0], [8000, 3000, 40]]]),
    "right of the field": drawn([[[1000, 1000, 0], [WIDTH + 1, 3000, 40]]]),
    "below the field": drawn([[[1000, 1000, 0], [8000, HEIGHT + 1, 40]]]),
    "back in time": drawn([[[1000, 1000, 50], [8000, 3000, 40]]]),
    "for an hour": drawn([[[1000, 1000, 0], [8000, 3000, 3_600_000]]]),
    "an empty stroke": drawn([LINE, []]),
    "a bomb of brackets": "[" * (LONGEST_TEXT - 1),
    "a bomb of objects": '{"box":' * (LONGEST_TEXT // 8),
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_what_no_hand_drew_is_refused_with_a_sentence(text):
    assert len(text) <= LONGEST_TEXT
    assert refused(text) == refused("signature")


@pytest.mark.parametrize(
    "text",
    [
        "x" * (LONGEST_TEXT + 1),
        drawn([[[place, 5, place] for place in range(MOST_POINTS + 1)]])[: LONGEST_TEXT * 9],
        drawn([[[1, 1, 1]]] * (MOST_STROKES + 1)),
    ],
    ids=["text", "points", "strokes"],
)
def test_far_more_than_a_signature_is_refused(text):
    assert refused(text) == refused("x" * (LONGEST_TEXT + 1))
