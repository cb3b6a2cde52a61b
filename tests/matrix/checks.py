"""What was checked and asked for in some requests of the world."""

from datetime import timedelta

from arabic.calendars import riyadh_today
from audit.writing import write
from intake.models import DocumentsAsked, FactCheck


def look_into_facts(world) -> None:
    """A fact that was compared, and a list of documents that all came in."""
    clerk, today = world.users["reception"], riyadh_today()
    served = world.requests["served"]
    proof = served.verifications.order_by("pk").first()
    world.rows["fact"] = write(
        FactCheck(
            support_request=served,
            fact="name",
            stated_sha256="0" * 64,
            verdict="matches",
            proven_by=proof,
            checked_by=clerk,
            checked_on=today,
        ),
        by=clerk,
        reason="x",
    )
    world.rows["asked"] = write(
        DocumentsAsked(
            support_request=served,
            codes=[proof.required_document.code],
            asked_on=today,
            bring_until=today + timedelta(days=14),
            how_told="phone",
            asked_by=clerk,
            closed_on=today,
            outcome="brought",
        ),
        by=clerk,
        reason="x",
    )
