"""The queue, two files side by side, and merging them in the browser."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from audit.models import ReadLog
from beneficiaries.duplicates.merging import approve_merge, propose_merge
from beneficiaries.duplicates.pairs import remember_likely, tell_apart
from beneficiaries.models import Beneficiary, DuplicatePair, FileMerge
from beneficiaries.people import change_person
from tests import factories as make
from tests.duplicates import IBAN, NAMES, file_of, further_phone, lives_at, with_everything
from tests.intake.forms import send
from tests.test_query_plans import read_by_postgresql, read_by_sqlite
from tests.walks.page import Page

pytestmark = pytest.mark.django_db
BECAUSE = "أحضر هويته اليوم"


@pytest.fixture
def clerk():
    return make.make_user(Role.RECEPTION, username="reception")


@pytest.fixture
def desk(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def executive(sign_in):
    return sign_in(make.make_user(Role.EXECUTIVE, full_name="المدير"), fresh=True)


def pair_of(clerk, **otherwise) -> DuplicatePair:
    first = file_of(**NAMES, district="السلامة")
    file_of(**NAMES, **{"iban": IBAN, "district": "النسيم", **otherwise})
    return next(pair for pair in remember_likely(first, by=clerk))


def shown(client, name: str, row) -> str:
    answer = client.get(reverse(name, args=[row.pk]))
    assert answer.status_code == 200
    return answer.text


def test_the_queue_shows_the_oldest_pair_first_and_why(desk, clerk):
    first, later = pair_of(clerk), pair_of(clerk, phone="+966561112223")
    page = Page(desk.get(reverse("duplicate_list")))
    links = [e.attributes["href"] for e in page.elements if "queue__link" in e.classes]
    assert links[0] == reverse("duplicate_detail", args=[first.pk])
    assert reverse("duplicate_detail", args=[later.pk]) in links
    assert "الاسم وسنة الميلاد" in page.html


def test_a_pair_leaves_the_queue_when_it_was_told_apart_or_merged(desk, clerk):
    apart, merged = pair_of(clerk), None
    tell_apart(apart, because=BECAUSE, by=clerk)
    first, second = file_of(iban="SA4420000001234567891234"), file_of(iban="SA4420000001234567891234")
    (merged,) = remember_likely(first, by=clerk)
    text = desk.get(reverse("duplicate_list")).text
    assert reverse("duplicate_detail", args=[merged.pk]) in text
    proposal = propose_merge(first, second, taken_over=(), because=BECAUSE, by=clerk)
    assert clerk.full_name in desk.get(reverse("duplicate_list")).text
    approve_merge(proposal, by=make.make_user(Role.EXECUTIVE))
    text = desk.get(reverse("duplicate_list")).text
    assert reverse("duplicate_detail", args=[merged.pk]) not in text
    assert "لا يوجد ما ينتظر المقارنة" in text


def test_both_files_stand_side_by_side_with_what_is_alike_marked(desk, clerk):
    pair = pair_of(clerk)
    further_phone(pair.second, "+966561112223")
    lives_at(pair.first, "RRRD2929")
    text = shown(desk, "duplicate_detail", pair)
    for fact in ("السلامة", "النسيم", pair.first.identity_number, "056 111 2223", "RRRD2929"):
        assert fact in text, fact
    alike = re.findall(r'<tr class="compare__alike">\s*<th scope="row">\s*(.+?)\s*<', text, re.DOTALL)
    assert "اسم العائلة" in alike
    assert "الحي" not in alike
    looked = ReadLog.objects.filter(user=clerk, action="view").values_list("about_person", flat=True)
    assert sorted(looked) == [pair.first_id, pair.second_id]


def test_what_a_role_may_not_read_is_masked_on_every_page_of_a_merge(desk, executive, clerk):
    pair = pair_of(clerk, health_note="سكري")
    proposal = propose_merge(
        pair.first, pair.second, taken_over=["iban", "health_note"], because=BECAUSE, by=clerk
    )
    for name, row in (("duplicate_detail", pair), ("merge_detail", proposal), ("merge_approve", proposal)):
        text = shown(executive, name, row)
        assert "سكري" not in text, name
        assert IBAN not in text, name
    assert IBAN in shown(desk, "merge_detail", proposal)


def test_the_merge_is_proposed_field_by_field_and_approved_by_another_person(desk, executive, clerk):
    pair = pair_of(clerk)
    path = reverse("merge_propose", args=[pair.pk])
    chosen = {"kept": pair.first_id, "from_iban": pair.second_id, "from_district": pair.second_id}
    answer = send(desk, path, **chosen, because=BECAUSE)
    proposal = FileMerge.objects.get()
    assert answer.headers["Location"] == reverse("merge_detail", args=[proposal.pk])
    assert proposal.taken_over == ["district", "iban"]
    own = shown(desk, "merge_detail", proposal)
    assert reverse("merge_approve", args=[proposal.pk]) not in own
    assert "شخص آخر" in own
    approve = reverse("merge_approve", args=[proposal.pk])
    assert desk.post(approve, {"idempotency_key": "7f0c3a52-6a55-4f0e-9c8e-0d7c1e8a0001"}).status_code == 409
    assert send(executive, approve).status_code == 303
    now = Beneficiary.objects.get(pk=pair.first_id)
    assert (now.iban, now.district) == (IBAN, "النسيم")
    signpost = executive.get(reverse("person_detail", args=[pair.second_id])).text
    assert reverse("person_detail", args=[pair.first_id]) in signpost


def test_the_field_that_says_something_is_proposed(desk, clerk):
    pair = pair_of(clerk)
    form = Page(desk.get(reverse("merge_propose", args=[pair.pk]))).forms
    shown_values = next(f for f in form if "kept" in f.controls).as_shown()
    assert shown_values["from_iban"] == [str(pair.second_id)]
    assert shown_values["from_district"] == [str(pair.first_id)]
    assert "from_family_name" not in shown_values


def test_the_younger_file_may_be_kept_too(desk, clerk):
    pair = pair_of(clerk)
    path = reverse("merge_propose", args=[pair.pk])
    send(desk, path, kept=pair.second_id, from_district=pair.first_id, because=BECAUSE)
    proposal = FileMerge.objects.get()
    assert (proposal.kept, proposal.merged) == (pair.second, pair.first)
    assert "district" in proposal.taken_over
    assert "iban" not in proposal.taken_over


def test_what_stands_against_a_merge_is_said_before_it_is_proposed(desk, clerk):
    pair = pair_of(clerk)
    lives_at(pair.first, "RRRD2929")
    lives_at(pair.second, "RRRD2930")
    text = shown(desk, "merge_propose", pair)
    assert "أسرتين مختلفتين" in text
    answer = send(desk, reverse("merge_propose", args=[pair.pk]), kept=pair.first_id, because=BECAUSE)
    assert answer.status_code == 409
    assert not FileMerge.objects.exists()


def test_the_proposal_names_the_pledges_that_must_be_signed_again_and_what_passes_on(executive, clerk):
    signed = file_of(**NAMES)
    # Signed before anybody saw that there is another file.
    request = make.make_request("pledged", beneficiary=signed, by=clerk)
    file_of(**NAMES)
    (pair,) = remember_likely(signed, by=clerk)
    pair.first, pair.second = pair.second, pair.first
    proposal = propose_merge(pair.first, pair.second, taken_over=(), because=BECAUSE, by=clerk)
    text = shown(executive, "merge_approve", proposal)
    assert request.reference in text
    assert "طلبات الدعم" in text
    change_person(pair.first, by=clerk, city="جدة")
    stale = executive.post(
        reverse("merge_approve", args=[proposal.pk]),
        {"idempotency_key": "7f0c3a52-6a55-4f0e-9c8e-0d7c1e8a0002", "seen_files": "1-1"},
    )
    assert stale.status_code == 409


def test_taking_files_apart_says_what_stays_as_it_was_written_since(executive, clerk):
    pair = pair_of(clerk)
    proposal = propose_merge(pair.first, pair.second, taken_over=["iban"], because=BECAUSE, by=clerk)
    approve_merge(proposal, by=make.make_user(Role.EXECUTIVE))
    change_person(pair.first, by=clerk, iban="")
    answer = send(executive, reverse("merge_take_apart", args=[proposal.pk]), because="أختان")
    assert answer.status_code == 303
    assert "تغيّر بعد الدمج فبقي في الملف الباقي" in executive.get(answer.headers["Location"]).text


def test_a_merge_that_was_refused_says_by_whom_and_why(desk, executive, clerk):
    pair = pair_of(clerk)
    proposal = propose_merge(pair.first, pair.second, taken_over=(), because=BECAUSE, by=clerk)
    send(executive, reverse("merge_refuse", args=[proposal.pk]), because="رقم الهوية مختلف")
    text = shown(desk, "merge_detail", proposal)
    assert "رقم الهوية مختلف" in text
    assert "المدير" in text
    assert reverse("merge_propose", args=[pair.pk]) in shown(desk, "duplicate_detail", pair)


def test_history_and_looks_of_the_kept_file_tell_of_the_merged_one_too(sign_in, clerk):
    pair = pair_of(clerk)
    change_person(pair.second, by=clerk, workplace="مدرسة الفيصلية")
    proposal = propose_merge(pair.first, pair.second, taken_over=(), because=BECAUSE, by=clerk)
    approve_merge(proposal, by=make.make_user(Role.EXECUTIVE))
    text = sign_in(clerk).get(reverse("person_history", args=[pair.first_id])).text
    assert "مدرسة الفيصلية" in text
    assert "دمج الملفين" in text


# What the pages cost -------------------------------------------------------------------------------------------------


def asked(client, path: str) -> list[str]:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [row["sql"] for row in captured]


def test_the_queue_asks_six_times_however_many_pairs_wait(desk, clerk):
    pair = pair_of(clerk)
    path, few = reverse("duplicate_list"), None
    for number in (3, 80):
        people = make.copies(
            pair.first,
            number,
            identity_number=lambda place, n=number: make.identity_number(70_000 * n + place),
        )
        make.copies(pair, number, second_id=lambda place, people=people: people[place - 1].pk)
        queries = [sql for sql in asked(desk, path) if "readlog" not in sql]
        few = few or len(queries)
        assert len(queries) == few <= 6, queries
    mark = re.search(r"after=(\d+)", desk.get(path).text)[1]
    further = desk.get(f"{path}?after={mark}").text
    assert 20 < further.count("queue__link") < 50


@pytest.mark.slow
def test_the_queue_reads_no_table_from_end_to_end(desk, clerk):
    pair = pair_of(clerk)
    people = make.copies(
        pair.first, 1_500, identity_number=lambda place: make.identity_number(7_000_000 + place)
    )
    make.copies(
        pair,
        1_500,
        second_id=lambda place: people[place - 1].pk,
        state=lambda place: "different",
        because=lambda place: "x",
        decided_by_id=lambda place: clerk.pk,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    read = read_by_sqlite if connection.vendor == "sqlite" else read_by_postgresql
    queries = [sql for sql in asked(desk, reverse("duplicate_list")) if sql.startswith("SELECT")]
    assert not [told for sql in queries for told in read(sql)]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + next(s for s in queries if "_duplicatepair" in s))
            assert "pairs_to_compare" in str(cursor.fetchall())


def test_pages_of_a_pair_and_a_merge_ask_no_more_for_files_with_much_in_them(desk, executive, clerk):
    pair = pair_of(clerk)
    proposal = propose_merge(pair.first, pair.second, taken_over=(), because=BECAUSE, by=clerk)
    pages = [
        (desk, reverse("duplicate_detail", args=[pair.pk])),
        (executive, reverse("merge_detail", args=[proposal.pk])),
        (executive, reverse("merge_approve", args=[proposal.pk])),
    ]
    few = [len(asked(client, path)) for client, path in pages]
    with_everything(pair.second, clerk)
    for _number in range(5):
        with_everything(file_of(), clerk)
    many = [len(asked(client, path)) for client, path in pages]
    # A household and a request with a pledge each bring one question of their own.
    assert all(now - before <= 3 for before, now in zip(few, many, strict=True)), (few, many)
    assert many[0] <= 12
    assert max(many) <= 18, many
