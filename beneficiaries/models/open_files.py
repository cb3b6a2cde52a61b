"""What the database asks before something is written into a person's file."""

from audit.guards import Guard


def only_of_open_files(table: str, *, column: str = "beneficiary_id", events=("INSERT", "UPDATE")) -> Guard:
    """Refuses what is written into the file of somebody whose file is closed, merged, or of the dead."""
    return Guard(
        f"{table}_is_written_only_in_open_files",
        events,
        f"EXISTS (SELECT 1 FROM beneficiaries_beneficiary AS person WHERE person.id = NEW.{column} "  # noqa: S608
        "AND person.standing <> 'open')",
    )
