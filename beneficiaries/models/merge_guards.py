"""What the database asks before a row that is never changed passes from one person's file to another's."""

from audit.guards import Guard


def passes_on_only_with_a_merge(table: str) -> Guard:
    """The row of one file becomes another's only where the two were merged, or taken apart again."""
    return Guard(
        f"{table}_passes_on_only_with_a_merge",
        ("UPDATE",),
        "OLD.beneficiary_id <> NEW.beneficiary_id AND NOT EXISTS (SELECT 1 FROM beneficiaries_filemerge AS m "
        "WHERE m.state IN ('approved', 'undone') "
        "AND (m.merged_id = OLD.beneficiary_id AND m.kept_id = NEW.beneficiary_id "
        "OR m.merged_id = NEW.beneficiary_id AND m.kept_id = OLD.beneficiary_id))",
    )
