"""Which researcher a request finds: the rule as a pure function, against a second telling of it."""

from hypothesis import given
from hypothesis import strategies as st

from intake.assigning.places import Place
from intake.assigning.suggesting import Candidate, Near, suggest_researcher

CITIES, DISTRICTS = ("الطائف", "جدة"), ("", "النسيم", "الشفا")
places = st.builds(Place, st.sampled_from(CITIES), st.sampled_from(DISTRICTS))


@st.composite
def staffs(draw):
    pks = draw(st.lists(st.integers(1, 60), unique=True, max_size=7))
    return [
        Candidate(
            pk,
            f"باحث {pk}",
            draw(st.integers(0, 4)),
            frozenset(place.key for place in draw(st.lists(places, max_size=4))),
        )
        for pk in pks
    ]


def told_otherwise(staff, place):
    """The rule once more, as one would do it with a list in the hand."""
    of_district = [one for one in staff if place.district and place.key in one.places]
    of_city = [one for one in staff if Place(place.city).key in one.places]
    for near, group in ((Near.DISTRICT, of_district), (Near.CITY, of_city), (Near.ELSEWHERE, staff)):
        if group:
            least = min(one.load for one in group)
            return near, min(one.pk for one in group if one.load == least)
    return None


@given(staffs(), places)
def test_it_is_the_nearest_and_of_these_the_one_with_least_to_study(staff, place):
    suggestion = suggest_researcher(staff, place)
    found = suggestion and (suggestion.near, suggestion.candidate.pk)
    assert found == told_otherwise(staff, place)


@given(staffs(), places, st.randoms())
def test_the_order_in_which_people_are_named_changes_nothing(staff, place, chance):
    shuffled = staff.copy()
    chance.shuffle(shuffled)
    assert suggest_researcher(shuffled, place) == suggest_researcher(staff, place)


@given(staffs(), places)
def test_without_the_one_suggested_somebody_no_nearer_and_no_freer_follows(staff, place):
    first = suggest_researcher(staff, place)
    others = [one for one in staff if first and one.pk != first.candidate.pk]
    second = suggest_researcher(others, place)
    if second is not None:
        assert (first.near, first.candidate.load) <= (second.near, second.candidate.load)


@given(staffs(), places)
def test_the_sentence_names_who_and_where(staff, place):
    suggestion = suggest_researcher(staff, place)
    if suggestion is not None:
        assert suggestion.candidate.name in suggestion.sentence
        assert place.city in suggestion.sentence


def test_two_spellings_of_a_district_are_one_place():
    assert Place("الطائف", "حي النسيم").key == Place("الطايف", "النَّسيم").key
    assert Place("مدينة الطائف", "").key == Place("الطائف").key
    assert Place("الطائف", "النسيم").key != Place("الطائف", "الشفا").key
    # A name that is nothing but the word stays a name.
    assert Place("الطائف", "حي").key != Place("الطائف").key
    assert len(Place("ﷲ" * 80, "ﷲ" * 80).key) <= 170
