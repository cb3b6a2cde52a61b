"""What each row of a list is: asked of the same rules as the form at the desk, a piece of the list at a time."""

from collections.abc import Callable

from django.db.models import Min
from django.utils import translation

from arabic.calendars import Precision
from arabic.text import fold_words
from audit.refusals import Refused
from audit.writing import changes_of

from ..duplicates.signs import Sign, likely_duplicates_of, name_key
from ..models import Beneficiary, ImportBatch, ImportRow, Standing, Verdict
from ..people import draft_of
from ..rules import NAMES, reason_file_is_read_only, reasons_against
from .cells import RowReader

LANGUAGES = ("ar", "en")


def in_each_language(say: Callable[[], list]) -> dict[str, list]:
    """The same reasons for readers of either language; nothing is asked twice where all is well."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = [[name or "", str(sentence)] for name, sentence in say()]
        if not said[language]:
            return {}
    return said


class Judge:
    """Judges the rows of one list, piece by piece."""

    def __init__(self, batch: ImportBatch):
        self.batch = batch
        self.reader = RowReader(batch.columns, batch.for_all, by=batch.staged_by)

    def judge(self, rows: list[tuple[int, list[str]]]) -> list[ImportRow]:
        reads = [self.reader.read(cells) for _number, cells in rows]
        files = self._files([read.fields for read in reads])
        judged, drafts = [], {}
        for (number, cells), read in zip(rows, reads, strict=True):
            row = ImportRow(batch=self.batch, number=number, cells=cells)
            file = files.get(_document(read.fields))
            draft = self._one(row, read, file)
            if draft is not None:
                drafts[row.number] = draft
            judged.append(row)
        self._twice(judged)
        self._likely([(row, drafts[row.number]) for row in judged if row.verdict == Verdict.NEW])
        return judged

    def _files(self, read: list[dict]) -> dict[tuple, Beneficiary]:
        """The files that have these documents already; one that is no signpost first."""
        numbers = {fields["identity_number"] for fields in read if "identity_number" in fields}
        people = Beneficiary.objects.filter(identity_number__in=numbers).select_related(
            "branch", "identity_follow_up_by"
        )
        found: dict[tuple, Beneficiary] = {}
        for person in people:
            document = (person.identity_number, person.identity_country)
            if document not in found or found[document].standing == Standing.MERGED:
                found[document] = person
        return found

    def _one(self, row: ImportRow, read, file: Beneficiary | None) -> Beneficiary | None:
        """The person as the row would make them; None when something stands against it."""
        row.person_pk = file.pk if file else None
        row.version_before = file.version if file else None
        draft, reasons = self._against(read, file)
        if reasons:
            row.verdict = Verdict.ERROR
            row.reasons = in_each_language(lambda: self._against(self.reader.read(row.cells), file)[1])
            return None
        row.key = "|".join(map(str, _document(read.fields))) if draft.identity_number else _person_key(draft)
        if file is None:
            row.verdict = Verdict.NEW
            row.alike_name = f"{name_key(draft)} {draft.birth_date.year}"
            row.alike_phone = draft.phone.as_e164
        else:
            changes = changes_of(draft)
            row.changes = {name: change for name, change in changes.items() if change is not None}
            row.verdict = Verdict.UPDATES if changes else Verdict.UNCHANGED
        return draft

    def _against(self, read, file: Beneficiary | None) -> tuple[Beneficiary | None, list]:
        """The draft, and every reason against it: what cannot be read, then what the rules say."""
        if file is not None and not file.is_open:
            return None, [("identity_number", reason_file_is_read_only(file))]
        fields = (
            self.reader.of_new_person(read.fields)
            if file is None
            else besides_what_is_known(file, read.fields)
        )
        try:
            draft = draft_of(file, fields, by=self.batch.staged_by)
            said = reasons_against(draft)
        except Refused as refusal:
            draft, said = None, refusal.by_field
        unread = {name for name, _sentence in read.problems}
        if "whole_name" in unread:
            unread |= set(NAMES)
        return draft, [*read.problems, *((name, text) for name, text in said if name not in unread)]

    def _twice(self, judged: list[ImportRow]) -> None:
        keys = {row.key for row in judged if row.key}
        # SPEED: asked by the key alone; with the verdict SQLite would read every row of the list.
        earlier = self.batch.rows.filter(key__in=keys).order_by()
        first = dict(earlier.values_list("key").annotate(Min("number")))
        for row in judged:
            if row.key and first.setdefault(row.key, row.number) != row.number:
                row.verdict, row.duplicate_of = Verdict.DUPLICATE, first[row.key]
                row.alike_name = row.alike_phone = ""

    def _likely(self, new: list[tuple[ImportRow, Beneficiary]]) -> None:
        """By the signs of beneficiaries.duplicates: among the files, and among the rows above."""
        names, phones = self._rows_above([row for row, _draft in new])
        found_of = likely_duplicates_of(draft for _row, draft in new)
        for (row, _draft), found in zip(new, found_of, strict=True):
            row.likely = [{"person": one.person.pk, "signs": list(one.signs)} for one in found]
            for seen, value, sign in (
                (names, row.alike_name, Sign.NAME),
                (phones, row.alike_phone, Sign.PHONE),
            ):
                if seen.setdefault(value, row.number) != row.number:
                    row.likely.append({"row": seen[value], "signs": [sign]})
            if row.likely:
                row.verdict = Verdict.LIKELY

    def _rows_above(self, new: list[ImportRow]) -> tuple[dict, dict]:
        return tuple(
            dict(
                self.batch.rows.order_by()
                .filter(**{f"{name}__in": {getattr(row, name) for row in new}})
                .values_list(name)
                .annotate(Min("number"))
            )
            for name in ("alike_name", "alike_phone")
        )


def besides_what_is_known(file: Beneficiary, fields: dict) -> dict:
    """What a row says beyond the file: other spellings of the same name, and less of the same date, change nothing."""
    fields = dict(fields)
    given = {name: fields[name] for name in NAMES if name in fields}
    if given:
        written = " ".join(given.get(name, "") for name in NAMES)
        if fold_words(written) == fold_words(file.full_name):
            fields = {name: value for name, value in fields.items() if name not in NAMES}
        else:
            fields = {**dict.fromkeys(NAMES, ""), **fields} if len(given) > 1 else fields
    if "birth_date" in fields and _says_no_more(file, fields):
        fields = {name: value for name, value in fields.items() if not name.startswith("birth_")}
    return fields


def _says_no_more(file: Beneficiary, fields: dict) -> bool:
    if fields["birth_precision"] == file.birth_precision:
        return fields["birth_date"] == file.birth_date
    if file.birth_precision != Precision.DAY or fields["birth_precision"] == Precision.DAY:
        return False
    # Only the year of a full date that is known: in either calendar it begins at most 366 days before it.
    days = 31 if fields["birth_precision"] == Precision.MONTH else 366
    return 0 <= (file.birth_date - fields["birth_date"]).days < days


def _document(fields: dict) -> tuple[str, str]:
    return fields.get("identity_number", ""), fields.get("identity_country", "")


def _person_key(person: Beneficiary) -> str:
    """Of somebody without a document: who has the same name, birth date and phone is the same."""
    return f"{name_key(person)}|{person.birth_date}|{person.phone.as_e164}"[:300]
