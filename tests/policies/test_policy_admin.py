"""The administration: drafts are written by the administrator, approved by the board, and then only read."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.writing import remove
from policies.approval import submit_to_board
from policies.drafting import copy_version
from policies.models import PolicyVersion, VersionLife

from .conftest import url_of

pytestmark = pytest.mark.django_db

LIST = "admin:policies_policyversion_changelist"


@pytest.fixture
def filled_in(draft):
    """The approval form as a board member fills it in."""

    def form(version=draft, **changes):
        filled = {
            "idempotency_key": str(uuid4()),
            "seen_content": version.content_now(),
            "session": "٧",
            "term": "الثانية",
            "place": "مكة المكرمة",
            "printed_hijri": "١/١/١٤٤٧هـ",
            "printed_gregorian": "26/6/2025",
            "effective_on": "6/1/1447",
            "effective_on_calendar": "auto",
            "chaired_by": "عبدالله بن سعد",
            "signed_by": "نورة بنت علي",
        }
        return filled | changes

    return form


@pytest.mark.parametrize("role", ["board", "auditor", "administrator"])
def test_those_who_may_read_versions_see_them(signed_in, draft, role):
    client = signed_in(role)
    assert client.get(reverse(LIST)).status_code == 200
    assert client.get(url_of(draft)).status_code == 200
    assert client.get(url_of(draft, "history")).status_code == 200
    assert client.get(reverse("admin:policies_association_changelist")).status_code == 200


@pytest.mark.parametrize(
    "role", ["reception", "researcher", "committee", "delivery", "executive", "delegate"]
)
def test_others_do_not_enter(signed_in, draft, role):
    client = signed_in(role)
    for url in (reverse(LIST), url_of(draft), url_of(draft, "approve"), url_of(draft, "minutes")):
        assert client.get(url).status_code in (302, 403, 404)


ACTS = {"approve": "board", "submit": "administrator", "withdraw": "administrator", "copy": "administrator"}


@pytest.mark.parametrize(("act", "holder"), ACTS.items())
@pytest.mark.parametrize("role", ["board", "auditor", "administrator"])
def test_an_act_opens_only_for_its_role(signed_in, draft, act, holder, role):
    expected = 200 if role == holder else 403
    assert signed_in(role).get(url_of(draft, act)).status_code == expected


def test_a_superuser_finds_no_door_to_the_approval(client, draft, filled_in, django_user_model):
    superuser = django_user_model.objects.create_superuser("root", "a long password", full_name="root")
    client.force_login(superuser, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(url_of(draft, "approve")).status_code == 403
    assert client.post(url_of(draft, "approve"), filled_in()).status_code == 403
    assert PolicyVersion.objects.in_force() is None


def test_the_board_approves_on_its_page_and_the_version_is_then_read_only(signed_in, draft, filled_in):
    client = signed_in("board")
    assert b"Approve" in client.get(url_of(draft)).content
    answer = client.post(url_of(draft, "approve"), filled_in())
    assert (answer.status_code, answer.url) == (303, url_of(draft))
    version = PolicyVersion.objects.in_force()
    assert (version.approval_session, version.printed_hijri) == ("٧", "١/١/١٤٤٧هـ")
    page = client.get(url_of(version))
    assert version.content_digest in page.content.decode()
    assert page.context["acts"] == []
    assert not page.context["has_change_permission"]


def test_an_approval_sent_twice_is_one_approval(signed_in, draft, filled_in):
    client, form = signed_in("board"), filled_in()
    first = client.post(url_of(draft, "approve"), form)
    second = client.post(url_of(draft, "approve"), form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert draft.history.filter(history_change_reason="Approved by the board").count() == 1


def test_a_disagreeing_pair_comes_back_with_conversions_and_everything_typed(signed_in, draft, filled_in):
    client = signed_in("board")
    form = filled_in(printed_hijri="29/2/1441", printed_gregorian="18/9/2019")
    page = client.post(url_of(draft, "approve"), form)
    text = page.content.decode()
    assert page.status_code == 409
    assert "29/2/1441 AH is 28/10/2019 CE, and 18/9/2019 CE is 19/1/1441 AH" in text
    assert [row["printed"] for row in page.context["conversions"]] == ["29/2/1441", "18/9/2019"]
    assert "28 October 2019" in text
    assert "19 Muharram 1441" in text
    assert "عبدالله بن سعد" in text
    reason = {"as_printed_reason": "هكذا طُبع المحضر."}
    assert client.post(url_of(draft, "approve"), form | reason).status_code == 303
    assert PolicyVersion.objects.in_force().approval_dates_disagree


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"printed_hijri": "30/5/1446"}, "printed_hijri"),
        ({"printed_gregorian": "14/80/2024"}, "printed_gregorian"),
        ({"approved_title": "سياسة أخرى"}, "title_remark"),
        ({"effective_on": "1/1/1440"}, "effective_on"),
        ({"session": ""}, "session"),
        ({"effective_on": "31/2/2025"}, "effective_on"),
        ({"chaired_by": "\u202e\u200b"}, "chaired_by"),
        ({"place": "م" * 10_000}, "place"),
    ],
)
def test_bad_input_is_shown_beside_its_field(signed_in, draft, filled_in, changes, field):
    page = signed_in("board").post(url_of(draft, "approve"), filled_in(**changes))
    assert page.status_code in (409, 422)
    assert page.context["form"].errors[field]
    assert PolicyVersion.objects.in_force() is None


def test_a_version_changed_since_it_was_read_is_not_approved(signed_in, draft, filled_in):
    client = signed_in("board")
    form = client.get(url_of(draft, "approve")).context["form"]
    seen = form["seen_content"].value()
    assert seen == draft.content_now()
    page = client.post(url_of(draft, "approve"), filled_in(seen_content=seen[::-1]))
    assert page.status_code == 409
    assert "changed after you opened it" in page.content.decode()


def test_the_scan_is_given_as_an_attachment_only(signed_in, draft, filled_in):
    scan = SimpleUploadedFile("minutes.pdf", b"%PDF-1.7 minutes", content_type="application/pdf")
    client = signed_in("board")
    client.post(url_of(draft, "approve"), filled_in(scan=scan))
    answer = client.get(url_of(draft, "minutes"))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 minutes"
    assert answer["Content-Disposition"] == 'attachment; filename="minutes-1.pdf"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client.post(url_of(draft, "minutes")).status_code == 405


@pytest.mark.parametrize("role", ["board", "auditor"])
def test_readers_change_nothing(signed_in, draft, role):
    client = signed_in(role)
    assert client.post(url_of(draft), {"title_ar": "x"}).status_code == 403
    assert client.post(reverse("admin:policies_policyversion_add"), {}).status_code == 403
    assert client.post(url_of(draft, "delete"), {"post": "yes"}).status_code == 403


def test_nobody_deletes_a_version(signed_in, draft):
    client = signed_in("administrator")
    assert client.post(url_of(draft, "delete"), {"post": "yes"}).status_code == 403
    client.post(reverse(LIST), {"action": "delete_selected", "_selected_action": [draft.pk]})
    assert PolicyVersion.objects.filter(pk=draft.pk).exists()


def act(client, version, name, **filled):
    return client.post(url_of(version, name), {"idempotency_key": str(uuid4()), **filled})


def test_a_draft_is_laid_before_the_board_taken_back_and_withdrawn(signed_in, draft):
    client = signed_in("administrator")
    for name, life in (("submit", VersionLife.BEFORE_THE_BOARD), ("take_back", VersionLife.DRAFT)):
        assert act(client, draft, name).status_code == 303
        assert PolicyVersion.objects.get().life_on() == life
    assert act(client, draft, "withdraw", reason=" ").status_code == 422
    assert act(client, draft, "withdraw", reason="أُعدّت نسخة أوضح.").status_code == 303
    assert PolicyVersion.objects.get().life_on() == VersionLife.WITHDRAWN


def test_a_copy_says_the_same_and_is_a_draft(signed_in, loaded):
    approved = loaded("qalam")
    assert act(signed_in("administrator"), approved, "copy").status_code == 303
    copy = PolicyVersion.objects.get(number=2)
    assert copy.content() == approved.content()
    assert copy.life_on() == VersionLife.DRAFT
    assert copy.content_digest == ""


def test_the_list_needs_the_same_queries_for_many_versions(
    signed_in, loaded, staff, django_assert_max_num_queries
):
    first = loaded("qalam")
    client = signed_in("board")
    for _each in range(5):
        copy_version(first, by=staff("administrator"))
    with django_assert_max_num_queries(10):
        client.get(reverse(LIST))


def test_the_approval_stands_above_the_version_with_what_it_will_do(signed_in, draft, staff):
    page = signed_in("board").get(url_of(draft))
    assert page.context["approval"] == {
        "url": url_of(draft, "approve"),
        "before_the_board": False,
        "reasons": [],
    }
    assert "After the approval it comes into force from the day that you name" in page.text
    submit_to_board(draft, by=staff("administrator"))
    page = signed_in("board").get(url_of(draft))
    assert "This version waits for the approval of the board" in page.text
    assert f'class="approval__button" href="{url_of(draft, "approve")}"' in page.text
    for role in ("auditor", "administrator"):
        assert signed_in(role).get(url_of(draft)).context["approval"] is None


def test_a_version_that_cannot_be_approved_says_why_instead_of_a_button(signed_in, draft, staff):
    for channel in draft.channels.all():
        remove(channel, by=staff("administrator"), reason="x")
    page = signed_in("board").get(url_of(draft))
    assert page.context["approval"]["reasons"] == ["The version names no channel."]
    assert "The version names no channel." in page.text
    assert "approval__button" not in page.text


def test_an_approved_version_has_no_approval_to_offer(signed_in, loaded):
    loaded("cra-taif")
    version = PolicyVersion.objects.in_force()
    assert signed_in("board").get(url_of(version)).context["approval"] is None


def test_my_work_names_the_version_that_waits_for_the_board(signed_in, draft, staff):
    client = signed_in("board")
    assert client.get(reverse("home")).context["before_the_board"] == []
    submit_to_board(draft, by=staff("administrator"))
    page = client.get(reverse("home"))
    assert f"Version {draft.number} of the policy waits for the approval of the board" in page.text
    assert f'href="{url_of(draft)}"' in page.text
    assert signed_in("administrator").get(reverse("home")).context["before_the_board"] == []
