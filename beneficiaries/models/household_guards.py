"""What the database itself refuses of the members of a household, beside the constraints of their rows."""

from audit.guards import Guard

GUARDS = (
    Guard(
        "a_member_depends_on_somebody_at_home",
        ("INSERT", "UPDATE"),
        "NEW.depends_on_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM beneficiaries_householdmember s "
        "WHERE s.id = NEW.depends_on_id AND s.household_id = NEW.household_id "
        "AND (s.left_on IS NULL OR NEW.left_on IS NOT NULL))",
    ),
    # A head who becomes a member of the new one's household closes a circle that the next statement of the act opens.
    Guard(
        "nobody_depends_on_their_own_dependant",
        ("UPDATE",),
        "OLD.relation <> 'head' AND NEW.depends_on_id IS NOT NULL AND EXISTS ("
        "WITH RECURSIVE support(id, depends_on_id) AS (SELECT f.id, f.depends_on_id "
        "FROM beneficiaries_householdmember f WHERE f.id = NEW.depends_on_id UNION SELECT n.id, n.depends_on_id "
        "FROM beneficiaries_householdmember n JOIN support ON n.id = support.depends_on_id) "
        "SELECT 1 FROM support WHERE support.id = NEW.id)",
    ),
    # A head leaves in the act in which another member takes the place.
    Guard(
        "nobody_leaves_dependants_behind",
        ("UPDATE",),
        "OLD.left_on IS NULL AND NEW.left_on IS NOT NULL AND OLD.relation <> 'head' AND EXISTS (SELECT 1 "
        "FROM beneficiaries_householdmember d WHERE d.depends_on_id = NEW.id AND d.left_on IS NULL)",
    ),
    # Only of births of which the day is known: a year leaves open which of two people is older.
    Guard(
        "a_child_is_younger_than_the_parent",
        ("INSERT", "UPDATE"),
        "NEW.relation IN ('child', 'grandchild') AND EXISTS (SELECT 1 FROM beneficiaries_householdmember s "
        "LEFT JOIN beneficiaries_beneficiary sp ON sp.id = s.person_id "
        "LEFT JOIN beneficiaries_beneficiary np ON np.id = NEW.person_id WHERE s.id = NEW.depends_on_id "
        "AND CASE WHEN NEW.person_id IS NULL THEN NEW.birth_precision ELSE np.birth_precision END = 'day' "
        "AND COALESCE(np.birth_date, NEW.birth_date) < COALESCE(sp.birth_date, s.birth_date))",
    ),
    Guard(
        "a_member_stays_in_the_history_of_the_household",
        ("UPDATE",),
        "NEW.household_id <> OLD.household_id",
    ),
)
