"""What a researcher has typed of a study is kept: for days, on any device, for nobody else, and never silently lost."""

import logging
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEntry
from audit.refusals import NotPermitted, Refused
from intake.assigning.reassigning import reassign_researcher
from intake.models import SupportRequest
from research_committee.models import ResearchReport, StudyDraft
from research_committee.research import submit_report
from research_committee.studying.drafts import SavedElsewhere, drafts_for, save_draft, take_over_draft
from tests.factories import make_user
from tests.households import make_household
from tests.walks.page import Page

from .factories import study
from .typed import typed_study

pytestmark = pytest.mark.django_db
SECRET = "الأم تخشى أن يعلم أخوها"


def address(request, name: str = "report_submit") -> str:
    return reverse(name, args=[request.pk])


def autosave(client, request, saving="0", **fields):
    return client.post(address(request, "report_autosave"), {"saving": saving, **fields})


def shown(response) -> dict:
    return Page(response).form_with("idempotency_key").as_shown()


def press(client, request, button: str, saving="0", **fields):
    sent = {
        "idempotency_key": str(uuid.uuid4()),
        "seen_version": request.version,
        "saving": saving,
        button: "1",
    }
    return client.post(address(request), sent | typed_study(**fields))


def test_a_draft_is_saved_while_one_types_and_shown_again_after_days(sign_in, request_of):
    answer = autosave(sign_in(request_of.researcher), request_of, findings=SECRET, income_0_amount="٣٬٢")
    assert answer.json()["saving"] == 1
    assert answer.json()["said"] == f"حُفظت الساعة {timezone.localtime():%H:%M}."
    with time_machine.travel(timezone.now() + timedelta(days=5), tick=True):
        page = sign_in(request_of.researcher, fresh=True).get(address(request_of))
    form = shown(page)
    assert form["findings"] == [SECRET]
    assert form["income_0_amount"] == ["٣٬٢"]
    assert form["saving"] == ["1"]
    assert form["seen_version"] == [str(request_of.version)]
    assert not page.context["form"].errors
    assert "حُفظت الساعة" in page.text


def test_a_reopened_draft_can_be_submitted_and_goes(sign_in, request_of):
    client = sign_in(request_of.researcher)
    autosave(client, request_of, **typed_study())
    form = shown(client.get(address(request_of)))
    answer = client.post(address(request_of), form)
    assert answer.status_code == 303, answer.context["form"].errors
    assert ResearchReport.objects.count() == 1
    assert not StudyDraft.objects.exists()


def test_save_and_go_on_later_works_without_a_script(sign_in, request_of):
    client = sign_in(request_of.researcher)
    answer = press(client, request_of, "later", findings="")
    assert (answer.status_code, answer.url) == (303, reverse("request_detail", args=[request_of.pk]))
    assert press(client, request_of, "keep", saving="1").url == address(request_of)
    assert StudyDraft.objects.get().saving == 2
    assert not ResearchReport.objects.exists()


def test_the_later_of_two_windows_is_told_and_loses_nothing(sign_in, request_of):
    client = sign_in(request_of.researcher)
    assert autosave(client, request_of, findings="النافذة الأولى").status_code == 200
    late = autosave(client, request_of, findings="النافذة الثانية")
    assert late.status_code == 409
    assert "نافذة أخرى" in late.json()["said"]
    assert StudyDraft.objects.get().typed["findings"] == ["النافذة الأولى"]
    pressed = press(client, request_of, "later", findings="النافذة الثانية")
    assert pressed.status_code == 409
    form = shown(pressed)
    assert form["findings"] == ["النافذة الثانية"]
    assert press(client, request_of, "later", saving=form["saving"][0]).status_code == 303


def test_who_submits_one_window_is_told_what_the_other_saved(sign_in, request_of):
    client = sign_in(request_of.researcher)
    autosave(client, request_of, findings="النافذة الأخرى")
    sent = {"idempotency_key": str(uuid.uuid4()), "seen_version": request_of.version, **typed_study()}
    answer = client.post(address(request_of), sent | {"saving": "0"})
    assert answer.status_code == 409
    assert "نافذة أخرى" in answer.text
    assert not ResearchReport.objects.exists()
    assert client.post(address(request_of), sent | {"saving": shown(answer)["saving"]}).status_code == 303


def test_only_the_researcher_in_charge_reads_or_writes_it(sign_in, request_of):
    autosave(sign_in(request_of.researcher), request_of, findings=SECRET)
    for role in ("researcher", "executive", "auditor", "committee", "reception", "administrator"):
        client = sign_in(make_user(role), fresh=True)
        for name in ("report_autosave", "report_take_over", "report_return"):
            assert client.post(address(request_of, name), {"findings": "x"}).status_code == 404, (role, name)
        for name in ("report_submit", "report_take_over", "report_return", "request_detail"):
            assert SECRET not in client.get(address(request_of, name)).text, (role, name)
    assert StudyDraft.objects.get().typed["findings"] == [SECRET]
    with pytest.raises(NotPermitted):
        save_draft(request_of, typed={}, by=make_user("researcher"), seen_saving=1)


def test_a_stranger_signs_in_first_and_nothing_is_kept(request_of):
    answer = Client().post(address(request_of, "report_autosave"), {"findings": SECRET})
    assert answer.status_code == 302
    assert SECRET not in answer.text
    assert not StudyDraft.objects.exists()


def test_after_a_reassignment_the_draft_is_closed_to_the_former_and_offered_to_the_new(sign_in, request_of):
    former = request_of.researcher
    autosave(sign_in(former), request_of, findings=SECRET)
    new = make_user("researcher")
    reassign_researcher(
        request_of, researcher=new, reason="إجازة الباحثة حتى نهاية الشهر", by=make_user("executive")
    )
    old = sign_in(former, fresh=True)
    assert autosave(old, request_of, saving="1", findings="x").status_code == 404
    assert SECRET not in old.get(address(request_of)).text
    client = sign_in(new, fresh=True)
    page = client.get(address(request_of))
    assert former.full_name in page.text
    assert SECRET not in page.text
    lead = client.get(address(request_of, "report_take_over"))
    assert former.full_name in lead.text
    answer = client.post(address(request_of, "report_take_over"), shown(lead))
    assert answer.url == address(request_of)
    assert SECRET in client.get(address(request_of)).text
    assert StudyDraft.objects.count() == 2


def test_nobody_takes_over_what_was_not_begun(sign_in, request_of):
    assert sign_in(request_of.researcher).get(address(request_of, "report_take_over")).status_code == 404
    with pytest.raises(Refused):
        take_over_draft(request_of, by=request_of.researcher)


def test_nothing_is_saved_of_a_study_that_is_submitted(request_of):
    by = request_of.researcher
    save_draft(request_of, typed={"findings": ["x"]}, by=by, seen_saving=None)
    submit_report(request_of, by=by, **study())
    assert not StudyDraft.objects.exists()
    with pytest.raises(Refused):
        save_draft(request_of, typed={"findings": ["x"]}, by=by, seen_saving=None)
    assert drafts_for(SupportRequest.objects.get(pk=request_of.pk), by).own is None


def test_a_saving_that_came_too_late_keeps_the_first(request_of):
    by = request_of.researcher
    save_draft(request_of, typed={"findings": ["أول"]}, by=by, seen_saving=0)
    for seen in (None, 0, 2):
        with pytest.raises(SavedElsewhere):
            save_draft(request_of, typed={"findings": ["ثان"]}, by=by, seen_saving=seen)
    assert StudyDraft.objects.get().typed == {"findings": ["أول"]}


@pytest.mark.parametrize(
    "fields",
    [{"findings": "ن" * 90_000}, {f"income_{number}_note": "x" for number in range(1_001)}],
    ids=["long", "many"],
)
def test_what_is_too_long_is_refused_and_nothing_of_it_kept(sign_in, request_of, fields, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
    answer = autosave(sign_in(request_of.researcher), request_of, **fields)
    assert answer.status_code == 409
    assert "أطول" in answer.json()["said"]
    assert not StudyDraft.objects.exists()


def test_what_hides_text_or_breaks_a_database_is_not_kept(sign_in, request_of):
    client = sign_in(request_of.researcher)
    strange = {"findings": "نص\x00\u202eمقلوب", "\u202ename": "x", "n" * 70: "x", "found_0_name": "\ud800"}
    strange.pop("found_0_name")
    assert autosave(client, request_of, saving="\u0663x", **strange).status_code == 200
    assert StudyDraft.objects.get().typed == {"findings": ["نصمقلوب"]}
    assert client.get(address(request_of)).status_code == 200


def test_a_draft_leaves_no_trace_in_the_log_or_the_history(sign_in, request_of, caplog):
    before = AuditEntry.objects.count()
    client = sign_in(request_of.researcher)
    with caplog.at_level(logging.DEBUG):
        autosave(client, request_of, findings=SECRET)
        autosave(client, request_of, findings=SECRET)
        client.get(address(request_of))
    ours = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert not [record for record in ours if SECRET in record.getMessage()]
    assert AuditEntry.objects.count() == before


def test_a_draft_over_an_expired_session_is_kept_through_the_sign_in(sign_in, request_of):
    client = sign_in(request_of.researcher)
    form = shown(client.get(address(request_of))) | typed_study(findings=SECRET)
    client.logout()
    asked = client.post(address(request_of), form | {"later": "1"})
    assert "draft" in Page(asked).form_with("username").controls


def test_a_difference_that_matters_is_the_reason_of_the_return(sign_in, request_of):
    make_household(request_of.received_by, head=request_of.beneficiary)
    client = sign_in(request_of.researcher)
    found = {"found_0_name": "ماجد", "found_0_relation": "child", "found_0_age": "9"}
    answer = press(client, request_of, "because", **found)
    assert answer.url == address(request_of, "report_return")
    page = client.get(answer.url)
    reason = shown(page)["reason"][0]
    assert "ماجد" in reason
    assert "غير مصرَّح به" in reason
    sent = client.post(answer.url, shown(page) | {"reason": reason})
    assert sent.status_code == 303
    assert SupportRequest.objects.get(pk=request_of.pk).state == "received"
    assert StudyDraft.objects.get().typed["found_0_name"] == ["ماجد"]


def test_the_form_of_a_study_is_asked_in_ten_queries(sign_in, request_of, django_assert_max_num_queries):
    client = sign_in(request_of.researcher)
    autosave(client, request_of, **typed_study())
    client.get(address(request_of))
    with django_assert_max_num_queries(10):
        client.get(address(request_of))
