"""Links and codes: what is kept of them, what they are bound to, and how they end."""

import re

import pytest
from django.db import connection
from django.utils.translation import gettext as _

from audit.models import AuditEntry
from audit.refusals import Refused
from correspondence.models import Notice
from intake.remote_pledge import codes, messages
from intake.remote_pledge.codes import WrongCode, check_code, code_counts, send_code
from intake.remote_pledge.issuing import close_pledge_link
from intake.remote_pledge.standing import CannotBeSigned, LinkClosed
from intake.remote_pledge.tokens import LENGTH, code_of, link_meant, token_of

from .remote import MEANWHILE, after, fresh, make_link, opened, other_code, with_code

pytestmark = pytest.mark.django_db


def everything_kept() -> str:
    """Every value of every table, as text."""
    kept = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            kept += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(kept)


def test_neither_the_link_nor_the_code_stands_anywhere_in_the_database():
    link = with_code(make_link())
    kept = everything_kept()
    assert link.nonce in kept, "the search itself finds what is there"
    assert token_of(link) not in kept.lower()
    assert token_of(link)[7:] not in kept.lower()
    assert not re.search(rf"(?<!\d){code_of(link)}(?!\d)", kept)


def test_the_messages_say_them_only_when_they_are_sent():
    link = with_code(make_link())
    by_template = {
        notice.template: notice for notice in Notice.objects.filter(template__startswith="pledge_")
    }
    assert token_of(link) in messages.link_to_say(by_template["pledge_link"])
    assert messages.code_to_say(by_template["pledge_code"]) == code_of(link)
    assert "{pledge_code}" in by_template["pledge_code"].text
    assert by_template["pledge_code"].address == link.phone.as_e164


def test_a_message_that_is_late_says_nothing_that_counts_no_more():
    link = with_code(make_link())
    told, code = (Notice.objects.get(template=name) for name in ("pledge_link", "pledge_code"))
    with after(minutes=11):
        assert messages.code_to_say(code) == ""
        assert messages.link_to_say(told) != ""
    with after(seconds=61):
        with_code(link)
        assert messages.code_to_say(code) == "", "the message of the code before"
    with after(hours=73):
        assert messages.link_to_say(told) == ""
    make_link(request=link.support_request)
    assert messages.link_to_say(told) == "", "the message of a link in whose place another one was sent"


def test_a_code_goes_only_to_the_phone_to_which_the_link_is_bound():
    link = with_code(make_link())
    notice = Notice.objects.get(template="pledge_code")
    notice.address = "+966550000000"
    assert messages.code_to_say(notice) == ""
    assert code_counts(fresh(link))


def test_a_link_has_128_bits_and_every_changed_letter_of_it_leads_nowhere():
    link = make_link()
    token = token_of(link)
    assert link_meant(token) == link == link_meant(token.upper())
    assert len(token) == LENGTH == 32
    for place in range(LENGTH):
        other = token[:place] + ("a" if token[place] != "a" else "b") + token[place + 1 :]
        assert link_meant(other) is None
    for spoilt in ("", token[:-1], f"{token}a", "١" * 32, "\x00" * 32, "=" * 32, "a" * 5000, "8" * 32):
        assert link_meant(spoilt) is None


def test_the_letters_of_one_link_do_not_fit_another():
    one, other = make_link(), make_link()
    mixed = token_of(one)[:7] + token_of(other)[7:]
    assert link_meant(mixed) is None
    assert link_meant(token_of(one)[:8] + token_of(other)[8:]) is None


def test_unknown_wrong_expired_used_and_closed_links_ask_the_database_the_same(django_assert_num_queries):
    link = make_link()
    token = token_of(link)
    wrong, unknown = token[:-1] + ("a" if token[-1] != "a" else "b"), "a" * 32
    closed = make_link()
    close_pledge_link(closed, because="رقم آخر", by=closed.issued_by)
    for dead in (wrong, unknown, "short", token_of(closed)):
        with django_assert_num_queries(1):
            assert link_meant(dead) is None
    with after(hours=72, minutes=1), django_assert_num_queries(1):
        assert link_meant(token) is None


def test_another_installation_makes_other_links_and_codes(settings):
    link = with_code(make_link())
    ours = token_of(link), code_of(link)
    settings.SECRET_KEY = "another installation"
    assert link_meant(ours[0]) is None
    assert (token_of(link), code_of(link)) != ours


def test_the_right_code_in_any_digits_opens_once_and_only_for_the_last_browser():
    link = with_code(make_link())
    code = code_of(link)
    arabic = f"{code[:3]} {code[3:]}".translate({ord(str(n)): chr(ord("٠") + n) for n in range(10)})
    first = check_code(link, arabic)
    assert first.proof_nonce
    with pytest.raises(Refused, match=_("This code counts no more. Ask for a new one.")):
        check_code(link, code)
    with after(seconds=61):
        again = opened(link)
    assert again.proof_nonce != first.proof_nonce


def test_a_code_counts_for_ten_minutes_and_the_one_before_it_no_more():
    link = with_code(make_link())
    older = code_of(link)
    with after(seconds=61):
        newer = with_code(link)
        if code_of(newer) != older:
            with pytest.raises(WrongCode):
                check_code(newer, older)
    with after(minutes=12), pytest.raises(Refused) as refusal:
        check_code(newer, code_of(newer))
    assert not isinstance(refusal.value, WrongCode)
    assert fresh(link).tries <= 1, "a late code is no try"


def test_five_wrong_codes_close_the_link_and_the_right_one_opens_nothing_then():
    link = with_code(make_link())
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(WrongCode):
            check_code(link, other_code(link))
        assert fresh(link).tries == 5 - left
    with pytest.raises(LinkClosed):
        check_code(link, code_of(link))
    closed = fresh(link)
    assert (closed.closed_because, closed.opened_at) == (codes.TOO_MANY_TRIES, None)


def test_what_is_no_code_is_no_try():
    link = with_code(make_link())
    for typed in ("", "12345", "1234567", "½²3456", "a" * 5000, "12345x", "\x00" * 6, "-12345"):
        with pytest.raises(Refused):
            check_code(link, typed)
    assert fresh(link).tries == 0


def test_three_codes_a_minute_apart_and_no_more():
    link = make_link()
    with_code(link)
    with pytest.raises(
        Refused, match=_("A code was sent a moment ago. Wait a minute before you ask for another one.")
    ):
        with_code(link)
    for minutes in (2, 4):
        with after(minutes=minutes):
            with_code(link)
    with (
        after(minutes=6),
        pytest.raises(
            Refused, match=_("No further code is sent for this link. Please call the association.")
        ),
    ):
        with_code(link)
    assert Notice.objects.filter(template="pledge_code").count() == 3


def test_a_button_pressed_twice_sends_one_code():
    link = make_link()
    send_code(link, seen_codes=0)
    send_code(link, seen_codes=0)
    assert fresh(link).codes_sent == 1
    assert Notice.objects.filter(template="pledge_code").count() == 1


@pytest.mark.parametrize("happens", MEANWHILE)
def test_no_code_is_sent_when_the_workflow_would_refuse_the_signature(happens):
    link = make_link()
    happens(link)
    with pytest.raises(CannotBeSigned):
        send_code(fresh(link), seen_codes=0)
    assert not Notice.objects.filter(template="pledge_code").exists()


def test_each_act_stands_on_the_timeline_of_the_request_under_whom_it_was_done():
    link = opened(make_link())
    entries = AuditEntry.objects.filter(model="intake.pledgelink", about_request=link.support_request_id)
    assert list(entries.order_by("pk").values_list("user", "reason")) == [
        (link.issued_by_id, "A link to sign the pledge was sent"),
        (None, "The person asked for the code to sign with"),
        (None, "The person gave the code, and was shown the data sheet"),
    ]
    told = str(list(entries.values_list("changes", "note")))
    assert not any(secret in told for secret in (link.nonce, link.proof_nonce, token_of(link)))
