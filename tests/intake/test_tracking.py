"""The page on which a family follows its request: a private link, four digits, and nothing else about anybody."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arabic.calendars import dual, riyadh_today
from audit.models import ReadLog
from correspondence.models import Notice
from correspondence.outbox.late_values import values_of
from intake.remote_pledge.attempts import MOST_FAILURES
from intake.steps import State
from intake.tracking.codes import request_tracked, tracking_code
from intake.tracking.standing import WAITS
from research_committee.models import Decision
from tests.factories import make_person, make_request
from tests.research_committee.appealing import appeal, appealed, decide_appeal
from tests.research_committee.appealing import rejected as rejected_before
from tests.research_committee.factories import REASONS, decide, make_item, vote

pytestmark = pytest.mark.django_db


def address_of(support_request) -> str:
    return reverse("request_track", args=[tracking_code(support_request.pk)])


def end_of(support_request) -> str:
    return support_request.beneficiary.phone.as_e164[-4:]


def opened(client, support_request):
    answer = client.post(address_of(support_request), {"last_digits": end_of(support_request)})
    assert answer.status_code == 303
    return client.get(answer.url)


def decided(outcome: str):
    item, committee = make_item()
    vote(item, {committee.chair: outcome, committee.secretary: outcome})
    decide(item, committee.chair)
    return item.support_request


@pytest.fixture
def request_of_family():
    return make_request("referred", referred_days_ago=3)


def test_nothing_personal_is_shown_before_the_digits(client, request_of_family):
    text = client.get(address_of(request_of_family)).text
    person = request_of_family.beneficiary
    for secret in (
        request_of_family.reference,
        person.first_name,
        person.family_name,
        end_of(request_of_family),
    ):
        assert secret not in text
    assert not ReadLog.objects.exists()


def test_the_family_sees_where_its_request_stands_and_the_earliest_answer(client, request_of_family):
    page = opened(client, request_of_family)
    assert request_of_family.reference in page.text
    assert page.context["waits"]["who"] == "الجمعية"
    assert page.context["earliest"]
    assert [row["status"] for row in page.context["rail"]] == ["done"] * 3 + [
        "now",
        "next",
        "closed",
        "closed",
    ]


def test_no_name_of_anybody_stands_on_the_page(client, request_of_family):
    text = opened(client, request_of_family).text
    person, researcher = request_of_family.beneficiary, request_of_family.researcher
    for name in (
        person.full_name,
        person.first_name,
        researcher.full_name,
        request_of_family.received_by.full_name,
    ):
        assert name not in text


def test_the_look_leaves_a_trace_that_says_who_it_was(client, request_of_family):
    opened(client, request_of_family)
    look = ReadLog.objects.get()
    assert (look.about_request, look.acting_as) == (request_of_family.pk, "beneficiary")


def test_the_digits_are_read_in_any_figures(client, request_of_family):
    arabic = end_of(request_of_family).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert client.post(address_of(request_of_family), {"last_digits": arabic}).status_code == 303


def test_a_wrong_link_and_wrong_digits_read_the_same(client, request_of_family):
    code = tracking_code(request_of_family.pk)
    forged = code[:-1] + ("a" if code[-1] != "a" else "b")
    right = end_of(request_of_family)
    wrong = "0000" if right != "0000" else "1111"
    answers = [
        client.post(reverse("request_track", args=[token]), {"last_digits": digits})
        for token, digits in ((code, wrong), (forged, right), ("x", right), (tracking_code(999_999), right))
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert len({answer.context["form"].errors.as_text() for answer in answers}) == 1


def test_the_digits_of_one_request_open_no_other(client, request_of_family):
    opened(client, request_of_family)
    other = make_request("received", beneficiary=make_person(phone="0509876543"))
    assert other.reference not in client.get(address_of(other)).text


def test_whoever_guesses_waits_also_from_many_addresses(client, request_of_family):
    address, right = address_of(request_of_family), end_of(request_of_family)
    wrong = "0000" if right != "0000" else "1111"
    for number in range(MOST_FAILURES):
        client.post(address, {"last_digits": wrong}, REMOTE_ADDR=f"10.1.{number}.7")
    assert client.post(address, {"last_digits": right}, REMOTE_ADDR="10.9.9.9").status_code == 429


def test_a_stranger_without_the_link_keeps_no_family_waiting(client, request_of_family):
    code = tracking_code(request_of_family.pk)
    forged = code[:-1] + ("a" if code[-1] != "a" else "b")
    for number in range(MOST_FAILURES + 1):
        path = reverse("request_track", args=[forged])
        client.post(path, {"last_digits": "0000"}, REMOTE_ADDR=f"10.2.{number}.7")
    sent = {"last_digits": end_of(request_of_family)}
    assert client.post(address_of(request_of_family), sent, REMOTE_ADDR="10.9.9.9").status_code == 303


def test_a_forged_link_asks_the_same_whether_or_not_there_is_such_a_request(client, request_of_family):
    asked = []
    for number in (request_of_family.pk, 999_999):
        code = tracking_code(number)
        forged = code[:-1] + ("a" if code[-1] != "a" else "b")
        with CaptureQueriesContext(connection) as queries:
            assert request_tracked(forged, "0000") is None
        asked.append([query["sql"] for query in queries])
    assert asked[0] == asked[1]


def test_a_decision_says_its_reason_first(client):
    rejected = decided("reject")
    page = opened(client, rejected)
    decision = Decision.objects.get(support_request=rejected)
    assert page.context["decision"]["words"] == decision.reasons == REASONS
    text = page.text
    assert text.index(REASONS) < text.index(page.context["decision"]["decided_on"])


def test_in_english_the_words_of_the_grant_keep_their_own_direction(client):
    request = decided("accept")
    client.cookies["language"] = "en"
    service = request.granted_services.get()
    text = opened(client, request).text
    assert f"\u2068{service.description}\u2069 – 6,000 riyals" in text
    assert f"On condition: \u2068{service.conditions}\u2069" in text


def test_an_appeal_is_what_is_waited_for_and_the_reason_still_stands_first(client):
    rejected = decided("reject")
    before = opened(client, rejected).context["decision"]
    last = Decision.objects.get(support_request=rejected).appeal_until
    assert dual(last) in before["appeal"]
    assert rejected.policy_version.channels.first().label in before["appeal"]
    row = appeal(rejected)
    page = opened(client, rejected)
    assert page.context["waits"]["sentence"] == "تظلّمكم معروض على لجنة البحث."
    assert page.context["earliest"]
    assert page.context["decision"]["reason"] == before["reason"] != ""
    assert dual(row.received_on) in page.context["decision"]["appeal"]
    text = page.text
    assert text.index(REASONS) < text.index(dual(row.received_on)) < text.index(page.context["earliest"])


def test_nobody_is_offered_an_appeal_whose_last_day_has_passed(client):
    rejected, _committee = rejected_before(days_ago=40)
    last = Decision.objects.get(support_request=rejected).appeal_until
    assert last < riyadh_today()
    assert opened(client, rejected).context["decision"]["appeal"] == (
        f"كان التظلّم متاحًا لكم حتى {dual(last)}. وللتظلّم بعد هذا الموعد يُرجى مراجعة الجمعية."
    )


@pytest.mark.parametrize("outcome", ["accept", "reject"])
def test_the_answer_to_an_appeal_is_final_and_says_which_appeal(client, outcome):
    rejected, committee = appealed()
    received_on = rejected.appeals.get().received_on
    decide_appeal(rejected, committee, outcome)
    said = opened(client, rejected).context["decision"]["appeal"]
    assert dual(received_on) in said
    assert "نهائي" in said


def test_every_state_has_its_sentence():
    assert set(WAITS) == set(State)
    for words in WAITS.values():
        sentence, _who = words()
        assert sentence


def test_the_page_asks_seldom(client, django_assert_max_num_queries):
    accepted = decided("accept")
    opened(client, accepted)
    with django_assert_max_num_queries(12):
        client.get(address_of(accepted))


def test_the_message_of_reception_leads_to_the_page():
    received = make_request("received")
    notice = Notice.objects.filter(template="request_received").latest("pk")
    assert "{tracking_link}" in notice.text
    assert tracking_code(received.pk) in values_of(notice, ["tracking_link"])["tracking_link"]
    assert tracking_code(received.pk) not in notice.text
