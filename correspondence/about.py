"""What a paper or a message is about, as one short name: `intake.supportrequest:12`.

The rooms above know requests and sessions; this room only keeps their names.
"""

REQUEST = "intake.supportrequest"


def name_of(instance) -> str:
    return f"{instance._meta.label_lower}:{instance.pk}"


def request_pk(about: str) -> int | None:
    """The request that is meant, for its timeline; None when it is about something else."""
    model, _sign, pk = about.partition(":")
    return int(pk) if model == REQUEST else None
