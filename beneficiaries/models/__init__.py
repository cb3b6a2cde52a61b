"""Whom the association serves, with whom they live, and the papers they bring."""

from .files import StoredFile
from .households import BudgetLine, Direction, Household, HouseholdMember, Housing, LineKind, Relation
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
