"""The study that somebody else had begun before it was given to the researcher of the world."""

from django.utils import timezone

from research_committee.models import StudyDraft


def begin_studies(world) -> None:
    request = world.requests["referred"]
    StudyDraft.objects.create(
        support_request=request,
        study=request.study,
        researcher=world.users["other_researcher"],
        typed={"findings": ["أسرة من خمسة أفراد"]},
        saved_at=timezone.now(),
    )
