"""What the database asks before something goes that a list brought: whether that very list is being undone."""

from audit.guards import Guard

_ITS_LIST_IS_UNDONE = (
    "EXISTS (SELECT 1 FROM beneficiaries_importrow AS r JOIN beneficiaries_importbatch AS b ON b.id = r.batch_id "
    "WHERE {of_row} AND r.outcome = 'added' AND b.stage = 'undoing')"
)


def goes_only_with_its_list(name: str, of_row: str, unless: str = "") -> Guard:
    """Refuses DELETE but for what belongs to a row (`of_row`) that opened a file in a list that is being undone."""
    return Guard(name, ("DELETE",), f"NOT {_ITS_LIST_IS_UNDONE.format(of_row=of_row)}{unless}")
