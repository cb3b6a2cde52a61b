"""Every address of the portal × everybody: who finds what, and what looking leaves behind."""

from uuid import uuid4

import pytest

from audit.models import AuditEntry, HandedIn

from .matrix.addresses import LOOKS_AT_TWO
from .matrix.link_addresses import NAMED_TO_NOBODY
from .matrix.table import groups, in_the_resolver
from .matrix.visits import Visit, visits_of
from .matrix.world import ACTORS, ANONYMOUS, status_of

pytestmark = pytest.mark.django_db

GROUPS = groups()
in_every_group = pytest.mark.parametrize(
    "group", [pytest.param(name, marks=pytest.mark.xdist_group(f"address {name}")) for name in GROUPS]
)


@pytest.fixture(scope="module")
def remembered() -> dict[str, list[Visit]]:
    return {}


@pytest.fixture
def visits(world, group, remembered) -> list[Visit]:
    """What everybody finds at the addresses of a group; opened once, whatever is asked about it."""
    if group not in remembered:
        remembered[group] = visits_of(world, GROUPS[group])
    return remembered[group]


def test_every_address_of_the_portal_stands_in_the_table():
    assert set(in_the_resolver()) == {address.key for group in GROUPS.values() for address in group}


@in_every_group
def test_everybody_finds_what_the_table_says(visits):
    other = [
        f"{visit}: {visit.status}, not {visit.expected}" for visit in visits if visit.status != visit.expected
    ]
    assert not other


@in_every_group
def test_looking_changes_nothing(visits):
    changed = {f"{visit}: {set(visit.written)}" for visit in visits if set(visit.written) - {"audit_readlog"}}
    assert not changed


@in_every_group
def test_each_look_at_a_person_or_a_request_leaves_exactly_one_row(visits):
    for visit in visits:
        looked = visit.address.is_a_look and visit.status == 200
        if visit.address.key in ("item_detail", "item_vote") and visit.actor == "member":
            looked = False  # Recused: the page shows neither the person nor the study.
        looked *= 2 if visit.address.key in LOOKS_AT_TWO else 1
        assert visit.written.count("audit_readlog") == looked, f"{visit}: {visit.written}"


@in_every_group
def test_the_confidential_annex_of_a_study_is_told_on_its_own_page_only(visits):
    telling = {f"{visit}" for visit in visits if visit.tells_annex and visit.address.key != "report_annex"}
    assert telling == set()


PROTECTIONS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@in_every_group
def test_every_answer_carries_its_protections(visits):
    for visit in visits:
        policy = visit.headers.get("Content-Security-Policy", "")
        assert "default-src 'none'" in policy, f"{visit}: {policy}"
        assert "unsafe" not in policy
        secret = {"Referrer-Policy": "strict-origin"} if visit.address.key in NAMED_TO_NOBODY else {}
        assert {name: visit.headers.get(name) for name in PROTECTIONS} == PROTECTIONS | secret, visit
        assert "geolocation=()" in visit.headers["Permissions-Policy"]
        assert visit.actor == ANONYMOUS or visit.headers["Cache-Control"] == "no-store, private", visit


# What an empty form gets from those to whom its page is shown: it comes back, or it was no form.
ANSWERS_TO_NOTHING = {200, 302, 303, 405, 409, 422}


def forms_of(group):
    """The addresses of a group; of a page that is only read in several states, one."""
    found = GROUPS[group]
    return found[:1] if found[0].is_a_look and not group.startswith("admin") else found


@pytest.mark.one_database
@in_every_group
def test_a_form_is_sent_only_by_whom_its_page_is_shown(world, group):
    before = AuditEntry.objects.count(), HandedIn.objects.count()
    for address in forms_of(group):
        path = address.path(world)
        for actor in address.tried_by:
            shown, status = address.statuses[actor], status_of(world.client(actor).post(path, {}))
            allowed = {403, 404, 405} if shown in (403, 404) else set(ANSWERS_TO_NOTHING)
            if shown == 200 and address.key.startswith("admin:"):
                # Who only reads a record finds its page, and no form in it.
                allowed.add(403)
            assert status in allowed, f"{actor} gets {status} at {address.id} where the page gives {shown}"
            refused = (422,) if address.key == "request_track" else ()
            assert actor != ANONYMOUS or status in (shown, 302, 405, *refused), address.id
    assert (AuditEntry.objects.count(), HandedIn.objects.count()) == before


@pytest.mark.one_database
@in_every_group
def test_odd_methods_and_forms_without_proof_of_origin_are_refused(world, group):
    for address in forms_of(group):
        path = address.path(world)
        inside = [actor for actor in ACTORS if address.statuses[actor] == 200]
        client = world.client((inside or ["auditor"])[0], enforce_csrf_checks=True)
        for method in ("TRACE", "PUT", "DELETE"):
            response = client.generic(method, path)
            assert response.status_code in (302, 403, 404, 405), f"{method} {path}"
            assert response.headers["Content-Security-Policy"]
        response = client.post(path, {"idempotency_key": str(uuid4())})
        assert response.status_code == 403, f"{address.id} without proof of origin"
        assert "انتهت صلاحية هذه الصفحة" in response.text
