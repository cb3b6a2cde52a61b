"""Which requests a person may see, and which wait for them."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from accounts.roles import Role
from audit.models import AuditedQuerySet

from .steps import OPEN_STATES, State

# What waits for whom, by role. A researcher's cases are only the own ones; a delegate's only those of the own branch.
# What waits for a member of the committee is known in the committee's own room.
WAITS_FOR = {
    Role.RECEPTION: (State.SUBMITTED, State.RECEIVED, State.VERIFIED, State.PLEDGED, State.ACCEPTED),
    Role.DELEGATE: (State.SUBMITTED, State.RECEIVED, State.VERIFIED),
    Role.RESEARCHER: (State.REFERRED,),
    Role.DELIVERY: (State.REGISTERED,),
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
        if Role.COMMITTEE in user.roles:
            before_it = Q(state__in=[State.STUDIED, State.ACCEPTED, State.REJECTED]) | Q(
                agenda_items__isnull=False
            )
            scope |= before_it & ~Q(pk__in=self._recused(user))
        if Role.DELIVERY in user.roles:
            scope |= Q(state__in=[State.REGISTERED, State.SERVED])
        return self.filter(Q(pk__in=self.model._base_manager.filter(scope).values("pk")))

    def waiting_for(self, user, besides=None):
        """What stands in this person's queue, by state and by open clarifications; oldest first is the view's order.

        `besides` is what another room knows to wait for this person.
        """
        scope = besides or Q(pk__in=[])
        for role in user.roles & WAITS_FOR.keys():
            states = Q(state__in=WAITS_FOR[role])
            if role == Role.DELEGATE:
                states &= Q(branch_id=user.branch_id, branch_id__isnull=False)
            if role == Role.RESEARCHER:
                states &= Q(researcher_id=user.pk)
            scope |= states
        if user.may("intake.answer_clarification"):
            scope |= Q(self._with_clarification_for(user))
        return self.filter(state__in=OPEN_STATES).filter(scope)

    def overdue(self, *, on: date):
        """Requests whose promised reply day has passed without a decision."""
        return self.filter(reply_due_on__lt=on, decided_on__isnull=True, state__in=OPEN_STATES)

    def _recused(self, user):
        """The requests from which a committee member is recused: that member no longer sees them."""
        items = self.model._meta.get_field("agenda_items").related_model._base_manager
        return items.filter(recusals__member=user).values("support_request_id")

    def _with_clarification_for(self, user):
        """The request has an open clarification that one of this person's roles answers."""
        clarifications = self.model._meta.get_field("clarifications").related_model._base_manager
        return Exists(
            clarifications.filter(
                support_request_id=OuterRef("pk"), answered_at__isnull=True, target__in=list(user.roles)
            )
        )
