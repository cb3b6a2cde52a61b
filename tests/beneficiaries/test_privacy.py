"""Health, bank account and confidential notes: read by those who may, masked for everybody else, wherever they stand."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import roles
from accounts.roles import Role
from audit.refusals import NotPermitted, Stale
from audit.timeline import changes_since, entries_about
from audit.writing import write
from beneficiaries.models import PersonNote
from beneficiaries.people import change_person
from beneficiaries.privacy import hidden_fields, shown, visible_fields
from tests.factories import make_branch, make_person, make_user

pytestmark = pytest.mark.django_db

IBAN, OLD_IBAN = "SA0380000000608010167519", "SA4420000001234567891234"
HEALTH, DISABILITY, NOTE = "غسيل كلوي ثلاث مرات في الأسبوع", "شلل نصفي منذ الولادة", "تخشى أن يعلم بها أخوها"
SECRETS = {"iban": IBAN, "health_note": HEALTH, "disability_note": DISABILITY, "note": NOTE}
READ = {
    "reception": {"iban", "health_note", "disability_note"},
    "delegate": set(),
    "researcher": {"health_note", "disability_note", "note"},
    "committee": {"health_note", "disability_note", "note"},
    "delivery": {"iban"},
    "executive": set(),
    "board": set(),
    "auditor": {"iban", "health_note", "disability_note", "note"},
    "administrator": set(),
}
OPENS_THE_FILE = ("reception", "delegate", "executive", "auditor")


@pytest.fixture
def north():
    return make_branch("north")


@pytest.fixture
def person(north):
    """Somebody with every secret, each of which was changed once."""
    clerk = make_user("reception", username="reception")
    made = make_person(by=clerk, branch=north, iban=OLD_IBAN, health_note="سليمة", disability_note="لا شيء")
    made = change_person(made, by=clerk, iban=IBAN, health_note=HEALTH, disability_note=DISABILITY)
    note = PersonNote(
        beneficiary=made, text=NOTE, confidential=True, written_by=clerk, written_at=timezone.now()
    )
    write(note, by=clerk, reason="Note written")
    return made


def told(text: str) -> set[str]:
    return {name for name, secret in SECRETS.items() if secret in text}


def printed(entries: list[dict]) -> str:
    """What a timeline prints of its entries."""
    return str([(entry["title"], entry["note"], entry["changes"]) for entry in entries])


@pytest.mark.parametrize("role", list(Role))
def test_a_trail_tells_each_role_what_it_may_read_and_masks_the_rest(person, role):
    user = make_user(role)
    entries = printed(entries_about(person=person.pk, reader=user))
    assert told(entries) == READ[role]
    assert ("SA•••• 7519" in entries) == ("iban" not in READ[role])
    assert (OLD_IBAN in entries) == ("iban" in READ[role])
    assert ("'after': 'سرّي'" in entries) == ({"health_note", "note"} - READ[role] != set())


def test_a_trail_without_a_reader_tells_nothing(person):
    assert told(printed(entries_about(person=person.pk))) == set()
    assert told(printed(changes_since("beneficiaries.beneficiary", person.pk, 1))) == set()


@pytest.mark.parametrize("role", list(Role))
def test_a_field_is_visible_by_the_same_table(person, role):
    user = make_user(role)
    visible = {name for name in SECRETS if name in visible_fields(user)}
    assert visible == READ[role] - {"note"}
    assert "first_name" in visible_fields(user)
    assert {
        name for name in SECRETS if name != "note" and shown(person, name, user) == SECRETS[name]
    } == visible


@pytest.mark.parametrize("role", OPENS_THE_FILE)
@pytest.mark.parametrize("page", ["person_detail", "person_history"])
def test_the_pages_of_a_file_tell_each_role_what_it_may_read(sign_in, north, person, role, page):
    client = sign_in(make_user(role, branch=north))
    assert told(client.get(reverse(page, args=[person.pk])).content.decode()) <= READ[role]


def test_the_history_page_tells_the_auditor_everything(sign_in, person):
    page = sign_in(make_user("auditor")).get(reverse("person_history", args=[person.pk])).content.decode()
    assert told(page) == READ["auditor"]


def test_nobody_writes_what_they_may_not_read(north, person):
    delegate = make_user("delegate", branch=north)
    for name in ("iban", "health_note", "disability_note"):
        with pytest.raises(NotPermitted):
            change_person(person, by=delegate, **{name: ""})
    changed = change_person(person, by=delegate, city="جدة")
    assert (changed.city, changed.iban, changed.health_note) == ("جدة", IBAN, HEALTH)


@pytest.mark.parametrize("role", ["reception", "delegate"])
def test_who_comes_too_late_is_told_no_more_than_they_may_read(sign_in, north, person, role):
    """The conflict says who changed what; from and to are masked as everywhere."""
    client = sign_in(make_user(role, branch=north))
    address = reverse("person_change", args=[person.pk])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    sent |= {"birth_date": "3/4/1985", "phone": str(person.phone), "seen_version": 1, "district": "الشفا"}
    response = client.post(address, sent | {"idempotency_key": str(uuid.uuid4())})
    assert response.status_code == 409
    assert told(response.content.decode()) == READ[role] - {"note"}


def test_a_refused_save_in_the_shell_names_fields_and_no_values(person):
    with pytest.raises(Stale) as caught:
        change_person(person, by=make_user("reception"), seen_version=1, city="جدة")
    assert told(printed(caught.value.changes)) == set()


ADMIN_PAGES = ("change", "history")


@pytest.mark.parametrize("page", ADMIN_PAGES)
def test_the_administration_masks_by_the_same_table(sign_in, person, page, monkeypatch):
    note = person.notes.get()
    auditor = make_user("auditor")
    addresses = [
        reverse(f"admin:beneficiaries_beneficiary_{page}", args=[person.pk]),
        reverse(f"admin:beneficiaries_personnote_{page}", args=[note.pk]),
    ]
    if page == "history":
        newest = person.history.first().history_id
        addresses.append(reverse("admin:beneficiaries_beneficiary_simple_history", args=[person.pk, newest]))

    def everything() -> set[str]:
        client = sign_in(auditor)
        return told("".join(client.get(address, follow=True).content.decode() for address in addresses))

    assert everything() == set(SECRETS)
    only_reads = frozenset({"audit.read_everything", "admin.enter", "beneficiaries.see_everyone"})
    monkeypatch.setitem(roles.PERMISSIONS, Role.AUDITOR, only_reads)
    assert everything() == set()


def test_the_administrator_of_the_system_reads_none_of_it(sign_in, person):
    administrator = make_user("administrator")
    assert hidden_fields(administrator) == {"iban", "health_note", "disability_note"}
    client = sign_in(administrator)
    for page in ADMIN_PAGES:
        address = reverse(f"admin:beneficiaries_beneficiary_{page}", args=[person.pk])
        assert client.get(address).status_code in (302, 403)
