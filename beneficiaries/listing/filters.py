"""What may be chosen of the list of people; nothing here is personal, since it stands in the address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Branch
from arabic.calendars import riyadh_today
from arabic.text import ascii_digits, clean_line
from policies.frozen import parts_of, shown_in_force

from ..models import Beneficiary, Gender, IdentityKind, PersonCategory
from ..models.particulars import MaritalState, Standing

OLDEST = 120
HEAD_OFFICE = "head"


def _text(typed: str) -> str:
    return clean_line(typed[:200])[:80]


def _age(typed: str) -> str:
    digits = ascii_digits(clean_line(typed[:20]))
    return digits if digits.isascii() and digits.isdecimal() and int(digits) <= OLDEST else ""


def _branches() -> list[tuple[str, str]]:
    names = Branch.objects.values_list("pk", "name")
    return [(HEAD_OFFICE, _("Head office")), *((str(pk), name) for pk, name in names)]


def _categories() -> list[tuple[str, str]]:
    """Those of the policy in force, kept in memory."""
    version = shown_in_force()
    return [(str(one.pk), one.label) for one in parts_of(version.pk).categories] if version else []


def _of_branch(value: str) -> Q:
    return Q(branch__isnull=True) if value == HEAD_OFFICE else Q(branch_id=int(value))


def _birthday(years: int) -> date:
    """The day on which somebody was born who turns so old today."""
    today = riyadh_today()
    # Who was born on 29 February has the birthday on the day after.
    leapless = today.replace(day=28) if (today.month, today.day) == (2, 29) else today
    return leapless.replace(year=today.year - years)


@dataclass(frozen=True)
class Filter:
    """One thing that may be chosen: its name in the address, how what stands there is read, and whom it leaves."""

    name: str
    label: str
    condition: Callable[[str], Q]
    # What was typed as it counts, "" for nothing of worth; of a filter with choices it must be one of them.
    read: Callable[[str], str] = _text
    choices: Callable[[], list[tuple[str, str]]] | None = None
    # The permission without which there is nothing to choose.
    needs: str = ""
    is_number: bool = False


FILTERS = (
    Filter("city", _("City"), lambda city: Q(city=city)),
    Filter("district", _("District"), lambda district: Q(district=district)),
    # Index people_of_branch.
    Filter("branch", _("Branch"), _of_branch, choices=_branches, needs="beneficiaries.see_everyone"),
    Filter("gender", _("Gender"), lambda gender: Q(gender=gender), choices=lambda: Gender.choices),
    Filter(
        "document",
        _("Identity document"),
        lambda kind: Q(identity_kind=kind),
        choices=lambda: IdentityKind.choices,
    ),
    Filter(
        "category",
        _("Category"),
        lambda category: Q(
            pk__in=PersonCategory.objects.filter(category=int(category), ended_on__isnull=True).values(
                "beneficiary"
            )
        ),
        choices=_categories,
    ),
    Filter(
        "marital_state",
        _("Marital state"),
        lambda state: Q(marital_state=state),
        choices=lambda: MaritalState.choices,
    ),
    Filter(
        "standing",
        _("State of the file"),
        lambda standing: Q(standing=standing),
        # A merged file is only a signpost.
        choices=lambda: [choice for choice in Standing.choices if choice[0] != Standing.MERGED],
    ),
    Filter(
        "age_from",
        _("Age from"),
        lambda years: Q(birth_date__lte=_birthday(int(years))),
        read=_age,
        is_number=True,
    ),
    Filter(
        "age_to",
        _("Age to"),
        lambda years: Q(birth_date__gt=_birthday(int(years) + 1)),
        read=_age,
        is_number=True,
    ),
)


class Choice:
    """What somebody chose of the list; spoilt values count as not chosen."""

    def __init__(self, asked: Mapping[str, str], user):
        self.user = user
        self.offered = [one for one in FILTERS if not one.needs or user.may(one.needs)]
        self.choices = {one.name: one.choices() for one in self.offered if one.choices}
        read = {one.name: self._read(one, asked.get(one.name, "")) for one in self.offered}
        self.values = {name: value for name, value in read.items() if value}

    def _read(self, one: Filter, typed: str) -> str:
        if one.choices:
            return typed if typed in dict(self.choices[one.name]) else ""
        return one.read(typed)

    def rows(self):
        """Those whom this person may see and has chosen; a merged file is only a signpost to another one."""
        conditions = [one.condition(self.values[one.name]) for one in self.offered if one.name in self.values]
        return Beneficiary.objects.visible_to(self.user).filter(*conditions).exclude(standing=Standing.MERGED)

    @property
    def query(self) -> str:
        """The choice as it stands in an address."""
        return urlencode(self.values)

    def in_words(self) -> list[tuple[str, str]]:
        """Each chosen filter with what was chosen, for people to read."""
        return [
            (str(one.label), str(dict(self.choices.get(one.name, ())).get(value, value)))
            for one in self.offered
            if (value := self.values.get(one.name))
        ]

    def fields(self) -> list[dict]:
        """The filters as the page asks for them."""
        return [
            {
                "name": one.name,
                "label": one.label,
                "value": self.values.get(one.name, ""),
                "is_number": one.is_number,
                "most": OLDEST,
                "choices": [
                    {"value": value, "label": label, "selected": value == self.values.get(one.name)}
                    for value, label in self.choices.get(one.name, ())
                ],
            }
            for one in self.offered
        ]
