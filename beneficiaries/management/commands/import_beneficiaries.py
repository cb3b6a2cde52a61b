"""`manage.py import_beneficiaries FILE`: brings a list as the page does; a second person lets it in on its page."""

import json
import sys
from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from audit.refusals import Refused
from beneficiaries.importing.headings import IMPORTED, field_of
from beneficiaries.importing.lists import bring_list, confirm_columns, drop_list
from beneficiaries.models import ImportBatch, ImportStage, Verdict
from jobs.worker import run_about


class Command(BaseCommand):
    help = (
        "Reads a list of people (XLSX or CSV) and says what each row is. Nothing comes into the files before a second "
        "person has let the list in. Exit code 1: not accepted, or rows with errors."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--check", action="store_true", help="only say what each row is, and keep nothing"
        )
        parser.add_argument(
            "--mapping",
            type=Path,
            help='a JSON file: {"columns": {"heading": "field"}, "for_all": {"city": "…"}}',
        )
        parser.add_argument("--by", required=True, help="the sign-in name of whoever brings the list")

    def handle(self, *args, file, check, mapping, by, **options):
        with translation.override("ar"):
            try:
                batch = self._examined(file, self._said(mapping), self._who(by))
            except Refused as refusal:
                self.stderr.write(str(refusal))
                sys.exit(1)
            self._tell(batch)
            if check:
                drop_list(batch, by=batch.staged_by)
            elif batch.stage == ImportStage.STAGED:
                self.stdout.write(
                    _("The list waits for a second person: number %(number)d.") % {"number": batch.pk}
                )
        if batch.stage != ImportStage.STAGED or batch.verdicts.get(Verdict.ERROR):
            sys.exit(1)

    def _who(self, username: str) -> User:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(_("Nobody signs in as %(name)s.") % {"name": username})
        return user

    def _said(self, path: Path | None) -> dict:
        """What the mapping file says; every field in it is one that lists can have."""
        try:
            said = json.loads(path.read_text(encoding="utf-8-sig")) if path else {}
        except (OSError, ValueError) as error:
            raise CommandError(f"{path}: {error}") from error
        odd = set(said.get("columns", {}).values()) - {"", *IMPORTED}
        if odd:
            known = ", ".join(IMPORTED)
            raise CommandError(f"{path}: {', '.join(sorted(odd))} – {known}")
        return said

    def _examined(self, path: Path, said: dict, by: User) -> ImportBatch:
        try:
            with path.open("rb") as content:
                batch = bring_list(File(content, name=path.name), by=by)
        except OSError as error:
            raise CommandError(f"{path}: {error}") from error
        run_about(batch.about)
        batch.refresh_from_db()
        if batch.stage == ImportStage.COLUMNS:
            columns = batch.columns
            if "columns" in said:
                named = said["columns"]
                columns = [named.get(heading, field_of(heading)) for heading in batch.found["headings"]]
            for_all = {**batch.for_all, **said.get("for_all", {})}
            confirm_columns(batch, columns=columns, for_all=for_all, by=by)
            run_about(batch.about)
            batch.refresh_from_db()
        return batch

    def _tell(self, batch: ImportBatch) -> None:
        for _field, sentence in batch.refusal.get("ar", []):
            self.stderr.write(sentence)
        for verdict in Verdict:
            if number := batch.verdicts.get(verdict):
                self.stdout.write(f"{number:>7,}  {verdict.label}")
        self.stdout.write(f"{batch.row_count:>7,}  {_('Rows in the sheet')}")
        for row in batch.rows.filter(verdict=Verdict.ERROR).order_by("number").iterator(chunk_size=500):
            why = " ".join(sentence for _name, sentence in row.reasons.get("ar", []))
            self.stdout.write(_("Row %(row)d: %(why)s") % {"row": row.number, "why": why})
