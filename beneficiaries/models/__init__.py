"""Whom the association serves, with whom they live, and the papers they bring."""

from .budget import BudgetLine, Direction, LineKind
from .files import StoredFile
from .households import Household, HouseholdMember, Housing, Relation
from .people import Beneficiary, Gender, IdentityKind

__all__ = [
    "Beneficiary",
    "BudgetLine",
    "Direction",
    "Gender",
    "Household",
    "HouseholdMember",
    "Housing",
    "IdentityKind",
    "LineKind",
    "Relation",
    "StoredFile",
]
