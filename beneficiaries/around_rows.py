"""What stands around a person's file, read together with the person whatever there is of it."""

from datetime import UTC, datetime

from django.db.models import F, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language

from .models import Consent, OtherPhone, PersonCategory, PersonNote

NEWEST_NOTES, NEWEST_CONSENTS = 20, 5


class RowsOf(Subquery):
    """The rows of a query as one list in a column of another one, the same on SQLite and PostgreSQL."""

    output_field = JSONField()

    def __init__(self, rows: QuerySet, **columns):
        super().__init__(rows.values(row=JSONObject(**columns)), output_field=JSONField())

    def as_sqlite(self, compiler, connection):
        template = '(SELECT json_group_array(json("part"."row")) FROM (%(subquery)s) "part")'
        return self.as_sql(compiler, connection, template=template)

    def as_postgresql(self, compiler, connection):
        template = '(SELECT COALESCE(jsonb_agg("part"."row"), \'[]\'::jsonb) FROM (%(subquery)s) "part")'
        return self.as_sql(compiler, connection, template=template)


def with_around(people):
    """The same people, each with the phones, notes, categories and consents that stand around the file."""
    own, standing = Q(beneficiary=OuterRef("pk")), Q(ended_on__isnull=True)
    label = "category__label_en" if get_language() == "en" else "category__label_ar"
    phones = OtherPhone.objects.filter(own & standing).order_by("pk")
    notes = PersonNote.objects.filter(own).order_by("-pk")[:NEWEST_NOTES]
    categories = PersonCategory.objects.filter(own & standing).order_by("pk")
    consents = Consent.objects.filter(own).order_by("-pk")[:NEWEST_CONSENTS]
    return people.annotate(
        phone_rows=RowsOf(phones, id="pk", number="number", who="answered_by", right="confirmed_on"),
        note_rows=notes_as(notes),
        category_rows=RowsOf(categories, id="pk", label=F(label), since="since_on"),
        consent_rows=RowsOf(
            consents,
            version="policy_version__number",
            sha256="notice_sha256",
            how="how",
            at="given_at",
            who="taken_by__full_name",
            withdrawn="withdrawn_at",
            said="withdrawn_because",
        ),
    )


def notes_as(notes: QuerySet) -> RowsOf:
    """These notes as a list in a column, with who wrote them and when."""
    return RowsOf(
        notes, text="text", confidential="confidential", who="written_by__full_name", at="written_at"
    )


def moment_of(text: str) -> datetime:
    """A moment as the database wrote it into a list; SQLite leaves out that it is in UTC."""
    moment = parse_datetime(text)
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=UTC)
