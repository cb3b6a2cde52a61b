"""Everything that lies on the researcher's desk while a study is written, each part read once."""

from django.utils.functional import cached_property

from accounts.models import User
from intake.case_file import CaseFile
from intake.models import SupportRequest

from ..models import ResearchReport
from ..scales.reading import Scale, scale_in_force, scale_of
from .drafts import Drafts, drafts_for
from .sheet import Sheet, sheet_of
from .stated import StatedHousehold


class StudyDesk:
    """One request under study."""

    def __init__(self, case: CaseFile, by: User):
        self.case, self.by = case, by

    @property
    def request(self) -> SupportRequest:
        return self.case.request

    @cached_property
    def household(self) -> StatedHousehold:
        return StatedHousehold(self.case.person)

    @cached_property
    def scale(self) -> Scale | None:
        """The scale by which a study of today is scored, or None as long as none is adopted."""
        row = scale_in_force()
        return scale_of(row) if row else None

    @cached_property
    def services(self) -> list[tuple[int, str]]:
        """What the policy of the request knows to give."""
        return [(service.pk, service.label) for service in self.case.parts.service_types]

    @cached_property
    def drafts(self) -> Drafts:
        return drafts_for(self.request, self.by)

    @cached_property
    def earlier(self) -> ResearchReport | None:
        """The report of the study before this one."""
        if self.request.study < 2:
            return None
        return self.request.reports.filter(study=self.request.study - 1).first()

    def beginning(self) -> dict:
        """What a form shows before anything is typed: the last study, or else what the household stated."""
        sheet = sheet_of(self.earlier.sheet) if self.earlier else None
        if sheet is None:
            home = self.household.home
            if home is None:
                return {}
            lines = {"income": home.income, "expenses": home.expenses}
            return {**_rows(lines), "home_tenure": home.tenure, "home_rooms": home.rooms}
        return {
            **_of_sheet(sheet, self.household),
            "findings": self.earlier.findings,
            **{f"score_{row['code']}": row["level"] or row["points"] for row in self.earlier.scores or ()},
        }


def _rows(tables: dict[str, tuple]) -> dict:
    """Rows as the values of a form's fields."""
    return {
        f"{table}_{number}_{name}": value
        for table, rows in tables.items()
        for number, row in enumerate(rows)
        for name, value in vars(row).items()
    }


def _of_sheet(sheet: Sheet, household: StatedHousehold) -> dict:
    tables = ("found", "income", "expenses", "ill", "debts", "aid", "needs")
    known = {(member.name, member.relation): member for member in sheet.members}
    seen = {
        member.key: known[member.name, member.relation]
        for member in household.members
        if (member.name, member.relation) in known
    }
    return {
        **_rows({table: getattr(sheet, table) for table in tables}),
        **{f"home_{name}": value for name, value in vars(sheet.home).items()},
        **{f"member_{key}_presence": member.presence for key, member in seen.items()},
        **{f"member_{key}_note": member.note for key, member in seen.items()},
        "health": sheet.health,
    }
