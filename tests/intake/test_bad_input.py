"""Bad input: the same page comes back with the reason beside the field, everything typed is kept, nothing is saved."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import gettext

from arabic.calendars import dual, riyadh_today
from audit.models import HandedIn
from beneficiaries.models import Beneficiary
from beneficiaries.people import change_person
from intake.models import SupportRequest
from intake.side_paths import return_request
from research_committee.models import Decision, Vote
from tests import factories as make
from tests.research_committee import factories as committee

from .forms import TURNING, is_kept, nothing_is_saved, reason_beside, reasons_above, send

pytestmark = pytest.mark.django_db

PERSON = {
    "identity_kind": "national_id",
    "identity_number": make.identity_number(900_001),
    "first_name": "نوف",
    "father_name": "تركي",
    "grandfather_name": "سعود",
    "family_name": "الثقفي",
    "gender": "female",
    "birth_date": "12/5/1405",
    "phone": "055 123 4567",
    "city": "الطائف",
}
RIGHT, WRONG = (
    PERSON["identity_number"],
    f"{PERSON['identity_number'][:-1]}{(int(PERSON['identity_number'][-1]) + 1) % 10}",
)
ADD = "/beneficiaries/people/add/"


def of(name: str, *rows) -> str:
    return reverse(name, args=[row.pk for row in rows])


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("identity_number", WRONG),
        ("identity_number", "2" + RIGHT[1:]),
        ("identity_number", "12345"),
        ("identity_number", "١٢٣٤٥٦٧٨٩²"),
        ("birth_date", "30/5/1446"),
        ("birth_date", "٣١/١١/١٤٤٠"),
        ("birth_date", "29/2/2023"),
        ("birth_date", "13/13/1440"),
        ("birth_date", "1/1/2060"),
        ("phone", "12345"),
        ("first_name", "12345"),
        ("first_name", "س" * 10_000),
        ("family_name", "\u202e\u200b\u0640"),
        ("city", ""),
        ("gender", "other"),
    ],
)
def test_a_wrong_field_of_a_person_is_named_and_the_rest_is_kept(world, field, typed):
    with nothing_is_saved():
        response = send(world.client("reception"), ADD, **PERSON | {field: typed})
    reason_beside(response, field)
    kept = {name: value for name, value in PERSON.items() if name not in (field, "gender", "identity_kind")}
    is_kept(response, **kept)
    if field not in ("gender", "city", "family_name"):
        is_kept(response, **{field: typed})


@pytest.mark.parametrize("zero", ["٠", "۰"])
def test_digits_of_other_scripts_are_the_same_digits(world, zero):
    digits = {ord(str(number)): chr(ord(zero) + number) for number in range(10)}
    typed = {name: PERSON[name].translate(digits) for name in ("identity_number", "birth_date", "phone")}
    assert send(world.client("reception"), ADD, **PERSON | typed).status_code == 303
    person = Beneficiary.objects.get(identity_number=RIGHT)
    assert str(person.phone) == "+966551234567"
    assert person.birth_date.year == 1985
    # The same person cannot be added again in the other digits.
    reason_beside(send(world.client("reception"), ADD, **PERSON), "identity_number")


def test_characters_that_turn_text_round_are_neither_stored_nor_shown(world):
    name = "نوف\u202eفون\u2066 سالم\u200f\x00"
    client = world.client("reception")
    wrong = send(client, ADD, **PERSON | {"first_name": name, "phone": "1"})
    assert not TURNING.search(wrong.text)
    assert send(client, ADD, **PERSON | {"first_name": name}).status_code == 303
    person = Beneficiary.objects.get(identity_number=RIGHT)
    assert person.first_name == "نوففون سالم"
    for page in (of("person_detail", person), of("person_change", person), of("request_open", person)):
        assert not TURNING.search(client.get(page).text)


# Reception ------------------------------------------------------------------------------------------------------


def opening(world, **filled) -> dict:
    version = world.rows["version"]
    talk = {"came_as": "self", "arrived": "00:00", "started": "00:00", "ended": "00:00"}
    return {
        "channel": version.channels.first().pk,
        "service_type": version.service_types.first().pk,
        "need": "إيجار متأخر لثلاثة أشهر",
        "preferred_contact": "phone",
        "privacy_notice_shown": "on",
        **talk,
        **filled,
    }


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("channel", lambda world: world.rows["draft"].channels.first().pk),
        ("channel", lambda world: "9" * 40),
        ("channel", lambda world: "المقابلة"),
        ("service_type", lambda world: world.rows["draft"].service_types.first().pk),
        ("arrived", lambda world: "25:61"),
        ("privacy_notice_shown", lambda world: None),
        ("need", lambda world: "ن" * 10_000),
        ("representative_name", lambda world: None),
        ("answer_1", lambda world: ""),
    ],
)
def test_a_request_is_opened_only_with_what_the_policy_has(world, field, typed):
    more = {"came_as": "representative"} if field == "representative_name" else {}
    more |= {"question_1": "متى يصدر القرار؟"} if field == "answer_1" else {}
    with nothing_is_saved():
        path = of("request_open", world.rows["foreign_person"])
        response = send(world.client("reception"), path, **opening(world, **more) | {field: typed(world)})
    reason_beside(response, field)
    if field != "need":
        is_kept(response, need="إيجار متأخر لثلاثة أشهر", ended="00:00")


def test_times_may_be_written_in_arabic_digits(world):
    path = of("request_open", world.rows["foreign_person"])
    times = {"arrived": "٠٠:٠٠", "started": "۰۰:۰۰", "ended": "٠٠.٠٠"}
    assert send(world.client("reception"), path, **opening(world, **times)).status_code == 303


# Steps ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "name", "state", "filled"),
    [
        ("reception", "request_verify", "received", {}),
        ("reception", "request_verify", "verified", {}),
        ("reception", "request_refer", "received", {"how_told": "phone", "told": "on"}),
        ("reception", "request_register", "studied", {"valid_until": "1/1/2030"}),
        ("delivery", "request_deliver", "registered", {"rating_offered": "on"}),
        ("researcher", "request_return", "studied", {"reason": "ناقص مستند الدخل"}),
    ],
)
def test_a_step_out_of_order_or_before_its_gate_is_refused_with_its_reason(world, actor, name, state, filled):
    request = world.requests[state]
    if name == "request_refer":
        filled = filled | {"researcher": world.users["researcher"].pk}
    if name == "request_register":
        filled = filled | {"category": world.rows["version"].categories.first().pk}
    with nothing_is_saved():
        reasons_above(send(world.client(actor), of(name, request), **filled))
    assert SupportRequest.objects.get(pk=request.pk).state == request.state


def test_a_strangers_request_does_not_exist(world):
    for actor, name, state in (
        ("other_delegate", "request_verify", "received"),
        ("other_researcher", "report_submit", "referred"),
        ("delivery", "request_deliver", "accepted"),
        ("member", "request_return", "studied"),
    ):
        with nothing_is_saved():
            response = world.client(actor).post(
                of(name, world.requests[state]), {"idempotency_key": str(uuid.uuid4())}
            )
        assert response.status_code == 404
        assert gettext("There is nothing here") in response.text
        assert world.requests[state].reference not in response.text


@pytest.mark.parametrize(
    ("field", "upload"),
    [
        ("upload", SimpleUploadedFile("id.pdf", b"MZ\x90\x00 a program", "application/pdf")),
        ("upload", SimpleUploadedFile("id.png", b"", "image/png")),
        ("upload", SimpleUploadedFile("id.png", b"\x89PNG\r\n\x1a\n" + b"x" * 2_000, "image/png")),
        (
            "upload",
            SimpleUploadedFile(
                "id.pdf", b"%PDF-1.7\n/OpenAction /JS (app.alert(1))\n%%EOF", "application/pdf"
            ),
        ),
    ],
    ids=["a program", "empty", "damaged", "a script"],
)
def test_a_paper_of_the_wrong_kind_is_refused_beside_its_field(world, field, upload):
    path = of("request_document", world.requests["received"], world.rows["document"])
    upload.seek(0)
    with nothing_is_saved():
        response = send(
            world.client("reception"), path, number="٤٤١٠", expires_on="1/1/1460", **{field: upload}
        )
    reason_beside(response, field)
    is_kept(response, number="٤٤١٠", expires_on="1/1/1460")


def test_a_paper_that_is_too_large_is_refused_beside_its_field(world, settings):
    settings.UPLOAD_MAX_BYTES = 50
    path = of("request_document", world.requests["received"], world.rows["document"])
    with nothing_is_saved():
        reason_beside(send(world.client("reception"), path, number="4410", upload=make.paper()), "upload")


# Committee ------------------------------------------------------------------------------------------------------


def test_an_early_decision_is_refused_with_its_day(world, sign_in):
    seats = [world.users[actor] for actor in ("chair", "secretary")]
    request = committee.make_studied(referred_days_ago=0, by=world.users["reception"])
    item = committee.add_item(world.rows["session"], request, by=seats[1])
    committee.vote(item, dict.fromkeys(seats, "accept"))
    reasons, count = "دخل الأسرة لا يغطي الإيجار.", Decision.objects.count()
    filled = {
        "reason_code": "need_proven",
        "reasons": reasons,
        "description_1": "سداد إيجار ثلاثة أشهر",
        "amount_1": "٦٠٠٠",
    }
    earliest = request.earliest_decision_on
    for moment in (riyadh_today(), earliest - timedelta(days=1)):
        with time_machine.travel(moment, tick=True), nothing_is_saved():
            response = send(sign_in(seats[0], fresh=True), of("item_decide", item), **filled)
        assert dual(earliest) in reasons_above(response)
        is_kept(response, **filled)
    assert Decision.objects.count() == count


def test_who_is_recused_or_absent_does_not_vote(world):
    item, votes = world.rows["item"], Vote.objects.count()
    with nothing_is_saved():
        # Who is recused has no page to vote on any more.
        assert world.client("member").post(of("item_vote", item), {"choice": "accept"}).status_code == 404
        reasons_above(send(world.client("unseated"), of("item_vote", item), choice="accept"))
    assert Vote.objects.count() == votes


# Twice, late, and without a key ---------------------------------------------------------------------------------


def test_a_form_sent_twice_has_one_effect_and_the_second_is_led_to_the_first_result(world):
    client = world.client("reception")
    data = PERSON | {"idempotency_key": str(uuid.uuid4()), "start_request": "on"}
    first, second = (client.post(ADD, data) for _time in range(2))
    assert (first.status_code, second.status_code, second.url) == (303, 303, first.url)
    assert HandedIn.objects.filter(key=data["idempotency_key"]).count() == 1
    assert (
        gettext("This form had already been received; nothing was done twice.") in client.get(second.url).text
    )


def test_a_key_of_another_persons_form_has_no_effect(world):
    data = PERSON | {"idempotency_key": str(uuid.uuid4())}
    assert world.client("reception").post(ADD, data).status_code == 303
    other = data | {"identity_number": make.identity_number(900_002)}
    with nothing_is_saved():
        reasons_above(world.client("delegate").post(ADD, other))


@pytest.mark.parametrize("key", [None, "", "x", "\x00", "9" * 400])
def test_a_form_without_its_key_is_refused_with_a_sentence(world, key):
    with nothing_is_saved():
        response = send(world.client("reception"), ADD, **PERSON, idempotency_key=key)
    reasons_above(response)
    is_kept(response, first_name=PERSON["first_name"])


def test_a_stale_form_is_told_who_changed_what(world):
    person, request = world.rows["person"], world.requests["verified"]
    other = make.make_user("reception", full_name="هند بنت خالد الزهراني")
    change_person(person, by=other, city="جدة")
    return_request(request, reason="ناقص مستند", by=other)
    client = world.client("reception")
    with nothing_is_saved():
        response = send(client, of("person_change", person), city="مكة", seen_version=person.version)
        assert str(other) in reasons_above(response)
        assert "المدينة" in reasons_above(response)
        is_kept(response, city="مكة")
        said = {"said_by": "سارة", "reason": "تحسن الحال", "seen_version": request.version}
        assert str(other) in reasons_above(send(client, of("request_withdraw", request), **said))
