"""Writing a draft in the administration: with history, and never over what somebody else saved."""

import pytest
from django.urls import reverse

from policies.approval import submit_to_board
from policies.models import Association, Channel, PolicyVersion

from .conftest import url_of

pytestmark = pytest.mark.django_db


def change_form(page):
    """Everything a browser would send back from an admin form as it was shown."""
    form = page.context["adminform"].form
    data = {form.add_prefix(name): _shown(form[name].value()) for name in form.fields}
    for inline in page.context["inline_admin_formsets"]:
        formset = inline.formset
        for row in (formset.management_form, *formset.initial_forms):
            data |= {
                row.add_prefix(name): _shown(row[name].value()) for name in row.fields if name != "DELETE"
            }
    return {name: value for name, value in data.items() if value is not None and value is not False}


def _shown(value):
    return "on" if value is True else value


def test_the_administrator_changes_a_draft_with_history(signed_in, draft):
    client = signed_in("administrator")
    data = change_form(client.get(url_of(draft)))
    data["appeal_days"] = "20"
    data["channels-0-label_en"] = "Meeting"
    data["channels-7-DELETE"] = "on"
    answer = client.post(url_of(draft), data)
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.appeal_days == 20
    assert draft.channels.get(code="interview").label_en == "Meeting"
    assert not draft.channels.filter(code="branch_delegate").exists()
    assert draft.history.count() == 2
    assert Channel.history.filter(history_type="-").get().history_user.username == "administrator"


def test_saving_a_draft_without_changes_writes_nothing(signed_in, draft):
    client = signed_in("administrator")
    client.post(url_of(draft), change_form(client.get(url_of(draft))))
    assert draft.history.count() == 1
    assert Channel.history.count() == 8


def test_two_administrators_on_one_draft_do_not_overwrite_each_other(signed_in, draft):
    client = signed_in("administrator")
    data = change_form(client.get(url_of(draft)))
    assert client.post(url_of(draft), data | {"appeal_days": "20"}).status_code == 302
    page = client.post(url_of(draft), data | {"appeal_days": "25"})
    assert page.status_code == 200
    assert "changed after you opened it" in page.content.decode()
    draft.refresh_from_db()
    assert draft.appeal_days == 20


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"target_reply_days": "13"}, "target_reply_days"),
        ({"quorum_minimum": "4"}, "quorum_minimum"),
        ({"quorum_minimum": "1"}, "quorum_minimum"),
        ({"appeal_days": "0"}, "appeal_days"),
        ({"minimum_reply_days": "0"}, "minimum_reply_days"),
        ({"title_ar": "\u202e"}, "title_ar"),
    ],
)
def test_a_draft_is_not_saved_with_impossible_rules(signed_in, draft, changes, field):
    client = signed_in("administrator")
    page = client.post(url_of(draft), change_form(client.get(url_of(draft))) | changes)
    assert page.context["adminform"].form.errors[field]
    assert draft.history.count() == 1


def test_a_version_before_the_board_cannot_be_changed(signed_in, draft, staff):
    client = signed_in("administrator")
    data = change_form(client.get(url_of(draft)))
    submit_to_board(draft, by=staff("administrator"))
    assert client.post(url_of(draft), data | {"appeal_days": "20"}).status_code == 403
    draft.refresh_from_db()
    assert draft.appeal_days == 30
    assert client.get(url_of(draft, "take_back")).status_code == 200


def test_a_new_version_may_be_written_from_nothing(signed_in, draft):
    client = signed_in("administrator")
    url = reverse("admin:policies_policyversion_add")
    page = client.get(url)
    data = change_form(page) | {"title_ar": "سياسة جديدة", "title_en": "A new policy"}
    data |= {f"{name}_ar": "نص" for name in ("purpose", "pledge", "privacy_notice")}
    answer = client.post(url, data)
    assert answer.status_code == 302, answer.context["errors"]
    version = PolicyVersion.objects.get(number=2)
    assert (version.title_ar, version.association) == ("سياسة جديدة", Association.objects.the_one())
