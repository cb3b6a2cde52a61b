"""A pack with mistakes is refused with every mistake, each under the path of its key."""

import pytest

from audit.refusals import Refused
from policies.pack_reader import find_pack, parse_pack, read_pack, shipped_packs

from .conftest import PACKS

pytestmark = pytest.mark.usefixtures("in_english")


def reasons_against(text):
    with pytest.raises(Refused) as refused:
        parse_pack(text)
    return [str(reason) for reason in refused.value.reasons]


@pytest.mark.parametrize("code", PACKS)
def test_every_shipped_pack_is_read(code):
    pack = read_pack(find_pack(code))
    assert pack.association.code == code
    assert [step.code for step in pack.steps][0] == "reception"


def test_the_five_packs_are_shipped():
    assert shipped_packs() == PACKS


MISTAKES = {
    "a missing label": (
        {'code = "letter"\nlabel_ar = "الخطابات"\n': 'code = "letter"\n'},
        "channels[3].label_ar: missing",
    ),
    "an empty label": ({'label_ar = "الخطابات"': 'label_ar = " "'}, "channels[3].label_ar: is empty"),
    "a label of two lines": (
        {'label_ar = "الخطابات"': 'label_ar = "الخطابات\\nالورقية"'},
        "channels[3].label_ar: must be one line",
    ),
    "a direction character": (
        {'label_ar = "الخطابات"': 'label_ar = "الخطابات\\u202e"'},
        "channels[3].label_ar: holds an invisible or direction character (U+202E)",
    ),
    "a NUL": (
        {'label_ar = "الخطابات"': 'label_ar = "الخطابات\\u0000"'},
        "channels[3].label_ar: holds an invisible or direction character (U+0000)",
    ),
    "a label that is too long": (
        {'label_ar = "الخطابات"': f'label_ar = "{"خ" * 201}"'},
        "channels[3].label_ar: is longer than 200 characters",
    ),
    "a number for a label": ({'label_ar = "الخطابات"': "label_ar = 7"}, "channels[3].label_ar: must be text"),
    "an Arabic code": (
        {'code = "letter"': 'code = "خطاب"'},
        "channels[3].code: must be a code of a–z, 0–9, “_” and “-” that begins with a letter",
    ),
    "a code used twice": (
        {'code = "letter"': 'code = "phone"'},
        "channels[3].code: “phone” is already the code of channels[1]",
    ),
    "an unknown key": ({"[version]\n": "[version]\ncolour = 1\n"}, "version.colour: unknown key"),
    "an unknown table": ({"format = 1\n": "format = 1\n[secrets]\na = 1\n"}, "secrets: unknown key"),
    "an unknown format": ({"format = 1\n": "format = 2\n"}, "format: must be one of: 1"),
    "true for a number": (
        {"minimum_reply_days = 14": "minimum_reply_days = true"},
        "version.minimum_reply_days: must be a whole number from 1 to 365",
    ),
    "no reply period": (
        {"minimum_reply_days = 14": "minimum_reply_days = 0"},
        "version.minimum_reply_days: must be a whole number from 1 to 365",
    ),
    "a promise before the minimum": (
        {"minimum_reply_days = 14": "minimum_reply_days = 14\ntarget_reply_days = 10"},
        "version.target_reply_days: must not be less than minimum_reply_days",
    ),
    "an unknown target": (
        {'clarification_target = "researcher"': 'clarification_target = "board"'},
        "version.clarification_target: must be one of: researcher, executive",
    ),
    "text for yes or no": (
        {"casting_vote = true": 'casting_vote = "yes"'},
        "version.committee.casting_vote: must be true or false",
    ),
    "a quorum above the committee": (
        {"quorum_minimum = 2": "quorum_minimum = 4"},
        "version.committee.quorum_minimum: must not be more than the size of the committee",
    ),
    "a value for a table": (
        {"[version.committee]": "committee = 3\n[version.other]"},
        "version.committee: must be a table",
    ),
    "an impossible Hijri day": (
        {'hijri = "1444-10-14"': 'hijri = "1444-10-31"'},
        "approval.hijri: Shawwal 1444 has 30 days; day 31 does not exist.",
    ),
    "an impossible Hijri month": (
        {'hijri = "1444-10-14"': 'hijri = "1444-20-10"'},
        "approval.hijri: Month 20 does not exist: a year has twelve months.",
    ),
    "an impossible Gregorian day": (
        {"\ngregorian = 2023-05-04": "\ngregorian = 2023-02-30"},
        "approval.gregorian: 2023-02-30 is not a day of the calendar",
    ),
    "an impossible Gregorian month": (
        {"\ngregorian = 2023-05-04": "\ngregorian = 2023-80-14 # a comment"},
        "approval.gregorian: 2023-80-14 is not a day of the calendar",
    ),
    "a day in quotes": (
        {"effective_on = 2023-05-04": 'effective_on = "2023-05-04"'},
        "approval.effective_on: must be a date without quotes, like 2023-05-04",
    ),
    "a moment for a day": (
        {"effective_on = 2023-05-04": "effective_on = 2023-05-04T10:00:00"},
        "approval.effective_on: must be a date without quotes, like 2023-05-04",
    ),
    "in force before the approval": (
        {"effective_on = 2023-05-04": "effective_on = 2023-05-03"},
        "approval.effective_on: is earlier than the approval",
    ),
    "a disagreeing pair without a remark": (
        {"\ngregorian = 2023-05-04": "\ngregorian = 2023-05-05"},
        "approval.gregorian: The two dates disagree: 14/10/1444 AH is 4/5/2023 CE, and 5/5/2023 CE is "
        "15/10/1444 AH. Say why in dates_remark_ar and dates_remark_en.",
    ),
    "a reading that is not the print": (
        {'printed_hijri = "14/10/1444هـ"': 'printed_hijri = "10/20/1444"'},
        "approval.printed_hijri: The printed text “10/20/1444” is not the date recorded. "
        "Say why in dates_remark_ar and dates_remark_en.",
    ),
    "a remark in one language": (
        {"title_remark_en =": "# title_remark_en ="},
        "approval.title_remark_en: missing",
    ),
    "an unknown service": (
        {'"rehabilitation_sessions", "assistive': '"massage", "assistive'},
        "required_documents[1].service_types[0]: unknown service type “massage”",
    ),
    "months that are missing": ({"months = 6\n": ""}, "required_documents[1].months: missing"),
    "months without a meaning": (
        {'validity = "must_not_be_expired"': 'validity = "must_not_be_expired"\nmonths = 3'},
        "required_documents[0].months: has a meaning only with validity = “issued_within_months”",
    ),
    "an unknown step": (
        {'code = "pledge"': 'code = "oath"'},
        "steps[2].code: must be one of: "
        "reception, verification, pledge, referral, decision, registration, delivery",
    ),
    "a step twice": ({'code = "pledge"': 'code = "referral"'}, "steps: the step “pledge” is missing"),
}


@pytest.mark.parametrize(("changes", "reason"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_reported_with_the_path_of_its_key(pack_source, changes, reason):
    assert reason in reasons_against(pack_source(changes=changes))


def test_all_mistakes_are_reported_at_once(pack_source):
    changes = {
        'name_en = "Continuing Rehabilitation Association"\n': "",
        "minimum_reply_days = 14": 'minimum_reply_days = "two weeks"',
        'hijri = "1444-10-14"': 'hijri = "1446-05-30"',
        'label_en = "Letters"\n': "",
    }
    paths = [reason.partition(":")[0] for reason in reasons_against(pack_source(changes=changes))]
    assert paths == [
        "association.name_en",
        "version.minimum_reply_days",
        "approval.hijri",
        "channels[3].label_en",
    ]


def test_an_approval_that_names_another_title_needs_a_remark(pack_source):
    text = pack_source(
        "qalam", {'printed_hijri = "13': 'approved_title_ar = "سياسة أخرى"\nprinted_hijri = "13'}
    )
    assert reasons_against(text) == [
        "approval.title_remark_ar: missing, although the approved title differs from title_ar"
    ]


def test_a_pack_that_is_not_toml_is_refused_in_words():
    assert reasons_against("[association\ncode = 1")[0].startswith("pack: not TOML: ")


def test_a_pack_without_anything_names_what_is_missing():
    paths = [reason.partition(":")[0] for reason in reasons_against("")]
    assert {"format", "association", "version", "channels", "steps"} <= set(paths)
    assert "approval" not in paths


def test_a_pack_that_is_not_utf8_is_refused_in_words(tmp_path, pack_source):
    file = tmp_path / "mine.toml"
    file.write_bytes(pack_source().encode("cp1256", errors="replace"))
    with pytest.raises(Refused, match="mine.toml: not UTF-8 text"):
        read_pack(file)


def test_a_byte_order_mark_is_no_mistake(tmp_path, pack_source):
    file = tmp_path / "mine.toml"
    file.write_text(pack_source(), encoding="utf-8-sig")
    assert read_pack(file).association.code == "cra-taif"


def test_a_huge_file_is_not_read(tmp_path):
    file = tmp_path / "huge.toml"
    file.write_bytes(b"#" * 1024 * 1025)
    with pytest.raises(Refused, match="smaller than one megabyte"):
        read_pack(file)


@pytest.mark.parametrize("name", ["nothing", "../packs/qalam", "/no/such/file.toml", "."])
def test_a_name_that_is_no_pack_is_refused_with_the_packs_there_are(name):
    with pytest.raises(Refused, match=r"cra-taif, ihsan-tabuk, naqrah, qalam, sila-makkah"):
        find_pack(name)
