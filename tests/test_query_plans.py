"""How each page's questions are answered among many rows: by an index, from no offset, and never by reading them all."""

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from arabic.calendars import riyadh_today
from audit.models import AuditEntry, ReadLog
from beneficiaries.documents.expiring import documents_about_to_expire
from beneficiaries.models import Beneficiary

from . import factories as make
from .test_query_budgets import more_requests

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MANY, FAR = 1_500, 1_000_000
# What a page may read of one table: its rows and the open ones among which they stand.
MOST_READ = 400
# The tables that hold many rows here; where there are few, a planner rightly takes them whole.
GROWING = {
    "intake_supportrequest",
    "beneficiaries_beneficiary",
    "audit_auditentry",
    "audit_readlog",
    "beneficiaries_persondocument",
    "correspondence_notice",
}
NOBODY = "ظظظظ"
# All requests are read in the order of this index, for one page.
IN_ORDER = "USING INDEX requests_by_last_move"
# What waits for somebody stands in an index of its own, which holds nothing else.
ONLY_WAITING = re.compile("USING (COVERING )?INDEX (notices_for_a_person|pairs_to_compare)")
# People are read in the order of their keys, backwards, until a page is full.
BY_KEY = re.compile(r'ORDER BY "beneficiaries_beneficiary"."id" DESC LIMIT [0-9]+$')


@pytest.fixture
def many(world):
    """Far more that is over than is open: people with a withdrawn request, their trail and who looked."""
    long_ago = timezone.now() - timedelta(days=900)
    over = more_requests(world, "withdrawn", MANY)
    make.copies(
        AuditEntry.objects.first(),
        MANY,
        at=lambda place: long_ago,
        object_pk=lambda place: FAR + place,
        history_id=lambda place: FAR + place,
        about_person=lambda place: over[place - 1].beneficiary_id,
        about_request=lambda place: over[place - 1].pk,
    )
    make.copies(
        world.rows["kept"],
        MANY,
        beneficiary_id=lambda place: over[place - 1].beneficiary_id,
        file_id=lambda place: None,
        issued_on=lambda place: None,
        expires_on=lambda place: riyadh_today() + timedelta(days=place - MANY // 2),
    )
    make.copies(
        world.rows["notice"],
        MANY,
        key=lambda place: uuid.uuid4(),
        state=lambda place: "sent",
        sent_at=lambda place: long_ago,
        beneficiary_id=lambda place: over[place - 1].beneficiary_id,
        about=lambda place: f"intake.supportrequest:{over[place - 1].pk}",
    )
    make.copies(ReadLog.objects.first(), MANY, about_person=lambda place: over[place - 1].beneficiary_id)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return world


def pages(world) -> list[tuple]:
    """Who asks for what: the lists at their beginning and further on, the searches, and each kind of record."""
    received, studied = world.requests["received"], world.requests["studied"]
    mark = f"{received.state_since:%Y-%m-%dT%H:%M:%S.%fZ}~{received.pk - 1}"
    person, session, item = received.beneficiary, world.rows["session"], world.rows["item"]
    desk, everything, people = reverse("desk"), reverse("request_list"), reverse("person_list")
    return [
        *((actor, "/") for actor in ("reception", "delegate", "researcher", "chair", "executive")),
        ("reception", f"/?after={mark}"),
        ("reception", "/?state=received"),
        *((actor, reverse("notice_list")) for actor in ("reception", "delegate")),
        ("executive", everything),
        ("executive", f"{everything}?after={mark}"),
        ("reception", people),
        ("reception", f"{people}?after={person.pk}&gender={person.gender}"),
        ("executive", f"{people}?branch={person.branch_id}"),
        *(("reception", f"{people}?{narrowed}") for narrowed in ("city=Turaif", "district=Nowhere")),
        ("delegate", people),
        *(("reception", desk, query) for query in (person.identity_number, "0551234567", received.reference)),
        *(("reception", desk, query) for query in (NOBODY, "A12345678", "REG-2026-0001")),
        *((actor, reverse("request_detail", args=[studied.pk])) for actor in ("reception", "chair")),
        ("reception", reverse("request_history", args=[studied.pk])),
        ("auditor", reverse("request_papers", args=[studied.pk])),
        ("auditor", reverse("person_detail", args=[person.pk])),
        ("reception", reverse("person_history", args=[person.pk])),
        *(
            (actor, f"{reverse('documents_expiring')}?within={within}{after}")
            for actor in ("reception", "delegate")
            for within, after in (("90", ""), ("expired", ""), ("90", f"&after={riyadh_today()}~1"))
        ),
        ("chair", reverse("session_detail", args=[session.pk])),
        ("chair", reverse("item_detail", args=[item.pk])),
    ]


def asked(world, actor: str, path: str, query: str = "") -> list[str]:
    client = world.client(actor)
    with CaptureQueriesContext(connection) as captured:
        response = client.post(path, {"query": query}, follow=True) if query else client.get(path)
    assert response.status_code == 200
    return [row["sql"] for row in captured if row["sql"].startswith("SELECT")]


def read_by_postgresql(sql: str) -> list[str]:
    """What the statement reads too much of, as it was really carried out."""

    def nodes(plan):
        yield plan
        for part in plan.get("Plans", ()):
            yield from nodes(part)

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}".replace("%", "%%"))
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    told = []
    for node in nodes(plan[0]["Plan"]):
        read = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
        if node.get("Relation Name") in GROWING and read * node["Actual Loops"] > MOST_READ:
            told.append(f"{node['Node Type']} of {node['Relation Name']}: {read}")
    return told


def read_by_sqlite(sql: str) -> list[str]:
    """The growing tables that the statement would read from end to end."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}".replace("%", "%%"))
        steps = [row[3] for row in cursor.fetchall()]
    named = {alias: table for table, alias in re.findall(r'"(\w+)" (?:AS )?"?(\w+)"?', sql)}
    told = []
    for step in steps:
        scanned = re.match(r"SCAN (\w+)", step)
        if scanned and named.get(scanned[1], scanned[1]) in GROWING:
            in_order = IN_ORDER in step and " DESC LIMIT " in sql
            in_order |= "USING" not in step and bool(BY_KEY.search(sql))
            told += [] if in_order or ONLY_WAITING.search(step) else [step]
    return told


def test_no_page_reads_a_growing_table_from_end_to_end(many):
    read = read_by_sqlite if connection.vendor == "sqlite" else read_by_postgresql
    broken = []
    for actor, path, *query in pages(many):
        for sql in asked(many, actor, path, *query):
            where = f"{actor} {path}"
            broken += [f"{where}: OFFSET"] if " OFFSET " in sql else []
            broken += [f"{where}: {told}: {sql[:200]} … {sql[-400:]}" for told in read(sql)]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("chosen", ["30", "90", "expired"])
def test_documents_about_to_expire_are_read_by_their_index(many, chosen):
    for actor in ("reception", "delegate"):
        plan = documents_about_to_expire(many.users[actor], chosen, riyadh_today())[:51].explain()
        assert "documents_about_to_expire" in plan
        assert "TEMP B-TREE" not in plan


def test_a_name_that_nobody_has_is_not_looked_for_in_every_row(many):
    """PostgreSQL expects some rows whatever the name, and would soon find the one that is asked for in the table."""
    plan = Beneficiary.objects.filter(search_name__has_words=(NOBODY,)).values_list("pk")[:1].explain()
    assert "Seq Scan" not in plan
    assert not re.search('SCAN "?beneficiaries_beneficiary"?( |$)', plan)
