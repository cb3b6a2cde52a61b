"""The administration is no back door: who may do what to each kind of record, asked of the code itself."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from audit.admin import AuditedAdmin, TrailAdmin

from .matrix.administration import NOT_ADDED, RECORDS, TRAILS
from .matrix.world import SUPERUSER

pytestmark = pytest.mark.django_db

PAGES = {model._meta.label_lower: page for model, page in admin.site._registry.items()}


def asked(world, actor):
    request = RequestFactory().get("/admin/")
    request.user = world.users[actor]
    return request


def allowed(world, may) -> set[str]:
    return {actor for actor in world.users if may(asked(world, actor))}


@pytest.mark.parametrize("label", PAGES)
def test_who_reads_changes_adds_and_deletes_a_record(world, label):
    page, (readers, changers) = PAGES[label], RECORDS[label]
    row = page.model._base_manager.order_by("pk").first()
    if label == "policies.policyversion":
        row = world.rows["draft"]
    assert allowed(world, lambda request: page.has_view_permission(request, row)) == set(readers.split())
    assert allowed(world, lambda request: page.has_module_permission(request)) == set(readers.split())
    assert allowed(world, lambda request: page.has_change_permission(request, row)) == set(changers.split())
    adders = set() if label in NOT_ADDED else set(changers.split())
    assert allowed(world, page.has_add_permission) == adders
    assert allowed(world, lambda request: page.has_delete_permission(request, row)) == set()
    assert all(page.get_actions(asked(world, actor)) == {} for actor in world.users)


def test_an_approved_version_is_changed_by_nobody(world):
    page, approved = PAGES["policies.policyversion"], world.rows["version"]
    assert allowed(world, lambda request: page.has_change_permission(request, approved)) == set()
    for inline in page.get_inline_instances(asked(world, "administrator"), approved):
        for may in (inline.has_add_permission, inline.has_change_permission, inline.has_delete_permission):
            assert allowed(world, lambda request, may=may: may(request, approved)) == set()


@pytest.mark.parametrize("label", PAGES)
def test_parts_inside_a_record_are_changed_only_by_who_changes_the_record(world, label):
    page, changers = PAGES[label], set(RECORDS[label][1].split())
    row = world.rows["draft"] if label == "policies.policyversion" else page.model._base_manager.first()
    for inline in page.get_inline_instances(asked(world, "administrator"), row):
        for may in (inline.has_add_permission, inline.has_change_permission, inline.has_delete_permission):
            assert allowed(world, lambda request, may=may: may(request, row)) <= changers


def test_every_page_of_the_administration_writes_through_the_one_path():
    bases = {label: TrailAdmin if label in TRAILS else AuditedAdmin for label in PAGES}
    assert [label for label, page in PAGES.items() if not isinstance(page, bases[label])] == []


def test_the_first_administrator_sees_staff_accounts_and_nothing_else(world):
    seen = {label for label, page in PAGES.items() if page.has_view_permission(asked(world, SUPERUSER))}
    assert seen == {"accounts.user"}
