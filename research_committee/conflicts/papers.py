"""The papers about a request from which a member is recused: its letters, and the minutes that give its reasons."""

from collections.abc import Iterable

from accounts.models import User
from correspondence.about import REQUEST
from correspondence.closed import closes_papers
from intake.models import SupportRequest

from ..models import CommitteeSession, MinutesAddendum, Recusal


@closes_papers
def papers_of_the_recused(user: User) -> Iterable[str]:
    """SECURITY: who is recused from a request, and does not see it in another role, opens no paper that tells of it."""
    recused = set(
        Recusal.objects.filter(member=user).order_by().values_list("item__support_request_id", flat=True)
    )
    if not recused:
        return []
    seen = SupportRequest.objects.visible_to(user).filter(pk__in=recused)
    closed = recused - set(seen.values_list("pk", flat=True))
    sessions = CommitteeSession.objects.filter(items__support_request__in=closed)
    sessions = set(sessions.order_by().values_list("pk", flat=True))
    addenda = MinutesAddendum.objects.filter(minutes__session__in=sessions).values_list("pk", flat=True)
    return [
        *(f"{REQUEST}:{pk}" for pk in closed),
        *(f"{CommitteeSession._meta.label_lower}:{pk}" for pk in sessions),
        *(f"{MinutesAddendum._meta.label_lower}:{pk}" for pk in addenda),
    ]
