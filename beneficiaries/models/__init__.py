"""Whom the association serves, with whom they live, and the papers they bring."""

from .around import Consent, HowConsented, OtherPhone, PersonCategory, PersonNote
from .budget import BudgetLine, Direction, LineKind
from .documents import DocumentVerdict, PersonDocument
from .duplicates import DuplicatePair, FileMerge, MergeState, PairState
from .files import ScanState, StoredFile, Thumbnail, VirusScan
from .households import Household, HouseholdMember, Housing, Relation
from .importing import ColumnMapping, ImportBatch, ImportRow, ImportStage, Outcome, Verdict
from .particulars import (
    ContactLanguage,
    Education,
    Gender,
    IdentityKind,
    MaritalState,
    PreferredChannel,
    Standing,
    Work,
)
from .people import GULF_STATES, Beneficiary

__all__ = [
    "GULF_STATES",
    "Beneficiary",
    "BudgetLine",
    "ColumnMapping",
    "Consent",
    "ContactLanguage",
    "Direction",
    "DocumentVerdict",
    "DuplicatePair",
    "Education",
    "FileMerge",
    "Gender",
    "Household",
    "HouseholdMember",
    "Housing",
    "HowConsented",
    "IdentityKind",
    "ImportBatch",
    "ImportRow",
    "ImportStage",
    "LineKind",
    "MaritalState",
    "MergeState",
    "OtherPhone",
    "Outcome",
    "PairState",
    "PersonCategory",
    "PersonDocument",
    "PersonNote",
    "PreferredChannel",
    "Relation",
    "ScanState",
    "Standing",
    "StoredFile",
    "Thumbnail",
    "Verdict",
    "VirusScan",
    "Work",
]
