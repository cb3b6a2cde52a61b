"""One portal with somebody in every role and a request in every state, on which the house-wide tests look."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User, system_user
from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.models import ReadLog
from audit.writing import write
from beneficiaries.duplicates.merging import approve_merge, propose_merge
from beneficiaries.households.budget import record_budget_line
from beneficiaries.households.homes import open_household
from beneficiaries.households.members import add_member
from beneficiaries.models import DuplicatePair, PersonDocument, ScanState
from beneficiaries.virus_scan import note_scan
from intake import side_paths
from intake.case_file import CaseFile
from intake.models import SupportRequest
from intake.reception import allow_same_need
from jobs.models import Job
from policies import frozen
from policies.drafting import copy_version
from policies.models import PolicyVersion
from research_committee.outcomes import Position
from research_committee.seats import give_seat
from research_committee.sessions import add_item, mark_attendance, open_session
from research_committee.voting import recuse
from tests import factories as make
from tests.importing.bringing import person_row, staged
from tests.research_committee import factories as committee
from tests.research_committee.minuting import with_password

from .appeals import appeal_once
from .around import stand_around
from .assigning import give_districts
from .beside_studies import write_beside_studies
from .checks import look_into_facts
from .conflicts import tie_members
from .knowledge import write_articles
from .letters import issue_letters
from .links import send_links
from .messages import write_messages
from .minutes import write_minutes
from .registered import fill_register
from .sittings import plan_ahead
from .studies import begin_studies
from .visiting import hold_visits

BACKEND = "django.contrib.auth.backends.ModelBackend"
LONG_AGO = 20
ANONYMOUS, SUPERUSER = "anonymous", "superuser"
# Who is tried: everybody in charge, and for each scope somebody beside it.
ROLES = {
    "reception": Role.RECEPTION,
    "delegate": Role.DELEGATE,
    "other_delegate": Role.DELEGATE,
    "researcher": Role.RESEARCHER,
    "other_researcher": Role.RESEARCHER,
    "chair": Role.COMMITTEE,
    "secretary": Role.COMMITTEE,
    "member": Role.COMMITTEE,
    "unseated": Role.COMMITTEE,
    "delivery": Role.DELIVERY,
    "executive": Role.EXECUTIVE,
    "board": Role.BOARD,
    "auditor": Role.AUDITOR,
    "administrator": Role.ADMINISTRATOR,
}
ACTORS = (*ROLES, SUPERUSER, ANONYMOUS)
SEATS = {"chair": Position.CHAIR, "secretary": Position.SECRETARY, "member": Position.MEMBER}
DECIDED = {"rejected": "reject", "accepted": "accept", "registered": "accept", "served": "accept"}


@dataclass
class World:
    """The portal's people and cases, by name."""

    users: dict[str, User] = field(default_factory=dict)
    requests: dict[str, SupportRequest] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)
    # Rows of other kinds, by the name under which the table asks for them.
    rows: dict[str, object] = field(default_factory=dict)

    def client(self, actor: str, **options) -> Client:
        """This person's browser, with nothing in it but the session."""
        client = self.browsers.setdefault(f"{actor} {options}", Client(**options))
        client.cookies.clear()
        if actor in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[actor]
        return client


@contextmanager
def one_world(folder):
    """The world in a transaction of its own, which is undone at the end; its papers lie in `folder`."""
    with override_settings(STORAGES=storages(folder)), translation.override("ar"), transaction.atomic():
        frozen.forget()
        yield _made()
        transaction.set_rollback(True)
    frozen.forget()


def storages(folder) -> dict:
    files = {"location": folder, "base_url": None}
    return {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": files},
    }


def _made() -> World:
    world = World()
    make.make_policy()
    _staff(world)
    _cases(world)
    _duplicates(world)
    _committee(world)
    _after_the_decision(world)
    _parts(world)
    hold_visits(world)
    appeal_once(world)
    begin_studies(world)
    return world


def _staff(world: World) -> None:
    north, south = make.make_branch("north"), make.make_branch("south")
    branches = {"delegate": north, "other_delegate": south}
    for actor, role in ROLES.items():
        world.users[actor] = make.make_user(role, username=actor, branch=branches.get(actor))
    # Who signs minutes in the tests proves it with a password.
    with_password(world.users["member"])
    root = User(username=SUPERUSER, full_name="الحساب الأول", is_superuser=True)
    root.set_unusable_password()
    world.users[SUPERUSER] = write(root, by=system_user(), reason="Set up")
    for actor, user in world.users.items():
        client = Client()
        client.force_login(user, backend=BACKEND)
        world.sessions[actor] = client.session.session_key
    for actor, position in SEATS.items():
        since = riyadh_today() - timedelta(days=400)
        give_seat(user=world.users[actor], position=position, from_on=since, by=system_user())
    world.rows["branch"] = north


def _cases(world: World) -> None:
    """The states up to the study, each with its own person, all of the northern branch."""
    clerk, north = world.users["reception"], world.rows["branch"]
    world.rows["foreign_person"] = make.make_person(by=clerk, branch=make.make_branch("south"))
    foreign = open_household(world.rows["foreign_person"], by=clerk, city="الطائف", housing="rented")
    world.rows["foreign_household"] = foreign

    def case(state, days=0):
        person = make.make_person(by=clerk, branch=north)
        researcher = world.users["researcher"]
        return make.make_request(
            state, referred_days_ago=days, by=clerk, beneficiary=person, researcher=researcher
        )

    for state in ("received", "verified", "pledged"):
        world.requests[state] = case(state)
    world.requests["unclear"] = case("received")
    world.requests["withdrawn"] = case("received")
    world.requests["referred"] = case("referred", days=3)
    questions = "ما المقصود بالبحث الاجتماعي؟"
    world.rows["clarification"] = side_paths.open_clarification(
        world.requests["unclear"], questions=questions, by=clerk
    )
    side_paths.withdraw_request(world.requests["withdrawn"], said_by="سارة", reason="تحسن الحال", by=clerk)
    for state in ("studied", *DECIDED):
        person = make.make_person(by=clerk, branch=north)
        world.requests[state] = committee.make_studied(
            referred_days_ago=LONG_AGO, by=clerk, beneficiary=person, researcher=world.users["researcher"]
        )


def _committee(world: World) -> None:
    """One open session: an item that waits for votes, and decided ones."""
    secretary = world.users["secretary"]
    seated = [world.users[actor] for actor in SEATS]
    session = open_session(place="قاعة الاجتماعات", by=secretary)
    mark_attendance(session, seated, by=secretary)
    world.rows["item"] = add_item(session, world.requests["studied"], by=secretary)
    for state, outcome in DECIDED.items():
        item = add_item(session, world.requests[state], by=secretary)
        committee.vote(item, dict.fromkeys(seated, outcome))
        committee.decide(item, secretary)
    member = world.users["member"]
    recuse(world.rows["item"], member=member, reason="قرابة من الدرجة الثانية", by=member)
    world.rows["session"] = session
    world.rows["report"] = world.requests["studied"].reports.get()


def _after_the_decision(world: World) -> None:
    clerk, provider = world.users["reception"], world.users["delivery"]
    for state in ("registered", "served"):
        make.register(fresh(world.requests[state]), clerk)
    make.deliver(fresh(world.requests["served"]), provider)
    world.requests = {state: fresh(request) for state, request in world.requests.items()}


def _household(world: World) -> None:
    """The household of the person, with a child, a line of the budget, and somebody without a household beside it."""
    clerk, person = world.users["reception"], world.rows["person"]
    household = open_household(person, by=clerk, city="الطائف", housing="rented")
    head = household.members.get()
    world.rows["household"], world.rows["head"] = household, head
    world.rows["member"] = add_member(household, relation="other", depends_on=head, name="ريم", by=clerk)
    world.rows["line"] = record_budget_line(
        household, direction="expense", kind="rent", monthly_amount=Decimal(900), by=clerk
    )
    friend = make.make_person(by=clerk, branch=world.rows["branch"])
    world.rows["guest_member"] = add_member(
        household, relation="other", depends_on=head, person=friend, by=clerk
    )
    world.rows["guest"] = world.requests["verified"].beneficiary


def _duplicates(world: World) -> None:
    """Two files that look alike, two whose merge is proposed, and two that were merged."""
    clerk, north = world.users["reception"], world.rows["branch"]

    def alike(family: str):
        named = {"family_name": family, "grandfather_name": "سعد", "branch": north, "by": clerk}
        first = make.make_person(**named)
        return first, make.make_person(**named, different_because="الجوال مختلف")

    first, second = alike("القرشي")
    world.rows["pair"] = DuplicatePair.objects.get(first=first, second=second)
    for name, family in (("merge", "الجهني"), ("merged", "الحربي")):
        kept, merged = alike(family)
        world.rows[name] = propose_merge(kept, merged, taken_over=["phone"], because="شخص واحد", by=clerk)
    world.rows["merged"] = approve_merge(world.rows["merged"], by=world.users["executive"])


def _parts(world: World) -> None:
    allow_same_need(
        beneficiary=world.requests["received"].beneficiary,
        service_type=world.requests["received"].service_type,
        reason="حريق في المسكن بعد الطلب الأول",
        by=world.users["executive"],
    )
    world.client("auditor").get(reverse("person_detail", args=[world.requests["received"].beneficiary_id]))
    world.rows["list"] = staged(person_row(800), person_row(801, birth="x"))
    Job.objects.create(name="tests.look", not_before=timezone.now(), done_at=timezone.now())
    world.rows["export"] = ReadLog.objects.create(
        user=world.users["reception"],
        action=ReadLog.Action.EXPORT,
        model="beneficiaries.beneficiary",
        reason="كشف لجنة الزكاة",
        details={"list": "people", "format": "xlsx", "columns": ["city"], "rows": 1, "filter": {}},
    )
    world.rows["version"] = PolicyVersion.objects.get()
    world.rows["draft"] = copy_version(world.rows["version"], by=world.users["administrator"])
    world.rows["person"] = world.requests["received"].beneficiary
    _household(world)
    stand_around(world)
    look_into_facts(world)
    give_districts(world)
    write_articles(world)
    tie_members(world)
    plan_ahead(world)
    write_minutes(world)
    send_links(world)
    world.rows["document"] = CaseFile(world.requests["received"]).required_documents[0]
    world.rows["file"] = world.requests["verified"].verifications.first().file
    note_scan(world.rows["file"], ScanState.CLEAN, by=world.users["reception"])
    write_beside_studies(world)
    issue_letters(world)
    fill_register(world)
    write_messages(world)
    known = world.requests["verified"].beneficiary
    world.rows["kept"] = PersonDocument.objects.current().filter(beneficiary=known).first()


def status_of(response) -> int:
    """The status of an answer that was read to its end, as a file has to be."""
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


def fresh(request: SupportRequest) -> SupportRequest:
    return SupportRequest.objects.get(pk=request.pk)
