"""The articles that colleagues proposed, for whoever publishes them: beside the other questions of My work."""

from django.db.models import CharField, F, OuterRef, Subquery, Value

from accounts.models import User

from ..models import KnowledgeArticle
from .articles import MAY_PUBLISH

KIND = "article"


def articles_to_publish(user: User) -> list:
    """What waits to be published, in the columns (since, kind, pk, told, by); nothing for whoever does not publish."""
    if not user.may(MAY_PUBLISH):
        return []
    written = KnowledgeArticle.history.filter(id=OuterRef("pk"), history_type="+").values("history_date")
    waiting = KnowledgeArticle.objects.proposed().exclude(proposed_by=user)
    named = waiting.annotate(
        kind=Value(KIND, output_field=CharField()),
        since=Subquery(written[:1]),
        told=F("question"),
        by=F("proposed_by__full_name"),
    )
    return [named.order_by().values_list("since", "kind", "pk", "told", "by")]
