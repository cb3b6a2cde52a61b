"""People are found before a new file can be opened: by number, phone or name, in any spelling."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries.models import Beneficiary
from beneficiaries.name_index import in_order
from beneficiaries.people import change_person
from beneficiaries.search import find_people, read_typed
from beneficiaries.typed_names import initial_of, names_from
from tests.factories import identity_number, make_branch, make_person, make_user
from tests.folding import DIFFERENT, PAIRS, WITH_AND_WITHOUT_IBN

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_user("reception")


def found(query, user) -> list[int]:
    return [row["id"] for row in find_people(query, user=user)]


def test_a_person_is_found_by_the_whole_identity_number_only(clerk):
    number = identity_number(41)
    person = make_person(by=clerk, identity_number=number)
    assert found(f" {number}\u200f", clerk) == [person.pk]
    assert found(number[:9], clerk) == []
    assert found(number[:-1] + "x", clerk) == []


def test_a_person_is_found_by_identity_number_in_arabic_digits(clerk):
    number = identity_number(42)
    person = make_person(by=clerk, identity_number=number)
    assert found(number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")), clerk) == [person.pk]


@pytest.mark.parametrize(
    "typed",
    [
        "0551234567",
        "٠٥٥١٢٣٤٥٦٧",
        "+966551234567",
        "00966551234567",
        "966551234567",
        "055 123 4567",
        "055-123-4567",
        "551234567",
    ],
)
def test_a_person_is_found_by_phone_in_any_writing(clerk, typed):
    person = make_person(by=clerk, phone="+966551234567")
    make_person(by=clerk)
    assert found(typed, clerk) == [person.pk]


# A name has letters, and digits alone are looked for as a number.
NAMES = [tuple(f"دار {name}" if name.isdecimal() else name for name in pair) for pair in PAIRS]
SAME = (*NAMES, *WITH_AND_WITHOUT_IBN)
FAMILY = "الحارثي"


def make_named(clerk, first: str) -> Beneficiary:
    names = {"first_name": first, "father_name": "زكريا", "grandfather_name": "", "family_name": FAMILY}
    return make_person(by=clerk, **names)


@pytest.mark.parametrize(
    ("filed", "typed"), [*SAME, *((typed, filed) for filed, typed in SAME)], ids=lambda spelling: spelling
)
def test_a_person_filed_under_one_spelling_is_found_under_the_other(clerk, filed, typed):
    person = make_named(clerk, filed)
    make_named(clerk, "ضياء")
    assert found(f"{typed} {FAMILY}", clerk) == [person.pk]


@pytest.mark.parametrize(("filed", "typed"), DIFFERENT[:3])
def test_a_person_is_not_found_under_another_name(clerk, filed, typed):
    make_named(clerk, filed)
    assert found(typed, clerk) == []


@pytest.mark.parametrize("typed", ["نو الحا", "الحارثي نورة", "نو", "الحا زك نور"])
def test_a_person_is_found_by_the_beginnings_of_names_in_any_order(clerk, typed):
    person = make_named(clerk, "نورة")
    make_person(by=clerk, first_name="ضياء", father_name="ضياء", grandfather_name="", family_name="ضياء")
    assert found(typed, clerk) == [person.pk]


def test_the_beginning_of_a_word_is_meant_not_its_middle(clerk):
    make_person(by=clerk, first_name="عمار")
    assert found("مار", clerk) == []


@pytest.mark.parametrize(
    "typed", ["%", "_", "%%", "__", "\\", "'; --", "*", "م", "", "   ", "12", "\x00", "٪٪"]
)
def test_wildcards_and_single_letters_find_nobody(clerk, typed):
    make_person(by=clerk)
    assert found(typed, clerk) == []


def test_a_delegate_finds_only_people_of_the_own_branch(clerk):
    north, south = make_branch("north"), make_branch("south")
    person = make_person(by=clerk, branch=north, family_name="القرشي")
    make_person(by=clerk, branch=south, family_name="القرشي")
    assert found("القرشي", make_user("delegate", branch=north)) == [person.pk]
    assert found("القرشي", make_user("researcher")) == []


def test_rows_show_only_the_last_four_digits(clerk):
    person = make_person(by=clerk, phone="+966551239876")
    [row] = find_people(person.identity_number, user=clerk)
    assert row["identity"] == f"•••• {person.identity_number[-4:]}"
    assert row["phone"] == "•••• 9876"
    assert person.identity_number not in str(row)


def test_a_search_costs_three_queries_however_many_are_found(clerk):
    for _number in range(5):
        make_person(by=clerk, family_name="الزهراني")
    assert clerk.permissions
    with CaptureQueriesContext(connection) as queries:
        assert len(find_people("الزهراني", user=clerk)) == 5
    assert len(queries) == 3


def test_no_more_than_the_limit_is_shown(clerk):
    for _number in range(4):
        make_person(by=clerk, family_name="الغامدي")
    assert len(find_people("الغامدي", user=clerk, limit=3)) == 3


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("سارة", {"first_name": "سارة"}),
        ("سارة الحارثي", {"first_name": "سارة", "family_name": "الحارثي"}),
        (
            "عبد الله محمد آل سعود",
            {"first_name": "عبد الله", "father_name": "محمد", "family_name": "آل سعود"},
        ),
        (
            "سارة محمد علي حسن الحارثي",
            {
                "first_name": "سارة",
                "father_name": "محمد",
                "grandfather_name": "علي",
                "family_name": "حسن الحارثي",
            },
        ),
    ],
)
def test_a_typed_name_is_laid_out_on_the_new_file(typed, names):
    assert names_from(typed) == names


@pytest.mark.parametrize(
    "name",
    [
        *("عبد الله", "أبو بكر", "أم كلثوم", "نور الدين", "سيف الإسلام", "ضيف الله"),
        *("أمة الرحمن", "ذو الفقار", "زين العابدين", "آل سعود", "نور الهدى", "فضل الحق", "Abdul Rahman"),
    ],
)
def test_a_name_of_two_words_stays_one_name(name):
    assert names_from(f"{name} محمد {name} الحارثي") == {
        "first_name": name,
        "father_name": "محمد",
        "grandfather_name": name,
        "family_name": "الحارثي",
    }
    assert names_from(f"سارة {name}") == {"first_name": "سارة", "family_name": name}


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        (
            "محمد بن عبد الله آل سعود",
            {"first_name": "محمد", "father_name": "بن عبد الله", "family_name": "آل سعود"},
        ),
        (
            "سارة الحارثي ٠٥٥١٢٣٤٥٦٧",
            {"first_name": "سارة", "family_name": "الحارثي", "phone": "+966551234567"},
        ),
        ("26-1234567", {}),
        ("سارة 12", {"first_name": "سارة"}),
    ],
)
def test_a_name_typed_with_more_is_taken_apart(typed, fields):
    assert initial_of(typed) == fields


def test_a_name_typed_with_an_identity_number_fills_both():
    number = identity_number(77)
    assert initial_of(f"سارة {number} الحارثي") == {
        "first_name": "سارة",
        "family_name": "الحارثي",
        "identity_kind": "national_id",
        "identity_number": number,
    }


def test_a_long_query_is_cut_before_it_is_read():
    assert len(read_typed("م" * 100_000).text) == 200


NAMED = (
    ("محمد", "", "علي"),
    ("محمد", "علي", "العتيبي"),
    ("محمد", "بن علي", "القرني"),
    ("علي", "", "محمد"),
    ("خالد", "محمد", "العليان"),
    ("محمود", "", "عليان"),
)


def test_the_very_same_name_comes_first_then_names_that_begin_so_then_those_with_its_words(clerk):
    people = [
        make_person(
            by=clerk, first_name=first, father_name=father or first, family_name=family, grandfather_name=""
        )
        for first, father, family in NAMED
    ]
    same = make_person(by=clerk, first_name="محمد", father_name="علي", grandfather_name="", family_name="علي")
    order = found("محمد علي علي", clerk)
    assert order[0] == same.pk
    order = found("محمد بن علي", clerk)
    assert order == [people[1].pk, people[2].pk, same.pk, people[0].pk, people[3].pk]


def test_whole_names_come_before_longer_ones_that_only_begin_so(clerk):
    longer = make_person(by=clerk, first_name="أمل", father_name="عليان", family_name="الحربي")
    whole = make_person(by=clerk, first_name="يوسف", father_name="علي", family_name="الحربي")
    begun = make_person(by=clerk, first_name="علياء", father_name="سعد", family_name="الحربي")
    exact = make_person(by=clerk, first_name="علي", father_name="سعد", family_name="الحربي")
    assert found("علي", clerk) == [exact.pk, begun.pk, whole.pk, longer.pk]


def test_what_was_typed_is_marked_in_the_name_as_it_is_filed(clerk):
    make_person(
        by=clerk, first_name="أحمد", father_name="عبد الله", grandfather_name="", family_name="<b>سعد</b>"
    )
    [row] = find_people("عبدالله احم", user=clerk)
    assert row["name"] == "أحمد عبد الله <b>سعد</b>"
    assert row["shown_name"] == "<mark>أحم</mark>د <mark>عبد الله</mark> &lt;b&gt;سعد&lt;/b&gt;"


def test_the_number_that_was_typed_is_marked(clerk):
    person = make_person(by=clerk, phone="+966551239876")
    [row] = find_people(person.identity_number, user=clerk)
    assert row["shown_identity"] == f"<mark>•••• {person.identity_number[-4:]}</mark>"
    assert row["shown_phone"] == "•••• 9876"
    [row] = find_people("0551239876", user=clerk)
    assert row["shown_phone"] == "<mark>•••• 9876</mark>"


def test_a_changed_name_is_found_under_the_new_one_only(clerk):
    person = make_person(by=clerk, family_name="القديم")
    change_person(person, by=clerk, family_name="الجديد")
    assert found("القديم", clerk) == []
    assert found("الجديد", clerk) == [person.pk]


@pytest.mark.parametrize(
    "typed",
    ["محمد'", 'محمد"', "محمد:*", "محمد & علي", "محمد\\", "محمد OR علي", "NEAR(محمد علي)", "-محمد", "^محمد"],
)
def test_the_signs_of_the_index_are_just_signs(clerk, typed):
    person = make_person(by=clerk, first_name="محمد", father_name="علي")
    make_person(by=clerk, first_name="سالم", father_name="سعد", grandfather_name="")
    assert found(typed, clerk) in ([person.pk], [])


def test_the_index_answers_and_no_table_is_read_through(clerk):
    people = Beneficiary.objects.filter(search_name__has_words=("محمد", "عل"))
    begun = Beneficiary.objects.filter(search_name__begins="محمد عل").order_by(in_order("search_name"), "id")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "beneficiaries_name_words" in people.explain() or "person_by_each_word_of_name" in people.explain()
    if connection.vendor == "postgresql":
        # In a table of a few rows the planner would rather sort, as its figures of the moment have it.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    plan = begun.explain()
    assert "person_by_beginning_of_name" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
