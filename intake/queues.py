"""Which requests a person may see, and which wait for them."""

from contextlib import suppress
from datetime import date

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Exists, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.utils.functional import cached_property

from accounts.roles import Role
from audit.models import AuditedQuerySet
from beneficiaries.around_rows import RowsOf
from beneficiaries.known import notes_of
from beneficiaries.models import Consent, DuplicatePair
from correspondence.outbox.about_request import messages_about_request
from correspondence.register.about_request import letters_about_request

from .steps import OPEN_STATES, State

# What waits for whom, by role. A researcher's cases are only the own ones; a delegate's only those of the own branch.
# What waits for a member of the committee is known in the committee's own room.
WAITS_FOR = {
    Role.RECEPTION: (State.SUBMITTED, State.RECEIVED, State.VERIFIED, State.PLEDGED, State.ACCEPTED),
    Role.DELEGATE: (State.SUBMITTED, State.RECEIVED, State.VERIFIED),
    Role.RESEARCHER: (State.REFERRED,),
    Role.DELIVERY: (State.REGISTERED,),
}


# Of each comparison of a stated fact, what gates and pages ask for.
COMPARED = {
    **{name: name for name in ("fact", "verdict", "found")},
    "sha256": "stated_sha256",
    "proof": "proven_by__required_document__code",
    "proof_verdict": "proven_by__verdict",
    "who": "checked_by__full_name",
    "on": "checked_on",
    "waived_by": "waived_by__full_name",
    "why": "waiver_reason",
}


class RequestQuerySet(AuditedQuerySet):
    def visible_to(self, user):
        """The requests whose page this person may open; every other one is a 404 for them."""
        if not user.may("intake.view_request"):
            return self.none()
        if user.may("intake.see_all_requests"):
            return self
        scope = Q(pk__in=[])
        if Role.DELEGATE in user.roles and user.branch_id is not None:
            scope |= Q(branch_id=user.branch_id)
        if Role.RESEARCHER in user.roles:
            scope |= Q(researcher_id=user.pk) | Q(self._with_clarification_for(user))
            scope |= Q(self._with_study_to_read(user))
        if Role.COMMITTEE in user.roles:
            before_it = Q(state__in=[State.STUDIED, State.ACCEPTED, State.REJECTED]) | Q(
                agenda_items__isnull=False
            )
            scope |= before_it & ~Q(pk__in=self._recused(user))
        if Role.DELIVERY in user.roles:
            scope |= Q(state__in=[State.REGISTERED, State.SERVED])
        # Asked of each row: as a list of keys SQLite would make it of the whole table for one request.
        return self.filter(Exists(self.model._base_manager.filter(scope, pk=OuterRef("pk"))))

    def with_consent(self):
        """The requests, each with the moment at which the person took the consent back, where none stands."""
        newest = Consent.objects.filter(beneficiary=OuterRef("beneficiary")).order_by("-pk")
        return self.annotate(consent_taken_back_at=Subquery(newest.values("withdrawn_at")[:1]))

    def with_duplicates(self):
        """The requests, each with the answer whether a file that may be the same person's waits to be compared."""
        pairs = DuplicatePair.objects.waiting_about(OuterRef("beneficiary"))
        return self.annotate(duplicate_waits=Exists(pairs))

    def with_checks(self):
        """The requests, each with the open list of what the person was asked to bring, and the compared facts."""
        asked = self.model._meta.get_field("documents_asked").related_model._base_manager
        open_list = asked.filter(support_request=OuterRef("pk"), closed_on__isnull=True)
        compared = self.model._meta.get_field("fact_checks").related_model._base_manager
        facts = compared.filter(support_request=OuterRef("pk")).order_by("pk")
        return self.annotate(
            asked_rows=RowsOf(open_list, asked_on="asked_on", bring_until="bring_until"),
            compared_rows=RowsOf(facts, **COMPARED),
        )

    def with_notes(self):
        """The requests, each with the notes of the person's file, and with what left the association about it."""
        return self.annotate(
            note_rows=notes_of("beneficiary"),
            message_rows=messages_about_request("pk"),
            letter_rows=letters_about_request("pk"),
        )

    def waiting_for(self, user, besides=None):
        """What stands in this person's queue; `besides` is what another room knows to wait for this person."""
        scope = Q(pk__in=[])
        for part in self._parts_of_queue(user, besides):
            scope |= part
        return self.filter(scope, state__in=OPEN_STATES)

    def waiting_in_parts(self, user, besides=None) -> "QueueParts":
        """The same queue as My work reads it: oldest first and counted, however much there is."""
        still_open = said_literally(OPEN_STATES)
        return QueueParts([self.filter(part, still_open) for part in self._parts_of_queue(user, besides)])

    def _parts_of_queue(self, user, besides) -> list[Q]:
        parts = [besides] if besides else []
        for role in sorted(user.roles & WAITS_FOR.keys()):
            own = Q()
            if role == Role.DELEGATE:
                own = Q(branch_id=user.branch_id, branch_id__isnull=False)
            if role == Role.RESEARCHER:
                own = Q(researcher_id=user.pk)
            parts += [own & Q(said_literally([state])) for state in WAITS_FOR[role]]
        if user.may("intake.answer_clarification"):
            asked = self._open_clarifications().filter(target__in=list(user.roles))
            parts.append(Q(pk__in=asked.values("support_request_id")))
        return parts

    def overdue(self, *, on: date):
        """Requests whose promised reply day has passed without a decision."""
        return self.filter(reply_due_on__lt=on, decided_on__isnull=True, state__in=OPEN_STATES)

    def _recused(self, user):
        """The requests from which a committee member is recused: that member no longer sees them."""
        items = self.model._meta.get_field("agenda_items").related_model._base_manager
        return items.filter(recusals__member=user).values("support_request_id")

    def _open_clarifications(self):
        clarifications = self.model._meta.get_field("clarifications").related_model._base_manager
        return clarifications.filter(answered_at__isnull=True)

    def _with_clarification_for(self, user):
        """The request has an open clarification that one of this person's roles answers."""
        asked = self._open_clarifications().filter(support_request_id=OuterRef("pk"))
        return Exists(asked.filter(target__in=list(user.roles)))

    def _with_study_to_read(self, user):
        """The request's study waits for a second researcher, who may be this one."""
        reports = self.model._meta.get_field("reports").related_model.objects
        return Exists(reports.waiting_for_second_reader(user).filter(support_request_id=OuterRef("pk")))


def said_literally(states) -> RawSQL:
    """A request stands in one of these states: in the words of the partial indexes, without parameters.

    SQLite takes a partial index only where its condition stands in the statement as it stands in the index.
    """
    listed = ", ".join(f"'{State(state).value}'" for state in states)
    condition = f"= {listed}" if len(states) == 1 else f"IN ({listed})"
    sql = f'"intake_supportrequest"."state" {condition}'
    return RawSQL(sql, (), output_field=BooleanField())  # noqa: S611 (states of the enum only)


# Beyond so many a queue is not counted: nobody works by that number, and counting follows the backlog.
MOST_COUNTED = 1000


class QueueParts:
    """A queue in parts that an index gives in the queue's order; a request may stand in two of them.

    The whole at once would be sorted, or searched for among all that is over, at every look.
    """

    def __init__(self, parts: list):
        self.parts = parts

    def filter(self, *conditions, **fields) -> "QueueParts":
        return QueueParts([part.filter(*conditions, **fields) for part in self.parts])

    def oldest_keys(self, number: int) -> list[int]:
        """The keys of the longest waiting requests of all parts together; one query."""
        rows = self._asked("SELECT id", number, f"ORDER BY state_since, id LIMIT {number}")
        return [key for (key,) in rows]

    def count_by_state(self) -> dict[str, int]:
        """How many requests stand in each state, at most one more than is counted; one query."""
        rows = self._asked("SELECT state, COUNT(*)", MOST_COUNTED + 1, "GROUP BY state")
        return {state: min(number, MOST_COUNTED + 1) for state, number in rows}

    def _asked(self, what: str, number: int, how: str) -> list[tuple]:
        """The beginnings of all parts as one, each request once (Django slices no parts of a union on SQLite)."""
        if not self._statements:
            return []
        merged = " UNION ".join(
            f"SELECT id, state_since, state FROM ({sql} LIMIT {number}) AS part_{place}"  # noqa: S608
            for place, (sql, _params) in enumerate(self._statements)
        )
        params = [param for _sql, params in self._statements for param in params]
        with connection.cursor() as cursor:
            cursor.execute(f"{what} FROM ({merged}) AS merged {how}", params)
            return cursor.fetchall()

    @cached_property
    def _statements(self) -> list[tuple[str, tuple]]:
        statements = []
        for part in self.parts:
            rows = part.order_by("state_since", "pk").values_list("id", "state_since", "state")
            with suppress(EmptyResultSet):
                statements.append(rows.query.sql_with_params())
        return statements
