"""What staff read about the policy in force, and what they read when there is none."""

import pytest
from django.urls import reverse

from policies.approval import submit_to_board

pytestmark = pytest.mark.django_db

PAGE, TOOLS = "policies:policy_detail", "policies:policy_tools"


@pytest.fixture
def read(client, staff):
    """`read(name, "en")` is the answer to somebody at the reception desk."""

    def page(name=PAGE, language="en", role="reception"):
        client.force_login(staff(role), backend="django.contrib.auth.backends.ModelBackend")
        client.cookies["language"] = language
        return client.get(reverse(name))

    return page


def test_the_page_needs_a_sign_in(client, loaded):
    loaded("qalam")
    assert client.get(reverse(PAGE)).status_code == 302


@pytest.mark.parametrize(
    ("pack", "present", "absent"),
    [
        (
            "cra-taif",
            ["Branch office delegates", "Social research officer", "names a different title"],
            ["The two dates disagree"],
        ),
        ("qalam", ["Phone calls", "13 Jumada I 1445 AH (27 November 2023)"], ["Branch office delegates"]),
        (
            "naqrah",
            ["Executive officials", "29/2/1441 AH is 28/10/2019 CE", "18 September 2019", "29/2/1441هـ"],
            ["Guide to the support policy", "Branch office delegates"],
        ),
        ("ihsan-tabuk", ["10/20/1446 = 14/80/2024", "14 August 2024", "1520"], ["The two dates disagree"]),
    ],
)
def test_the_page_shows_the_policy_as_its_own_document_has_it(loaded, read, pack, present, absent):
    loaded(pack)
    text = read().content.decode()
    for words in present:
        assert words in text
    for words in absent:
        assert words not in text


def test_the_page_is_arabic_in_arabic(loaded, read):
    loaded("naqrah")
    text = read(language="ar").content.decode()
    assert "مستلزمات زراعية" in text
    assert "يُستقبل العضو" in text
    assert "Farm supplies" not in text


def test_every_service_shows_the_documents_it_requires(loaded, read):
    loaded("ihsan-tabuk")
    services = read().context["sheet"].services
    rent = next(service for service in services if service["label"] == "Rent support")
    assert "Registered lease contract" in [row["label"] for row in rent["documents"]]
    assert "Title deed of the home" not in [row["label"] for row in rent["documents"]]


@pytest.mark.parametrize("name", [PAGE, TOOLS])
def test_without_a_policy_the_page_says_what_must_happen(read, name):
    page = read(name)
    assert page.status_code == 200
    assert "No policy has been loaded yet" in page.content.decode()


@pytest.mark.parametrize("name", [PAGE, TOOLS])
def test_a_draft_is_not_shown_as_the_policy(loaded, read, staff, name):
    draft = loaded("sila-makkah")
    text = read(name).content.decode()
    assert "Version 1 is a draft and comes into force after the board has approved it." in text
    assert "Until then no request can be opened." in text
    assert "Food basket" not in text
    submit_to_board(draft, by=staff("administrator"))
    assert "Version 1 is before the board" in read(name).content.decode()


def test_only_those_who_read_versions_are_led_to_them(loaded, read):
    loaded("sila-makkah")
    url = reverse("admin:policies_policyversion_changelist")
    assert url not in read(role="reception").content.decode()
    assert url in read(role="board").content.decode()


def test_the_tools_are_those_of_the_version(loaded, read):
    loaded("naqrah")
    text = read(TOOLS).content.decode()
    assert "Bylaws" in text
    assert "Guide to the support policy" not in text


@pytest.mark.parametrize("method", ["post", "put", "delete", "trace"])
def test_the_page_is_only_read(loaded, client, staff, method):
    loaded("qalam")
    client.force_login(staff("reception"), backend="django.contrib.auth.backends.ModelBackend")
    assert getattr(client, method)(reverse(PAGE)).status_code == 405


def test_the_page_reads_in_few_queries(client, loaded, read, django_assert_max_num_queries):
    loaded("cra-taif")
    read()
    with django_assert_max_num_queries(12):
        assert client.get(reverse(PAGE)).status_code == 200


def test_the_page_is_printed_with_its_version_and_leads_to_the_tools(loaded, read):
    loaded("cra-taif")
    page = read(language="ar").text
    assert "النسخة 1" in page
    assert f'href="{reverse(TOOLS)}"' in page
    assert "js/print" in page
    assert "css/paper" in page
    assert "طباعة هذه الصفحة" in page
    assert "دليل سياسة الدعم للمستفيدين" in read(TOOLS, language="ar").text
