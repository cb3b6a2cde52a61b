"""What is written into the outbox: on which channels, in which language, and with nothing sensitive in it."""

from datetime import date

import pytest
from django.core.checks import run_checks
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from audit.writing import one_transaction, write
from beneficiaries.people import change_person
from beneficiaries.standing import close_file, record_death
from correspondence.models import Notice
from correspondence.notices import notify
from correspondence.outbox.wording import LATE, PLACEHOLDERS, UnknownWording, all_wordings, read
from jobs.models import Job
from tests import factories as make

pytestmark = pytest.mark.django_db
VALUES = {"reference": "26-1234567", "date": date(2026, 12, 5)}
# One SMS in Arabic holds 70 letters; of two that belong together each holds 67.
TWO_ARABIC, TWO_LATIN = 134, 306


@pytest.fixture
def clerk(db):
    return make.make_user("reception", username="reception")


def person_with(clerk, **fields):
    return make.make_person(by=clerk, **fields)


def tell(person, by, template="request_referred", **given) -> list[Notice]:
    return notify(person, template, about=person, by=by, reason="Told", values={**VALUES, **given})


# On which channels ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("email", "preferred", "channels"),
    [
        ("", "", ["sms"]),
        ("sara@example.org", "", ["sms", "email"]),
        ("sara@example.org", "sms", ["sms"]),
        ("sara@example.org", "email", ["email"]),
        ("", "email", ["sms"]),
        ("sara@example.org", "call", ["call"]),
        ("", "letter", ["call"]),
        ("", "visit", ["call"]),
    ],
)
def test_a_message_goes_over_the_channel_that_the_person_prefers(clerk, email, preferred, channels):
    person = person_with(clerk, email=email, preferred_channel=preferred)
    notices = tell(person, clerk)
    assert [notice.channel for notice in notices] == channels
    where = {"sms": person.phone.as_e164, "call": person.phone.as_e164, "email": email}
    assert [notice.address for notice in notices] == [where[channel] for channel in channels]


def test_no_machine_is_asked_to_tell_somebody_who_wants_a_call(clerk):
    (notice,) = tell(person_with(clerk, preferred_channel="call"), clerk)
    assert notice.state == "to_call"
    assert not Job.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        QuerySet(Notice).filter(pk=notice.pk).update(state="sending")


def test_a_code_goes_to_the_phone_whatever_the_person_prefers(clerk):
    person = person_with(clerk, email="sara@example.org", preferred_channel="email")
    (notice,) = tell(person, clerk, "pledge_code")
    assert (notice.channel, notice.address) == ("sms", person.phone.as_e164)
    assert "{pledge_code}" in notice.text


@pytest.mark.parametrize("close", ["closed", "deceased"])
def test_nothing_is_written_to_a_person_whose_file_is_not_open(clerk, close):
    person = person_with(clerk)
    if close == "closed":
        person = close_file(person, reason="انتقل إلى مدينة أخرى", by=clerk)
    else:
        person = record_death(person, deceased_on=date(2026, 1, 2), proof="شهادة وفاة", by=clerk)
    assert tell(person, clerk) == []
    assert not Notice.objects.exists()


# What it says ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said", "day"),
    [
        ("ar", "قيد الدراسة", "ديسمبر"),
        ("en", "is being studied", "December"),
        ("ur", "قيد الدراسة", "ديسمبر"),
    ],
)
def test_a_message_speaks_the_persons_language_whoever_writes_it(clerk, language, said, day):
    (notice,) = tell(person_with(clerk, preferred_language=language), clerk)
    assert said in notice.text
    assert day in notice.text
    assert "26-1234567" in notice.text


def test_a_reference_does_not_turn_round_in_an_arabic_message(clerk):
    (notice,) = tell(person_with(clerk), clerk)
    assert "\u200e26-1234567" in notice.text


def test_a_value_brings_no_placeholder_along(clerk):
    (notice,) = tell(person_with(clerk), clerk, "pledge_code", reference="{pledge_code} {date}")
    assert notice.text.count("{") == 1


def test_a_message_without_its_values_is_a_fault_of_the_program(clerk):
    with pytest.raises(UnknownWording, match="reference"):
        notify(person_with(clerk), "request_received", about=None, by=clerk, reason="Told")
    with pytest.raises(UnknownWording, match="unheard_of"):
        tell(person_with(clerk), clerk, "unheard_of")


def test_the_offices_phone_stands_at_the_end_where_it_is_known(clerk, settings):
    settings.RIFADA_OFFICE_PHONE = "0127000000"
    (notice,) = tell(person_with(clerk), clerk)
    assert notice.text.endswith("هاتفنا: 0127000000")


WORDINGS = pytest.mark.parametrize("code", all_wordings())


@WORDINGS
def test_a_text_names_nothing_sensitive(code):
    assert all_wordings()[code].placeholders <= PLACEHOLDERS | LATE
    assert sorted(PLACEHOLDERS) == ["association", "date", "place", "reference", "time"]
    # The association's name alone may say that somebody is a widow or an orphan: not on a locked screen.
    assert not any("{association}" in text for text in all_wordings()[code].sms.values())


@WORDINGS
def test_an_sms_fits_into_two_parts(code):
    known = {"reference": "26-1234567", "date": date(2026, 9, 30), "association": "جمعية"}
    known |= {"time": "10:30 صباحًا", "place": "في منزلكم"}
    for language, most in (("ar", TWO_ARABIC), ("en", TWO_LATIN)):
        _subject, text = all_wordings()[code].composed("sms", language, known)
        assert len(text.replace("{pledge_code}", "123456")) <= most, text


def test_acceptance_and_rejection_read_the_same():
    texts = all_wordings()["decision_recorded"]
    for said in (*texts.sms.values(), *texts.email_text.values(), *texts.email_subject.values()):
        assert not [word for word in ("قبول", "رفض", "accept", "reject", "approv") if word in said.lower()]


_TEXT = """
version = 1
label_ar = "نص"
label_en = "Text"
sms_ar = "{placeholder}"
sms_en = "Text"
channel = "sms"
"""


@pytest.mark.parametrize("spoilt", ["{name}", "{outcome}", "{}", "{reference.need}"])
def test_a_text_that_says_more_is_refused_at_the_start(spoilt):
    with pytest.raises(UnknownWording):
        read("spoilt", _TEXT.replace("{placeholder}", spoilt))


def test_a_text_without_one_of_its_languages_is_refused_at_the_start():
    with pytest.raises(UnknownWording, match="sms_en"):
        read("spoilt", _TEXT.replace('sms_en = "Text"', ""))
    assert not [problem for problem in run_checks() if problem.id.startswith("correspondence.")]


# With the act ---------------------------------------------------------------------------------------------------


def test_a_message_of_an_act_that_was_undone_does_not_exist(clerk):
    person = person_with(clerk)
    with transaction.atomic():
        assert tell(person, clerk)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Job.objects.exists()


def test_a_message_costs_four_statements(clerk):
    person = person_with(clerk)
    with one_transaction(), CaptureQueriesContext(connection) as asked:
        tell(person, clerk)
    assert len(asked) == 4, [query["sql"] for query in asked]


def test_the_words_of_a_message_never_change(clerk):
    (notice,) = tell(person_with(clerk), clerk)
    for name, value in (("text", "x"), ("channel", "email"), ("template", "x"), ("about", "x")):
        with pytest.raises(IntegrityError), transaction.atomic():
            QuerySet(Notice).filter(pk=notice.pk).update(**{name: value})


def test_what_has_arrived_is_never_sent_again_by_any_path(clerk):
    (notice,) = tell(person_with(clerk), clerk)
    notice.state, notice.sent_at = "sent", notice.written_at
    write(notice, by=clerk, reason="x")
    for state in ("queued", "sending", "failed"):
        with pytest.raises(IntegrityError), transaction.atomic():
            QuerySet(Notice).filter(pk=notice.pk).update(state=state, problem="x")


def test_a_new_phone_is_where_the_next_message_goes(clerk):
    person = change_person(person_with(clerk), by=clerk, phone="+966551112223")
    (notice,) = tell(person, clerk)
    assert notice.address == "+966551112223"
