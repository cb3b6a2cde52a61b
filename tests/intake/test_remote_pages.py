"""The pages of a link: what a stranger, a messenger's preview, and the person find there."""

import logging

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.models import ReadLog
from config.logs import MaskedLines
from intake.models import AccuracyPledge, PublicAttempt
from intake.remote_pledge.attempts import MOST_FAILURES, address_of, count_failure, fails_too_often
from intake.remote_pledge.issuing import close_pledge_link
from intake.remote_pledge.tokens import code_of, token_of
from tests import factories as make
from tests.matrix.visits import writes_recorded
from tests.test_hostile_input import HOSTILE, is_a_calm_page
from tests.walks.page import Page

from .remote import (
    DRAWN,
    after,
    change_data,
    fresh,
    make_link,
    open_in,
    opened,
    other_code,
    sign_page,
    signature,
    with_code,
)

pytestmark = pytest.mark.django_db
UNKNOWN = "/sign/" + "a" * 32 + "/"


def test_before_the_code_nothing_personal_is_shown():
    link = make_link()
    person = link.support_request.beneficiary
    for shown in (link, with_code(link)):
        page = Client().get(sign_page(shown)).text
        for secret in (
            *(person.first_name, person.family_name, person.identity_number, link.support_request.reference),
            *(link.signer_name, link.phone.as_e164[-7:], link.support_request.need),
        ):
            assert secret not in page
        assert f"<bdi>{link.phone.as_e164[-2:]}</bdi>" in page


def test_a_preview_that_opens_the_link_changes_nothing():
    link = with_code(make_link())
    before = link.version
    with writes_recorded() as written:
        for _time in range(3):
            assert Client().get(sign_page(link)).status_code == 200
            assert Client().head(sign_page(link)).status_code == 200
        for name in ("pledge_code_send", "pledge_code_check"):
            assert Client().get(sign_page(link, name)).status_code == 405
    assert (written, fresh(link).version) == ([], before)


def test_the_whole_way_to_the_signature_and_what_is_left_of_it_afterwards():
    link, client = make_link(), Client()
    open_in(client, link)
    page = client.get(sign_page(link))
    assert link.support_request.reference in page.text
    assert link.shown_sha256 in page.text
    thanks = client.post(sign_page(link), signature(link, strokes=DRAWN), follow=True)
    assert thanks.redirect_chain[-1] == (reverse("pledge_signed"), 303)
    pledge = AccuracyPledge.objects.get()
    assert pledge.sha256[:16] in thanks.text
    assert link.support_request.reference in thanks.text
    # Sent again, and opened again: the same thanks here, and nothing anywhere else.
    assert client.post(sign_page(link), signature(link)).url == reverse("pledge_signed")
    assert client.get(sign_page(link)).url == reverse("pledge_signed")
    assert Client().get(sign_page(link)).status_code == 404
    assert Client().get(reverse("pledge_signed")).status_code == 404
    assert AccuracyPledge.objects.count() == 1


def test_the_sheet_is_shown_masked_and_only_in_the_browser_that_gave_the_code():
    link, client = make_link(), Client()
    open_in(client, link)
    with_sheet = client.get(sign_page(link)).text
    assert link.support_request.need in with_sheet
    assert link.support_request.need not in Client().get(sign_page(link)).text
    assert Client().post(sign_page(link), signature(link)).status_code == 302
    with after(minutes=21):
        assert link.support_request.need not in client.get(sign_page(link)).text
        assert client.post(sign_page(link), signature(link)).status_code == 302
    assert not AccuracyPledge.objects.exists()


def test_the_proof_of_one_link_opens_no_other():
    one, other, client = make_link(), make_link(), Client()
    open_in(client, one)
    assert other.support_request.need not in client.get(sign_page(other)).text
    assert client.post(sign_page(other), signature(other)).status_code == 302
    assert not AccuracyPledge.objects.exists()


def test_a_session_that_somebody_planted_is_worth_nothing_after_the_code():
    link, client = make_link(), Client()
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    open_in(client, link)
    assert client.cookies["sessionid"].value != planted


def test_what_is_wrong_comes_back_beside_its_field_with_what_was_typed():
    link, client = make_link(), Client()
    open_in(client, link)
    page = Page(client.post(sign_page(link), {"typed_name": "هند العتيبي", "strokes": DRAWN}))
    assert page.response.status_code == 422
    form = page.form_with("typed_name")
    assert form.controls["typed_name"].values == ["هند العتيبي"]
    assert "8000" in form.controls["strokes"].values[0]
    assert _("Tick that you have read the data and confirm them.") in page.text
    wrong = Page(client.post(sign_page(link), signature(link, typed_name="هند العتيبي")))
    assert wrong.response.status_code == 422
    assert link.signer_name in wrong.texts("errors")[0]


def test_data_that_changed_meanwhile_are_not_signed_and_the_person_is_told_calmly():
    link, client = make_link(), Client()
    open_in(client, link)
    change_data(link)
    for answer in (client.get(sign_page(link)), client.post(sign_page(link), signature(link))):
        assert answer.status_code == 409
        assert _("Please call the association") in answer.text
        assert link.support_request.reference not in answer.text
    assert not AccuracyPledge.objects.exists()


def test_wrong_codes_are_told_and_the_fifth_closes_the_link():
    link, client = with_code(make_link()), Client()
    for _time in range(4):
        answer = client.post(sign_page(link, "pledge_code_check"), {"code": other_code(link)})
        assert answer.status_code == 422
    assert client.post(sign_page(link, "pledge_code_check"), {"code": other_code(link)}).status_code == 409
    assert client.post(sign_page(link, "pledge_code_check"), {"code": code_of(link)}).status_code == 404
    assert client.get(sign_page(link)).status_code == 404


def test_every_dead_link_gets_the_same_page():
    used, closed, expired = opened(make_link()), make_link(), make_link()
    client = Client()
    with after(seconds=61):
        open_in(client, used)
        client.post(sign_page(used), signature(used))
    close_pledge_link(closed, because="رقم آخر", by=closed.issued_by)
    with after(hours=72, minutes=2):
        pages = [
            Client().get(path) for path in (UNKNOWN, "/sign/x/", *map(sign_page, (used, closed, expired)))
        ]
    assert {page.status_code for page in pages} == {404}
    said = {Page(page).text for page in pages}
    assert len(said) == 1


def test_pages_are_kept_by_nobody_found_by_no_search_engine_and_name_themselves_to_nobody():
    link, client = make_link(), Client()
    open_in(client, link)
    for answer in (client.get(sign_page(link)), client.get(UNKNOWN), client.post(sign_page(link), {})):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "strict-origin"


def test_another_language_leads_back_to_the_link():
    link, client = make_link(), Client()
    form = Page(client.get(sign_page(link))).form_with("next")
    answer = client.post(reverse("set_language"), {"language": "en", **form.as_shown()})
    assert answer.url == sign_page(link)
    assert "Send me a code" in client.get(sign_page(link)).text


def test_who_fails_thirty_times_waits_and_writes_nothing_more(rf):
    client = Client()
    for _time in range(MOST_FAILURES):
        assert client.get(UNKNOWN).status_code == 404
    with writes_recorded() as written:
        for _time in range(5):
            assert client.get(UNKNOWN).status_code == 429
        assert client.get(sign_page(make_link_outside(written))).status_code == 429
    assert [table for table in written if table == "intake_publicattempt"] == []
    assert Client(REMOTE_ADDR="192.0.2.9").get(UNKNOWN).status_code == 404
    with after(minutes=11):
        assert client.get(UNKNOWN).status_code == 404
    assert not any("127.0.0.1" in row.key for row in PublicAttempt.objects.all())


def make_link_outside(written):
    link = make_link()
    written.clear()
    return link


def test_a_thousand_tries_find_nothing_and_are_counted_in_one_row(rf):
    request = rf.get("/", REMOTE_ADDR="198.51.100.7")
    assert [count_failure(request) for _time in range(1000)][-1] == 1000
    assert fails_too_often(request)
    assert PublicAttempt.objects.count() == 1


def test_the_address_is_the_visitors_and_not_the_proxys(rf, settings):
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.5"})
    assert address_of(request) == "10.0.0.1"
    settings.AXES_IPWARE_PROXY_COUNT = 1
    assert address_of(request) == "203.0.113.5"
    network = {address_of(rf.get("/", REMOTE_ADDR=f"2001:db8:1:2::{end}")) for end in (1, 2)}
    settings.AXES_IPWARE_PROXY_COUNT = 0
    assert len(network) == 1
    assert address_of(rf.get("/", REMOTE_ADDR="")) == "unknown"


def test_no_log_line_holds_an_address_that_still_opens():
    link = make_link()
    line = logging.LogRecord("django.request", 30, "", 0, "Conflict: %s", (sign_page(link),), None)
    written = MaskedLines("%(message)s").format(line)
    assert token_of(link)[:16] not in written
    assert written == "Conflict: /sign/…/"


def test_hostile_words_get_a_calm_page_and_sign_nothing():
    link, client = make_link(), Client()
    open_in(client, link)
    fields = ("typed_name", "strokes", "confirmed")
    for hostile in HOSTILE.values():
        is_a_calm_page(client.post(sign_page(link), dict.fromkeys(fields, hostile)))
        is_a_calm_page(client.post(sign_page(link), signature(link, strokes=f"x{hostile}")))
        given = client.post(sign_page(link, "pledge_code_check"), {"code": hostile})
        assert given.status_code == 422
        asked = client.post(sign_page(link, "pledge_code_send"), {"seen_codes": hostile})
        assert asked.status_code == 302
    assert not AccuracyPledge.objects.exists()
    assert (fresh(link).is_open, fresh(link).tries, fresh(link).codes_sent) == (True, 0, 1)


def test_a_form_without_proof_of_origin_does_nothing():
    link = with_code(make_link())
    client = Client(enforce_csrf_checks=True)
    for name in ("pledge_sign", "pledge_code_send", "pledge_code_check"):
        assert client.post(sign_page(link, name), {"code": code_of(link), "seen_codes": 1}).status_code == 403
    assert fresh(link).version == link.version


# The employee's page -------------------------------------------------------------------------------------------------


def test_the_senders_page_shows_where_the_link_stands_and_never_the_link(sign_in):
    link = make_link()
    client = sign_in(link.issued_by)
    url = reverse("pledge_link_issue", args=[link.support_request_id])
    looks = ReadLog.objects.count()
    page = client.get(url)
    assert ReadLog.objects.count() == looks + 1
    assert token_of(link) not in page.text
    assert _("Waits for the person") in page.text
    assert f"••{link.phone.as_e164[-2:]}" in page.text
    opened(link)
    assert _("Opened") in client.get(url).text
    close = Page(client.get(url))
    close_url = reverse("pledge_link_close", args=[link.support_request_id, link.pk])
    assert close_url in close.links
    form = Page(client.get(close_url)).form_with("because")
    answer = client.post(close_url, form.as_shown() | {"because": "الرقم لم يعد لها"}, follow=True)
    assert "الرقم لم يعد لها" in answer.text
    assert not fresh(link).is_open


def test_a_link_is_sent_from_the_page_and_closes_the_one_before(sign_in):
    link = make_link()
    client = sign_in(link.issued_by)
    url = reverse("pledge_link_issue", args=[link.support_request_id])
    form = Page(client.get(url)).form_with("shown_sha256")
    answer = client.post(url, form.as_shown())
    assert (answer.status_code, answer.url) == (303, url)
    assert not fresh(link).is_open
    assert link.support_request.pledge_links.count() == 2


def test_where_a_pledge_stands_the_button_is_shut_with_its_reason(sign_in):
    request = make.make_request("pledged")
    page = Page(sign_in(request.received_by).get(reverse("pledge_link_issue", args=[request.pk])))
    assert _("A signed pledge stands for these data; no link is needed.") in page.text
    (button,) = [
        element for element in page.elements if element.tag == "button" and element.text == _("Send the link")
    ]
    assert "disabled" in button.attributes
