"""What stands around a person: phones with who answers, notes, categories of the policy, consent, and further facts."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from arabic.calendars import riyadh_today
from audit.refusals import NotPermitted, Refused
from beneficiaries import around, file_forms
from beneficiaries.forms import NewPersonForm, PersonForm
from beneficiaries.iban import in_fours
from beneficiaries.models import Beneficiary
from beneficiaries.people import change_person
from tests.factories import make_branch, make_person, make_policy, make_user
from tests.walks.page import Page

pytestmark = pytest.mark.django_db

IBAN, HEALTH, NOTE = "SA0380000000608010167519", "غسيل كلوي ثلاث مرات في الأسبوع", "تخشى أن يعلم بها أخوها"


@pytest.fixture
def clerk():
    return make_user("reception", username="reception")


@pytest.fixture
def person(clerk):
    return make_person(by=clerk, branch=make_branch("north"))


def refused(call, *args, **kwargs) -> Refused:
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value


# Phones ----------------------------------------------------------------------------------------------------------


def test_a_further_phone_is_kept_once_in_one_writing_with_who_answers(person, clerk):
    phone = around.add_phone(person, number="٠٥٥ ١٢٣ ٤٥٦٧", answered_by=" ابنها  سعد ", by=clerk)
    assert (str(phone.number), phone.answered_by) == ("+966551234567", "ابنها سعد")
    assert phone.confirmed_on == riyadh_today()
    for again in ("0551234567", "+966 55 123 4567", str(person.phone)):
        assert refused(around.add_phone, person, number=again, answered_by="سعد", by=clerk).field == "number"
    assert refused(around.add_phone, person, number="055", answered_by="سعد", by=clerk).field == "number"
    assert (
        refused(around.add_phone, person, number="0551234568", answered_by=" ", by=clerk).field
        == "answered_by"
    )


def test_an_ended_phone_stays_ended_and_may_be_added_anew(person, clerk):
    phone = around.add_phone(person, number="0551234567", answered_by="سعد", by=clerk)
    assert around.end_phone(phone, by=clerk).ended_on == riyadh_today()
    assert refused(around.end_phone, phone, by=clerk)
    assert refused(around.confirm_other_phone, phone, by=clerk)
    assert around.add_phone(person, number="0551234567", answered_by="سعد", by=clerk).pk != phone.pk


def test_that_a_phone_is_still_right_is_asked_when_a_request_is_opened(sign_in, person, clerk):
    make_policy()
    client = sign_in(clerk)
    page = client.get(reverse("request_open", args=[person.pk]))
    assert "phone_still_right" in page.context["form"].fields
    assert Page(page).forms[-1].controls["phone_still_right"].values == []
    version = page.context["form"].fields["channel"].queryset.first().policy_version
    filled = {
        "idempotency_key": str(uuid.uuid4()),
        "channel": version.channels.first().pk,
        "service_type": version.service_types.first().pk,
        "need": "إيجار متأخر",
        "came_as": "self",
        "arrived": "00:00",
        "started": "00:00",
        "ended": "00:00",
        "preferred_contact": "phone",
        "privacy_notice_shown": "on",
        "phone_still_right": "on",
    }
    assert client.post(reverse("request_open", args=[person.pk]), filled).status_code == 303
    assert Beneficiary.objects.get(pk=person.pk).phone_confirmed_on == riyadh_today()


# Notes, categories, consent --------------------------------------------------------------------------------------


def test_a_confidential_note_is_read_by_few_and_its_place_is_seen_by_all(sign_in, person, clerk):
    around.write_note(person, text="تُزار بعد العصر", by=clerk)
    around.write_note(person, text=NOTE, confidential=True, by=clerk)
    for role, reads in (("reception", False), ("executive", False), ("auditor", True)):
        page = sign_in(make_user(role), fresh=True).get(reverse("person_detail", args=[person.pk])).text
        assert (NOTE in page) is reads, role
        assert "تُزار بعد العصر" in page.split('id="notes"')[1]
        assert "سرّي" in page.split('id="notes"')[1].split("</section>")[0]


@pytest.mark.parametrize("text", ["", " \n ", "م" * 2001])
def test_a_note_says_something_and_not_too_much(person, clerk, text):
    assert refused(around.write_note, person, text=text, by=clerk).field == "text"
    assert not person.notes.exists()


def test_a_category_is_one_of_the_policy_in_force_since_a_day_that_has_come(person, clerk):
    version = make_policy()
    category = version.categories.first()
    row = around.put_in_category(person, category=category, by=clerk)
    assert refused(around.put_in_category, person, category=category, by=clerk).field == "category"
    later = riyadh_today().replace(year=riyadh_today().year + 1)
    other = version.categories.last()
    assert (
        refused(around.put_in_category, person, category=other, since_on=later, by=clerk).field == "since_on"
    )
    assert around.end_category(row, by=clerk).ended_on == riyadh_today()
    assert refused(around.end_category, row, by=clerk)
    assert around.put_in_category(person, category=category, by=clerk).pk != row.pk


def test_a_category_of_another_version_is_refused(person, clerk):
    category = make_policy().categories.first()
    category.policy_version_id += 1000
    assert refused(around.put_in_category, person, category=category, by=clerk).field == "category"


def test_a_consent_is_for_the_very_words_and_stands_once_until_it_is_withdrawn(person, clerk):
    version = make_policy()
    consent = around.record_consent(person, how="signed", by=clerk)
    assert (consent.policy_version, consent.notice_sha256) == (version, around.notice_digest(version))
    assert around.record_consent(person, how="phone", by=clerk) == consent
    assert refused(around.withdraw_consent, person, said=" ", by=clerk).field == "said"
    around.withdraw_consent(person, said="لا أريد أن تبقى بياناتي", by=clerk)
    assert refused(around.withdraw_consent, person, said="مرة أخرى", by=clerk)
    assert around.record_consent(person, how="spoken", by=clerk).pk != consent.pk
    assert person.consents.count() == 2


def test_a_withdrawn_consent_stays_withdrawn_in_the_database(person, clerk):
    make_policy()
    consent = around.record_consent(person, how="signed", by=clerk)
    around.withdraw_consent(person, said="لا أريد", by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE beneficiaries_consent SET withdrawn_at = NULL WHERE id = %s", [consent.pk])


def test_an_unknown_way_of_agreeing_is_refused(person, clerk):
    make_policy()
    assert refused(around.record_consent, person, how="nodded", by=clerk).field == "how"


@pytest.mark.parametrize(
    "role", ["researcher", "committee", "delivery", "executive", "auditor", "administrator"]
)
def test_other_roles_write_nothing_around_a_person(person, role):
    user = make_user(role)
    for call, fields in (
        (around.add_phone, {"number": "0551234567", "answered_by": "سعد"}),
        (around.write_note, {"text": "ملاحظة"}),
        (around.confirm_phone, {}),
        (around.withdraw_consent, {"said": "لا أريد"}),
    ):
        with pytest.raises(NotPermitted):
            call(person, by=user, **fields)


def test_a_delegate_writes_only_around_people_of_the_own_branch(person):
    with pytest.raises(NotPermitted):
        around.write_note(person, text="ملاحظة", by=make_user("delegate", branch=make_branch("south")))
    own = make_user("delegate", branch=make_branch("north"))
    assert around.write_note(person, text="ملاحظة", by=own).written_by == own


# Further facts ---------------------------------------------------------------------------------------------------


def shown(client, page: str, person) -> dict:
    form = client.get(reverse(page, args=[person.pk])).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() is not None}


@pytest.mark.parametrize(("role", "asked"), [("reception", True), ("delegate", False)])
def test_what_one_may_not_read_is_not_asked_and_is_not_blanked_by_a_save(sign_in, person, clerk, role, asked):
    change_person(person, by=clerk, iban=IBAN, health_note=HEALTH)
    client = sign_in(make_user(role, branch=person.branch))
    sent = shown(client, "person_livelihood", person)
    assert ("iban" in sent) is asked
    client.post(reverse("person_livelihood", args=[person.pk]), sent | {"work": "retired"})
    now = Beneficiary.objects.get(pk=person.pk)
    assert (now.work, now.iban, now.health_note) == ("retired", IBAN, HEALTH)
    # Nor by a field that the form did not ask for.
    client.post(
        reverse("person_livelihood", args=[person.pk]),
        shown(client, "person_livelihood", person)
        | {"work": "home", "health_note": "", "iban": IBAN if asked else ""},
    )
    now.refresh_from_db()
    assert (now.work, now.iban, now.health_note) == ("home", IBAN, HEALTH)


def test_the_page_of_health_is_closed_to_those_who_may_not_read_it(sign_in, person):
    for role, status in (("reception", 200), ("delegate", 403)):
        client = sign_in(make_user(role, branch=person.branch), fresh=True)
        assert client.get(reverse("person_health", args=[person.pk])).status_code == status


@pytest.mark.parametrize("role", ["reception", "delegate", "executive", "auditor"])
def test_the_file_shows_a_fact_or_its_mask(sign_in, person, clerk, role):
    change_person(person, by=clerk, iban=IBAN, health_note=HEALTH, nationality="YE", email="a@example.com")
    page = sign_in(make_user(role, branch=person.branch)).get(reverse("person_detail", args=[person.pk])).text
    facts = page.split("columns__side")[-1]
    reads = role in ("reception", "auditor")
    assert (in_fours(IBAN) in facts) is reads
    assert ("مصرف الراجحي" in facts) is reads
    assert ("SA•••• 7519" in facts) is not reads
    assert (HEALTH in facts) is reads
    assert "اليمن" in facts
    assert "a@example.com" in facts


@pytest.mark.parametrize("page", ["person_contact", "person_livelihood", "person_health"])
def test_a_page_of_facts_sent_as_shown_changes_nothing(sign_in, person, clerk, page):
    change_person(
        person,
        by=clerk,
        iban=IBAN,
        health_note=HEALTH,
        latitude="21.2704",
        longitude="40.4158",
        short_address="RRRD2929",
        email="a@example.com",
        nationality="YE",
        work="home",
    )
    client, before = sign_in(clerk), person.history.count()
    sent = shown(client, page, person) | ({"phone": str(person.phone)} if page == "person_contact" else {})
    assert client.post(reverse(page, args=[person.pk]), sent).status_code == 303
    assert person.history.count() == before


def test_no_page_asks_more_than_thirty_questions_and_a_new_person_only_the_essentials():
    pages = (PersonForm, file_forms.ContactForm, file_forms.LivelihoodForm, file_forms.HealthForm)
    assert all(len(form.base_fields) <= 30 for form in (*pages, NewPersonForm))
    further = {"iban", "health_note", "education", "nationality", "email", "latitude", "latin_name"}
    assert not further & NewPersonForm.base_fields.keys()
    everywhere = set().union(*(form.base_fields for form in pages))
    assert further <= everywhere
