"""The five packs say what the associations' own documents say."""

from datetime import date

import pytest

from policies.models import Association, PolicyVersion, VersionLife

from .conftest import PACKS

pytestmark = pytest.mark.django_db

EIGHT = [
    *("interview", "phone", "social_media", "letter"),
    *("assistance_request", "volunteering", "website", "branch_delegate"),
]
FOUR = ["bylaws", "research_guide", "support_guide", "request_form"]


def codes(parts):
    return [part.code for part in parts.all()]


@pytest.mark.parametrize(
    ("pack", "channels", "tools", "target", "life"),
    [
        ("cra-taif", EIGHT, FOUR, "researcher", VersionLife.IN_FORCE),
        ("qalam", EIGHT[:7], FOUR, "researcher", VersionLife.IN_FORCE),
        ("sila-makkah", EIGHT, FOUR, "researcher", VersionLife.DRAFT),
        (
            "naqrah",
            EIGHT[:7],
            ["bylaws", "research_guide", "request_form"],
            "executive",
            VersionLife.IN_FORCE,
        ),
        ("ihsan-tabuk", EIGHT, FOUR, "researcher", VersionLife.IN_FORCE),
    ],
)
def test_a_pack_brings_its_own_channels_tools_and_target(loaded, pack, channels, tools, target, life):
    version = loaded(pack)
    assert codes(version.channels) == channels
    assert codes(version.tools) == tools
    assert version.clarification_target == target
    assert version.life_on() == life


@pytest.mark.parametrize("pack", PACKS)
def test_every_pack_can_carry_a_request_to_delivery(loaded, pack):
    version = loaded(pack)
    assert version.minimum_reply_days == 14
    assert codes(version.steps) == [
        *("reception", "verification", "pledge", "referral", "decision", "registration", "delivery")
    ]
    assert all(step.guidance_ar and step.guidance_en for step in version.steps.all())
    assert version.categories.exists()
    for service in version.service_types.all():
        assert version.documents_for(service)


@pytest.mark.parametrize(
    ("pack", "licence", "supervision"),
    [
        ("cra-taif", "888", "وزارة الموارد البشرية والتنمية الاجتماعية"),
        ("qalam", "", ""),
        ("sila-makkah", "", ""),
        ("naqrah", "306", "وزارة الموارد البشرية والتنمية الاجتماعية"),
        ("ihsan-tabuk", "1520", "وزارة البلديات والإسكان"),
    ],
)
def test_an_association_has_the_licence_and_supervision_of_its_document(loaded, pack, licence, supervision):
    loaded(pack)
    association = Association.objects.the_one()
    assert (association.licence, association.supervision_ar) == (licence, supervision)


@pytest.mark.parametrize(
    ("pack", "session", "hijri", "gregorian"),
    [
        ("cra-taif", "3", "1444-10-14", date(2023, 5, 4)),
        ("qalam", "6", "1445-05-13", date(2023, 11, 27)),
        ("naqrah", "5", "1441-02-29", date(2019, 9, 18)),
        ("ihsan-tabuk", "5", "1446-02-10", date(2024, 8, 14)),
    ],
)
def test_an_approval_is_recorded_as_printed(loaded, pack, session, hijri, gregorian):
    version = loaded(pack)
    assert version.approval_session == session
    assert version.approved_hijri == hijri
    assert version.approved_on == gregorian
    assert version.approved_by.username == "rifada"
    assert version.history.latest().history_user.username == "rifada"


def test_the_dates_of_naqrah_disagree_and_the_later_one_counts(loaded):
    version = loaded("naqrah")
    assert version.approval_dates_disagree
    assert (version.printed_hijri, version.printed_gregorian) == ("29/2/1441هـ", "18/9/2019")
    assert version.dates_remark_ar
    assert version.published_on_website
    assert PolicyVersion.objects.in_force(on=date(2019, 10, 27)) is None
    assert PolicyVersion.objects.in_force(on=date(2019, 10, 28)) == version


def test_the_impossible_print_of_tabuk_is_kept(loaded):
    version = loaded("ihsan-tabuk")
    assert (version.printed_hijri, version.printed_gregorian) == ("10/20/1446", "14/80/2024")
    assert not version.approval_dates_disagree
    assert version.dates_remark_ar
    assert version.published_on_website


def test_the_title_of_taif_is_remarked(loaded):
    version = loaded("cra-taif")
    assert version.title_remark_ar
    assert not version.dates_remark_ar


def test_the_policy_of_makkah_is_not_in_force(loaded):
    loaded("sila-makkah")
    assert PolicyVersion.objects.in_force() is None


def test_the_people_served_by_naqrah_are_its_members(loaded):
    loaded("naqrah")
    assert Association.objects.the_one().served_ar == "أعضاء الجمعية العمومية"
