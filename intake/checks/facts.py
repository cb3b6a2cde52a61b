"""What the person states, fact by fact: in words, and with the digest by which a later change is noticed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arabic.calendars import dual, dual_partial
from arabic.text import listed, riyals
from beneficiaries.countries import country_name
from beneficiaries.iban import in_fours
from beneficiaries.models import Direction
from beneficiaries.phones import dialled
from beneficiaries.privacy import hidden_fields
from beneficiaries.stated import amount_of, facts_of_member
from policies.digests import canonical_sha256

from ..case_file import CaseFile
from ..models import Fact
from ..models.records import Verdict

# The facts that stand in the person's own row, each with its fields; the household's are read beside it.
FIELDS = {
    Fact.IDENTITY: ("identity_kind", "identity_number", "identity_country", "identity_missing_reason"),
    Fact.NAME: ("first_name", "father_name", "grandfather_name", "family_name"),
    Fact.BIRTH_DATE: ("birth_date", "birth_precision"),
    Fact.GENDER: ("gender",),
    Fact.NATIONALITY: ("nationality",),
    Fact.MARITAL_STATE: ("marital_state",),
    Fact.PHONE: ("phone",),
    Fact.ADDRESS: ("city", "district", "short_address"),
    Fact.EDUCATION_WORK: ("education", "work", "workplace"),
    Fact.IBAN: ("iban",),
    Fact.HEALTH: ("health_note", "disability_note"),
}
_SUMS = {Fact.INCOME: Direction.INCOME, Fact.EXPENSES: Direction.EXPENSE}


@dataclass(frozen=True, slots=True)
class StatedFact:
    """One fact as it is stated today."""

    fact: str
    words: str
    sha256: str

    @property
    def label(self) -> str:
        return str(Fact(self.fact).label)


def stated_facts(case: CaseFile) -> list[StatedFact]:
    """Everything that is stated, in the order of the list; of what is not stated there is nothing to compare."""
    return [
        StatedFact(fact.value, _in_words(case, fact), digest)
        for fact in Fact
        if (digest := digest_of(case, fact))
    ]


def digest_of(case: CaseFile, fact: str) -> str:
    """The digest of what is stated; "" where nothing is."""
    stated = _plain(case, Fact(fact))
    return canonical_sha256({"fact": str(fact), "stated": stated}) if any(stated) else ""


def counts(case: CaseFile, row: dict) -> bool:
    """Whether a comparison is still about what is stated today."""
    return row["sha256"] == digest_of(case, row["fact"])


def open_comparisons(case: CaseFile) -> list[dict]:
    """What was compared and is not proven: it differs, nothing proves it, or its proof is missing by now."""
    return [row for row in case.comparisons if not row["waived_by"] and _is_open(row) and counts(case, row)]


def _is_open(row: dict) -> bool:
    return row["verdict"] != Verdict.MATCHES or row["proof_verdict"] == Verdict.MISSING


def stated_in_words(fact: StatedFact, stale) -> str:
    """What is stated; and where it was compared before it changed, that this comparison counts no more."""
    if stale is None:
        return _("Stated: %(words)s") % {"words": fact.words}
    return _(
        "Stated: %(words)s — this changed after it was compared on %(date)s, so that comparison counts no more."
    ) % {"words": fact.words, "date": dual(stale.checked_on)}


def hidden_facts(user) -> frozenset[str]:
    """The facts that this person may not read, and so neither compares nor sees compared."""
    hidden = hidden_fields(user)
    return frozenset(fact.value for fact, names in FIELDS.items() if hidden & set(names))


def _plain(case: CaseFile, fact: Fact) -> list:
    """The stated values, the same today as on any other day."""
    if fact in FIELDS:
        values = [getattr(case.person, name) for name in FIELDS[fact]]
        return ["" if value is None else str(value) for value in values]
    if fact in _SUMS:
        lines = [row for row in case.stated.budget if row["direction"] == _SUMS[fact]]
        return sorted([row["kind"], row["note"], str(amount_of(row))] for row in lines)
    home = case.stated.home
    if home is None:
        return []
    members = ({**facts_of_member(row), "since_on": ""} for row in case.stated.members)
    in_order = sorted([str(member[name] or "") for name in sorted(member)] for member in members)
    return [[home["city"], home["district"], home["housing"]], *in_order]


def _in_words(case: CaseFile, fact: Fact) -> str:
    person = case.person
    if fact in FIELDS:
        words = _WORDS.get(fact)
        return words(person) if words else _joined(_shown(person, name) for name in FIELDS[fact])
    if fact in _SUMS:
        lines = [row for row in case.stated.budget if row["direction"] == _SUMS[fact]]
        return riyals(sum(amount_of(row) for row in lines))
    names = [facts_of_member(row)["name"] for row in case.stated.members]
    number = ngettext("%(count)d person", "%(count)d people", len(names)) % {"count": len(names)}
    return _("%(number)s: %(names)s") % {"number": number, "names": listed(names)}


_WORDS = {
    Fact.IDENTITY: lambda person: _joined(
        (person.get_identity_kind_display(), person.identity_number, person.identity_missing_reason)
    ),
    Fact.NAME: lambda person: person.full_name,
    Fact.BIRTH_DATE: lambda person: dual_partial(person.birth_date, person.birth_precision),
    Fact.NATIONALITY: lambda person: country_name(person.nationality),
    Fact.PHONE: lambda person: dialled(person.phone),
    Fact.IBAN: lambda person: in_fours(person.iban),
}


def _shown(person, name: str) -> str:
    display = getattr(person, f"get_{name}_display", None)
    return str(display() if display else getattr(person, name))


def _joined(parts) -> str:
    return " · ".join(part for part in parts if part)
