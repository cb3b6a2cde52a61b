"""Whatever two files hold and whichever fields are chosen: a merge loses nothing, and taking it apart restores exactly."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.refusals import Refused
from audit.verification import audited_models, findings
from beneficiaries.duplicates import moving
from beneficiaries.duplicates.choices import groups
from beneficiaries.duplicates.merging import approve_merge, propose_merge, take_apart
from beneficiaries.models import (
    Beneficiary,
    Consent,
    DuplicatePair,
    FileMerge,
    HouseholdMember,
    OtherPhone,
    PersonCategory,
    PersonDocument,
    PersonNote,
)
from beneficiaries.papers import receive_paper
from intake.models import SupportRequest
from tests import factories as make
from tests.duplicates import IBAN, NAMES, file_of, further_phone, lives_at, save

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# They tell of merges, and are not what is merged.
BESIDES = (FileMerge, DuplicatePair)
FEW = st.integers(0, 2)

FIELDS = st.fixed_dictionaries(
    {
        "father_name": st.sampled_from(["عبدالله", "عبد الله"]),
        "birth_date": st.sampled_from([date(1985, 4, 3), date(1985, 1, 1)]),
        "birth_precision": st.sampled_from(["day", "month", "year"]),
        "marital_state": st.sampled_from(["", "single", "widowed"]),
        "email": st.sampled_from(["", "munirah@example.org"]),
        "iban": st.sampled_from(["", IBAN]),
        "district": st.sampled_from(["", "السلامة", "حي النسيم"]),
        "health_note": st.sampled_from(["", "سكري"]),
        "latitude": st.sampled_from([None, 21]),
        "branch": st.booleans(),
    }
)
CHILDREN = st.fixed_dictionaries(
    {
        # Places in short lists, so that both files often hold the same.
        "phones": st.sets(st.integers(0, 2)),
        "categories": st.sets(st.integers(0, 2)),
        "consent": st.booleans(),
        "documents": st.lists(st.tuples(st.integers(0, 1), st.integers(0, 5)), max_size=3),
        "notes": FEW,
        "papers": FEW,
        "services": st.sets(st.integers(0, 2), max_size=2),
    }
)
HOMES = st.sampled_from(["none", "kept", "merged", "together", "apart"])
CHOSEN = st.sets(st.sampled_from([group[0] for group in groups()]))


class AnyFiles:
    """What the examples share: a policy, a clerk and somebody who approves."""

    def __init__(self):
        self.version = make.make_policy()
        self.clerk = make.make_user(Role.RECEPTION, username="reception")
        self.second = make.make_user(Role.EXECUTIVE)
        self.branch = make.make_branch()

    def file(self, facts: dict, children: dict) -> Beneficiary:
        facts = {**NAMES, **facts, "branch": self.branch if facts["branch"] else None}
        facts["longitude"] = 40 if facts["latitude"] else None
        person = file_of(**facts)
        for number in children["phones"]:
            further_phone(person, f"+96656111222{number}")
        for place in children["services"]:
            service = self.version.service_types.order_by("pk")[place]
            make.make_request("received", beneficiary=person, by=self.clerk, service_type=service)
        self._papers(person, children)
        return Beneficiary.objects.get(pk=person.pk)

    def _papers(self, person, children):
        now, today, by = timezone.now(), riyadh_today(), self.clerk
        for place in children["categories"]:
            category = self.version.categories.order_by("pk")[place]
            save(PersonCategory(beneficiary=person, category=category, since_on=today - timedelta(days=9)))
        if children["consent"] and not person.consents.exists():
            given = {"policy_version": self.version, "notice_sha256": "0" * 64, "given_at": now}
            save(Consent(beneficiary=person, how="spoken", taken_by=by, **given))
        for place, days in children["documents"]:
            self._document(person, place, today - timedelta(days=days))
        for number in range(children["notes"]):
            note = {"text": f"ملاحظة {number}", "written_by": by, "written_at": now}
            save(PersonNote(beneficiary=person, **note))
        for _number in range(children["papers"]):
            receive_paper(make.paper(), beneficiary=person, by=by, reason="x")

    def _document(self, person, place, day):
        required = self.version.required_documents.order_by("pk")[place]
        for older in person.documents.filter(code=required.code, is_current=True):
            older.is_current = False
            save(older)
        checked = {"verdict": "matches", "checked_by": self.clerk, "checked_on": day}
        save(PersonDocument(beneficiary=person, code=required.code, required_document=required, **checked))

    def homes(self, kept, merged, homes: str):
        if homes in ("kept", "together", "apart"):
            head = lives_at(kept, "RRRD2929")
        if homes in ("merged", "apart"):
            lives_at(merged, "RRRD2930")
        if homes == "together":
            since = riyadh_today()
            member = {"household": head.household, "relation": "sibling", "depends_on": head}
            save(HouseholdMember(person=merged, since_on=since, **member))


def everything() -> dict:
    """Every row of every audited table but the trail of merges, without the counter of its versions."""
    return {
        (model._meta.label, row["id"]): {name: value for name, value in row.items() if name != "version"}
        for model in audited_models()
        if model not in BESIDES
        for row in model._base_manager.values()
    }


@pytest.fixture
def any_files():
    return AnyFiles()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(facts=st.tuples(FIELDS, FIELDS), children=st.tuples(CHILDREN, CHILDREN), homes=HOMES, chosen=CHOSEN)
def test_a_merge_loses_nothing_and_taking_it_apart_restores_every_row_field_and_key(
    any_files, facts, children, homes, chosen
):
    with transaction.atomic():
        kept, merged = map(any_files.file, facts, children)
        any_files.homes(kept, merged, homes)
        before = everything()
        try:
            with transaction.atomic():
                proposal = propose_merge(
                    kept, merged, taken_over=chosen, because="شخص واحد", by=any_files.clerk
                )
        except Refused:
            assert homes == "apart" or children[0]["services"] & children[1]["services"]
            assert everything() == before
        else:
            merge = approve_merge(proposal, by=any_files.second)
            nothing_is_lost(before, everything(), kept, merged, chosen)
            take_apart(merge, because="شخصان", by=any_files.second)
            assert everything() == before
        assert list(findings()) == []
        transaction.set_rollback(True)


def nothing_is_lost(before: dict, after: dict, kept, merged, chosen) -> None:
    """Every row is still there, none leads to the merged file but what stays, and its own facts are as they were."""
    assert before.keys() == after.keys()
    for model, field in moving.moving_links():
        assert not model._base_manager.filter(**{field.name: merged.pk}).exists(), model
    changed = {key for key in before if before[key] != after[key]}
    signpost = ("beneficiaries.Beneficiary", merged.pk)
    decided = {"standing", "standing_reason", "merged_into_id"}
    assert {name for name in before[signpost] if before[signpost][name] != after[signpost][name]} == decided
    now = Beneficiary.objects.get(pk=kept.pk)
    for group in groups():
        source = merged if group[0] in chosen else kept
        assert [getattr(now, name) for name in group] == [getattr(source, name) for name in group]
    own = {("beneficiaries.Beneficiary", kept.pk), signpost}
    for label, pk in changed - own:
        row = after[label, pk]
        assert kept.pk in (row.get("beneficiary_id"), row.get("person_id")), (label, pk)
    assert SupportRequest.objects.filter(beneficiary=merged.pk).count() == 0
    assert OtherPhone.objects.filter(beneficiary=kept.pk, ended_on__isnull=True).count() == len(
        set(OtherPhone.objects.filter(beneficiary=kept.pk).values_list("number", flat=True))
    )
