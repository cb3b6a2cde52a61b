"""How many statements each page and each step costs, and that more rows do not cost more of them."""

import itertools
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arabic.calendars import riyadh_today
from audit.writing import write
from beneficiaries.people import change_person, search_name_of
from intake.models import Clarification
from intake.side_paths import open_clarification, return_request
from research_committee.models import AgendaItem, ResearchReport, StudyVisit
from research_committee.sessions import add_item

from . import factories as make
from .matrix.addresses import SIGHT
from .research_committee import factories as committee

pytestmark = pytest.mark.django_db

FEW, MANY = 3, 30
MY_WORK, REQUEST, PERSON, SESSION, OTHER_PAGE = 6, 10, 10, 16, 10
ITEM = 19  # with the whole study, its visits and earlier decisions
# One for each kind of paper, and those that are closed to a recused reader.
ALL_PAPERS = 21
# A step: with everything, and without the trail's entry and the key of the form.
STEP, STEP_ALONE = 16, 12
# The words of a search in the session: written between a savepoint and its release.
KEPT_FOR_THE_WAY_BACK = 3
_seeds = itertools.count(500_000)
BESIDES = ("audit_auditentry", "audit_handedin", "audit_readlog")


def asked(world, actor, path, data=None, **headers) -> int:
    """The statements behind one answer; asked twice, since the first one reads what is then kept in memory."""
    client = world.client(actor)
    for _time in range(2):
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path) if data is None else client.post(path, data, headers=headers)
        assert response.status_code == 200
    return len(captured)


def of(name: str, row) -> str:
    return reverse(name, args=[row.pk])


def more_people(world, number: int) -> list:
    """People of the northern branch whose name the desk finds."""
    person = world.rows["person"]
    family = "السبيعي"
    return make.copies(
        person,
        number,
        identity_number=lambda place: make.identity_number(next(_seeds)),
        family_name=lambda place: family,
        search_name=lambda place: search_name_of(
            type(person)(first_name=person.first_name, family_name=family)
        ),
    )


def more_requests(world, state: str, number: int) -> list:
    people = more_people(world, number)
    reference = uuid.uuid4().hex[:4]
    return make.copies(
        world.requests[state],
        number,
        reference=lambda place: f"{reference}-{place:07d}",
        beneficiary_id=lambda place: people[place - 1].pk,
    )


def more_referred(world, number: int, state: str = "referred") -> list:
    """Requests under study or before the committee, each with the referral that its clock needs."""
    like, requests = world.requests[state], more_requests(world, "pledged", number)
    make.copies(like.referrals.get(), number, support_request_id=lambda place: requests[place - 1].pk)
    moved = QuerySet(type(like)).filter(pk__in=[request.pk for request in requests])
    moved.update(
        state="referred",
        study=like.study,
        told_on=like.told_on,
        earliest_decision_on=like.earliest_decision_on,
        researcher=world.users["researcher"],
    )
    for model in (StudyVisit, ResearchReport) if state == "studied" else ():
        row = model.objects.filter(support_request=like, study=like.study).first()
        make.copies(row, number, support_request_id=lambda place: requests[place - 1].pk)
    moved.update(state=state)
    return [type(like).objects.get(pk=request.pk) for request in requests]


QUEUES = {
    "reception": "received",
    "delegate": "received",
    "researcher": "referred",
    "chair": "studied",
    "executive": "unclear",
}


@pytest.mark.parametrize(("actor", "state"), QUEUES.items())
def test_my_work_asks_six_times_however_much_waits(world, actor, state):
    clerk = world.users["reception"]

    def wait(number):
        if state in ("referred", "studied"):
            more_referred(world, number, state)
        for request in more_requests(world, "received", number):
            if state == "unclear":
                write(
                    Clarification(support_request=request, questions="؟", target="executive"),
                    by=clerk,
                    reason="x",
                )
        return asked(world, actor, "/")

    few = wait(FEW)
    assert few == wait(MANY - FEW) <= MY_WORK


@pytest.mark.parametrize("state", SIGHT)
def test_the_request_page_asks_ten_times_at_most_in_every_state(world, state):
    request = world.requests[state]
    figures = {actor: asked(world, actor, of("request_detail", request)) for actor in SIGHT[state].split()}
    assert max(figures.values()) <= REQUEST, figures
    # A change of the pledged data closes a gate and shows a difference.
    change_person(request.beneficiary, by=world.users["reception"], city="جدة")
    figures = {actor: asked(world, actor, of("request_detail", request)) for actor in SIGHT[state].split()}
    assert max(figures.values()) <= REQUEST, figures


def test_the_request_page_asks_no_more_after_a_long_history(world):
    request, clerk = world.requests["verified"], world.users["reception"]

    def happened(times):
        for time in range(times):
            change_person(request.beneficiary, by=clerk, city=f"مدينة رقم {times} {time}")
            open_clarification(request, questions=f"سؤال رقم {time}", by=clerk)
        return asked(world, "reception", of("request_detail", request))

    few = happened(FEW)
    assert few == happened(MANY - FEW) <= REQUEST


def test_the_person_page_asks_no_more_for_many_requests_and_papers(world):
    person = world.requests["verified"].beneficiary
    figures = []
    for number in (FEW, MANY - FEW):
        start = len(figures) * MANY
        make.copies(
            world.requests["withdrawn"],
            number,
            reference=lambda place, start=start: f"98-{start + place:07d}",
            beneficiary_id=lambda place: person.pk,
        )
        make.copies(person.files.first(), number, key=lambda place, start=start: f"copy-{start + place}")
        make.copies(person.documents.first(), number, is_current=lambda place: False)
        figures.append(
            max(asked(world, actor, of("person_detail", person)) for actor in ("reception", "auditor"))
        )
    assert figures[0] == figures[1] <= PERSON


@pytest.mark.parametrize("query", ["السبيعي", "السب ", "٠٥٥١٢٣٤٥٦٧"])
def test_the_desk_asks_no_more_for_many_people(world, query):
    def found(number):
        more_requests(world, "received", number)
        return asked(world, "reception", reverse("desk"), {"query": query}, HX_Request="true")

    few = found(FEW)
    # By name: those that begin like it, then the keys and the rows of those that have its words.
    assert few == found(MANY - FEW) <= MY_WORK + KEPT_FOR_THE_WAY_BACK + 2


def more_of_lists(world, number: int) -> None:
    """Lists, and in one of them rows that look like files."""
    brought = world.rows["list"]
    person = world.rows["person"].pk
    make.copies(brought, number)
    row = brought.rows.order_by("number").last()
    for _place in range(number):
        row.pk, row.number, row.likely = None, row.number + 1, [{"person": person, "signs": ["phone"]}]
        row.save(force_insert=True)


def test_lists_ask_no_more_for_many_rows(world):
    def asked_by_lists():
        return [
            asked(world, "reception", reverse("request_list")),
            asked(world, "delegate", reverse("documents_expiring")),
            asked(world, "reception", reverse("person_list")),
            asked(world, "delegate", f"{reverse('person_list')}?gender=female&city=الطائف&age_from=18"),
            asked(world, "chair", reverse("session_list")),
            asked(world, "reception", reverse("import_list")),
            asked(world, "reception", of("import_detail", world.rows["list"])),
        ]

    figures = []
    for number in (FEW, MANY - FEW):
        more_requests(world, "received", number)
        make.copies(
            world.rows["kept"],
            number,
            code=lambda place, start=number: f"{start}-{place}",
            expires_on=lambda place: riyadh_today() + timedelta(days=9),
        )
        more_of_lists(world, number)
        make.copies(world.rows["session"], number, number=lambda place, start=number: 100 * start + place)
        figures.append(asked_by_lists())
    assert figures[0] == figures[1]
    assert max(figures[0]) <= MY_WORK


def test_a_session_of_thirty_items_asks_sixteen_times_at_most(world):
    session, seats = world.rows["session"], [world.users[actor] for actor in ("chair", "secretary", "member")]

    def laid_before(number):
        for request in more_referred(world, number, "studied"):
            item = add_item(session, request, by=seats[1])
            # What may tie the other two to the sample's people waits for a ruling.
            committee.vote(item, dict.fromkeys(seats[:1], "accept"))
        return [asked(world, actor, of("session_detail", session)) for actor in ("chair", "auditor")]

    few, items = laid_before(FEW), AgendaItem.objects.filter(session=session)
    many = laid_before(MANY - items.count())
    assert items.count() == MANY
    assert few == many
    assert max(many) <= SESSION
    assert asked(world, "chair", of("item_detail", items.last())) <= ITEM
    assert asked(world, "chair", "/") <= MY_WORK


def test_pages_about_the_policy_and_the_forms_ask_seldom(world):
    pages = [
        reverse("policies:policy_detail"),
        reverse("policies:policy_tools"),
        of("request_data_sheet", world.requests["served"]),
        of("request_open", world.rows["person"]),
        of("request_verify", world.requests["received"]),
        of("request_documents_ask", world.requests["received"]),
        of("request_facts", world.requests["received"]),
        of("request_pledge", world.requests["verified"]),
        of("request_refer", world.requests["pledged"]),
        of("request_register", world.requests["accepted"]),
        of("person_change", world.rows["person"]),
        of("document_add", world.rows["person"]),
        of("document_renew", world.rows["kept"]),
        of("document_correct", world.rows["kept"]),
        reverse("people_export"),
        reverse("import_add"),
        of("import_columns", world.rows["list"]),
        reverse("requests_export"),
        of("export_detail", world.rows["export"]),
    ]
    figures = {page: asked(world, "reception", page) for page in pages}
    assert max(figures.values()) <= OTHER_PAGE, figures
    assert asked(world, "reception", of("request_papers", world.requests["served"])) <= ALL_PAPERS


# Steps ----------------------------------------------------------------------------------------------------------


def statements_of(world, actor, name, request, **filled) -> list[str]:
    """Every statement of one step that is taken, its transaction's among them."""
    client = world.client(actor)
    form = {"idempotency_key": str(uuid.uuid4()), "seen_version": request.version, **filled}
    with CaptureQueriesContext(connection) as captured:
        response = client.post(of(name, request), form)
    assert response.status_code == 303
    return [query["sql"] for query in captured]


@pytest.mark.parametrize(
    ("actor", "name", "state", "filled"),
    [
        ("reception", "request_verify", "received", {}),
        ("delegate", "request_verify", "received", {}),
        ("reception", "request_return", "verified", {"reason": "لمراجعة ثانية"}),
        ("researcher", "request_return", "referred", {"reason": "لمراجعة ثانية"}),
        ("reception", "request_withdraw", "pledged", {"said_by": "سارة", "reason": "تحسن الحال"}),
    ],
)
def test_a_step_takes_twelve_statements_and_sixteen_with_its_trail(world, actor, name, state, filled):
    request = world.requests[state]
    if name == "request_verify":
        request = return_request(
            world.requests["verified"], reason="لمراجعة ثانية", by=world.users["reception"]
        )
    world.client(actor).get(of(name, request))
    statements = statements_of(world, actor, name, request, **filled)
    alone = [sql for sql in statements if not any(f'"{table}"' in sql for table in BESIDES)]
    assert len(statements) <= STEP, statements
    assert len(alone) <= STEP_ALONE, alone
