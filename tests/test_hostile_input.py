"""Every form and every address × what hostile or broken programs send: a page with a sentence, never a fault."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from .intake.forms import ARABIC, TURNING, nothing_is_saved, shown_form
from .matrix.table import ADDRESSES
from .matrix.world import ACTORS, ANONYMOUS
from .walks.page import Page

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

HOSTILE = {
    "NUL": "a\x00b",
    "turning": "\u202eفون\u2066\u200b\ufeff",
    "only invisible": "\u200b\u202e\u2060",
    "very long": "ن" * 10_000,
    "huge number": "9" * 5_000,
    "huge Arabic number": "٩" * 40,
    "negative": "-1",
    "half a digit": "½²",
    "markup": "<script>alert(1)</script>{{ 1|add:1 }}{% now 'Y' %}",
    "quotes": "'\"); DROP TABLE intake_supportrequest;--",
    "many marks": "س" + "\u064b" * 5_000,
    "beyond the first plane": "😀𝔄\U000e0001",
    "formula": "=cmd|' /C calc'!A0",
    "lines": "س\r\n\r\nSet-Cookie: x=1\u2028\u0085",
    "empty": "",
}
CARRIERS = {"csrfmiddlewaretoken", "idempotency_key"}
ONLY_READ = {
    *("home", "healthz", "logout", "set_language", "policies:policy_detail", "policies:policy_tools"),
    *(
        "person_detail",
        "person_history",
        "request_list",
        "request_detail",
        "request_history",
        "request_papers",
    ),
    *("letter_check_form", "letter_check", "letter_detail", "letter_file"),
    *("incoming_detail", "incoming_file"),
    *("person_list", "documents_expiring", "document_file", "household_detail", "household_history"),
    *("duplicate_list", "duplicate_detail", "merge_detail", "export_detail", "export_file"),
    *("notice_list", "notice_detail", "open_paper_file", "request_letter_file"),
    *("import_list", "import_detail", "import_answers"),
    # Its password closes the door: tests/research_committee/test_minutes_pages.py.
    "minutes_sign",
    # Its own forms: tests/intake/test_remote_pages.py.
    "pledge_sign",
    *(
        "clarification_list",
        "article_list",
        "article_detail",
        "researcher_list",
        "researcher_detail",
        "declaration",
    ),
    *("document_thumbnail", "request_thumbnail"),
    *("visit_list", "request_visits", "photo_file", "photo_thumbnail"),
    *("report_annex", "scale_list", "scale_detail"),
    *(
        "request_data_sheet",
        "request_file",
        "report_detail",
        "session_list",
        "session_detail",
        "session_state",
        "minutes_detail",
        "committee_members",
        "item_detail",
    ),
}
# Each form once, where somebody finds it.
FORMS = {
    address.key: address
    for address in reversed(ADDRESSES)
    if not address.key.startswith("admin")
    and address.key not in ONLY_READ
    and any(address.statuses[actor] == 200 for actor in ACTORS)
}
ENTRY = {"login": "username", "desk": "query", "letter_list": "query", "incoming_list": "query"}


def form_of(world, address):
    """A form as whoever may fill it in finds it, and the one who does."""
    actor = next(actor for actor in ACTORS if address.statuses[actor] == 200)
    client, path = world.client(actor), address.path(world)
    return client, path, shown_form(client, path, ENTRY.get(address.key, "idempotency_key"))


def is_a_calm_page(response) -> None:
    """Not a fault; and where it refuses, it does so in Arabic, with nothing that turns text round."""
    assert response.status_code in (200, 303, 400, 403, 409, 422)
    if response.status_code != 303:
        assert ARABIC.search(response.text)
        assert not TURNING.search(response.text)
        assert "<script>alert" not in response.text
    if response.status_code in (409, 422):
        (above,) = Page(response).texts("errors")
        assert ARABIC.search(above)


@pytest.mark.parametrize("address", FORMS.values(), ids=FORMS)
def test_a_form_full_of_it_comes_back_with_sentences(world, address):
    client, path, form = form_of(world, address)
    for hostile in HOSTILE.values():
        data = form.as_shown()
        for name, control in form.controls.items():
            if control.kind not in ("file", "hidden"):
                data[name] = hostile
        is_a_calm_page(client.post(path, data))


@pytest.mark.parametrize("address", FORMS.values(), ids=FORMS)
def test_spoilt_carriers_and_choices_save_nothing(world, address):
    client, path, form = form_of(world, address)
    spoilt = [
        name
        for name, control in form.controls.items()
        if control.kind in ("hidden", "select", "radio", "checkbox")
    ]
    for name in set(spoilt) - CARRIERS:
        for hostile in ("a\x00b", "9" * 5_000, "-1", "\u202e"):
            is_a_calm_page(client.post(path, form.as_shown() | {name: hostile}))
    with nothing_is_saved():
        for hostile in (HOSTILE[name] for name in ("NUL", "turning", "huge number", "negative", "empty")):
            is_a_calm_page(
                client.post(path, form.as_shown() | {"idempotency_key": hostile, "seen_version": hostile})
            )


@pytest.mark.parametrize("address", FORMS.values(), ids=FORMS)
def test_texts_where_files_belong_and_files_where_texts_belong(world, address):
    client, path, form = form_of(world, address)
    data = form.as_shown()
    for name, control in form.controls.items():
        if control.kind == "file":
            data[name] = "no file"
        elif control.kind in ("text", "textarea"):
            data[name] = SimpleUploadedFile("a.png", b"x", "image/png")
    is_a_calm_page(client.post(path, data))
    with nothing_is_saved():
        is_a_calm_page(
            client.post(path, b"\xff\xfe\x00not a form", content_type="multipart/form-data; boundary=x")
        )


QUERIES = ("state", "after", "before", "next", "page", "q", "p", "o", "all", "_popup", "model", "kind")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/intake/requests/",
        "/committee/sessions/",
        "/accounts/login/",
        "/policy/",
        "/language/",
        "/healthz",
    ],
)
def test_a_spoilt_address_line_is_no_fault(world, path):
    for actor in ("chair", "reception", ANONYMOUS):
        for hostile in (
            *HOSTILE.values(),
            "2026-01-01T00:00:00+00:00~" + "9" * 5_000,
            "9999-99-99T99:99~1",
            "//evil.example",
        ):
            response = world.client(actor).get(path, dict.fromkeys(QUERIES, hostile))
            # What cannot be an address is told so on our own page.
            assert response.status_code in (200, 302, 400, 403), f"{actor} {hostile[:20]!r}"
            assert response.status_code != 400 or ARABIC.search(response.text)
            assert "evil.example" not in response.headers.get("Location", "").split("?")[0]


@pytest.mark.parametrize(
    "label", ["accounts/user", "intake/supportrequest", "audit/auditentry", "policies/policyversion"]
)
def test_a_spoilt_address_line_in_the_administration_is_no_fault(world, label):
    client = world.client("auditor")
    for hostile in ("NUL", "huge number", "negative", "markup"):
        for name in ("q", "p", "o", "model", "state", "all"):
            response = client.get(f"/admin/{label}/", {name: HOSTILE[hostile]})
            assert response.status_code in (200, 302, 400), f"{name}: {hostile}"
    assert client.get(f"/admin/{label}/{'9' * 30}/change/").status_code in (302, 404)


NUMBERS = ("0", "9" * 19, "9" * 40, "9" * 5_000, "-1", "1.5", "٣", "1%00", "%D9%A3")


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:8])
def test_a_number_that_is_none_of_ours_is_a_page_that_is_not_there(world, number):
    prefixes = (
        "beneficiaries/people",
        "intake/requests",
        "committee/sessions",
        "committee/items",
        "committee/reports",
    )
    for prefix in prefixes:
        for actor in ("reception", "chair"):
            assert world.client(actor).get(f"/{prefix}/{number}/").status_code == 404
    request = world.requests["received"].pk
    for rest in (f"files/{number}/", f"documents/{number}/", f"clarifications/{number}/answer/"):
        response = world.client("reception").get(f"/intake/requests/{request}/{rest}")
        assert response.status_code in (403, 404)
        assert ARABIC.search(response.text)
