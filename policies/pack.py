"""What a policy pack holds: the schema of the TOML file, as plain dataclasses.

A field without a default must be in the file; its type and its `metadata` say what the reader accepts.
"""

from dataclasses import dataclass, field
from datetime import date

from arabic.calendars import HijriDate

FORMAT = 1
STEP_CODES = ("reception", "verification", "pledge", "referral", "decision", "registration", "delivery")
CLARIFICATION_TARGETS = ("researcher", "executive")
ACCENTS = ("green", "teal", "blue", "indigo", "plum", "umber")
VALIDITY_RULES = ("must_not_be_expired", "issued_within_months", "none")
OUTCOMES = ("accept", "reject", "defer")


def line(maximum=200, **options):
    """One line of text."""
    return field(metadata={"reads": "line", "maximum": maximum}, **options)


def text(**options):
    """Text of several lines."""
    return field(metadata={"reads": "text", "maximum": 5000}, **options)


def code(**options):
    """A name for programs: lower-case ASCII letters, digits, `_` and `-`."""
    return field(metadata={"reads": "code", "maximum": 40}, **options)


def choice(values, **options):
    return field(metadata={"reads": "choice", "values": values}, **options)


def number(minimum, maximum, **options):
    return field(metadata={"reads": "number", "minimum": minimum, "maximum": maximum}, **options)


def yes_or_no(**options):
    return field(metadata={"reads": "yes_or_no"}, **options)


def day(**options):
    return field(metadata={"reads": "day"}, **options)


def hijri_day(**options):
    """A Hijri day, "1444-10-14"."""
    return field(metadata={"reads": "hijri_day"}, **options)


def codes(**options):
    return field(metadata={"reads": "codes"}, **options)


@dataclass(frozen=True, kw_only=True)
class AssociationFacts:
    code: str = code()
    name_ar: str = line()
    name_en: str = line()
    licence: str = line(40, default="")
    licensed_by_ar: str = line(default="")
    licensed_by_en: str = line(default="")
    place_ar: str = line(default="")
    place_en: str = line(default="")
    supervision_ar: str = line(default="")
    supervision_en: str = line(default="")
    served_ar: str = line()
    served_en: str = line()
    accent: str = choice(ACCENTS, default="green")


@dataclass(frozen=True, kw_only=True)
class Committee:
    size: int = number(2, 30)
    # A quorum is more than this share of the members not recused, and never fewer than the minimum.
    quorum_percent: int = number(1, 99)
    quorum_minimum: int = number(2, 30)
    casting_vote: bool = yes_or_no()
    # A second researcher reads every study before it comes before the committee.
    second_reader: bool = yes_or_no(default=False)


@dataclass(frozen=True, kw_only=True)
class Periods:
    appeal_days: int = number(1, 365)
    # Left out: an appeal waits as long as a request does.
    appeal_reply_days: int | None = number(1, 365, default=None)
    review_months: int = number(1, 120)
    retention_years: int = number(1, 100)


@dataclass(frozen=True, kw_only=True)
class Texts:
    purpose_ar: str = text()
    purpose_en: str = text()
    pledge_ar: str = text()
    pledge_en: str = text()
    privacy_notice_ar: str = text()
    privacy_notice_en: str = text()


@dataclass(frozen=True, kw_only=True)
class VersionFacts:
    title_ar: str = line()
    title_en: str = line()
    minimum_reply_days: int = number(1, 365)
    target_reply_days: int | None = number(1, 730, default=None)
    clarification_target: str = choice(CLARIFICATION_TARGETS)
    committee: Committee = field()
    periods: Periods = field()
    texts: Texts = field()


@dataclass(frozen=True, kw_only=True)
class PrintedApproval:
    """The board's approval as the association's own document states it."""

    session: str = line(40)
    term: str = line(40, default="")
    place_ar: str = line(default="")
    # What the document means; `printed_…` is what stands on the paper, even when it cannot be a date.
    hijri: HijriDate = hijri_day()
    gregorian: date = day()
    printed_hijri: str = line(60, default="")
    printed_gregorian: str = line(60, default="")
    approved_title_ar: str = line(default="")
    effective_on: date = day()
    published: bool = yes_or_no(default=False)
    dates_remark_ar: str = text(default="")
    dates_remark_en: str = text(default="")
    title_remark_ar: str = text(default="")
    title_remark_en: str = text(default="")


@dataclass(frozen=True, kw_only=True)
class Label:
    code: str = code()
    label_ar: str = line()
    label_en: str = line()


@dataclass(frozen=True, kw_only=True)
class DocumentLabel(Label):
    # Empty: required for every service.
    service_types: tuple[str, ...] = codes(default=())
    validity: str = choice(VALIDITY_RULES)
    months: int | None = number(1, 120, default=None)


@dataclass(frozen=True, kw_only=True)
class ReasonLabel(Label):
    """A reason that a decision of the committee may name."""

    outcome: str = choice(OUTCOMES)


@dataclass(frozen=True, kw_only=True)
class StepLabel(Label):
    code: str = choice(STEP_CODES)
    guidance_ar: str = text()
    guidance_en: str = text()


@dataclass(frozen=True, kw_only=True)
class PolicyPack:
    format: int = choice((FORMAT,))
    association: AssociationFacts = field()
    version: VersionFacts = field()
    approval: PrintedApproval | None = field(default=None)
    channels: tuple[Label, ...] = field()
    tools: tuple[Label, ...] = field()
    service_types: tuple[Label, ...] = field()
    required_documents: tuple[DocumentLabel, ...] = field()
    categories: tuple[Label, ...] = field()
    steps: tuple[StepLabel, ...] = field()
    # Of an outcome for which none is named, the portal's own list applies.
    decision_reasons: tuple[ReasonLabel, ...] = field(default=())
