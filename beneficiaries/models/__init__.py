"""Whom the association serves, and the papers they bring."""

from .files import StoredFile
from .people import Beneficiary, Gender, IdentityKind

__all__ = ["Beneficiary", "Gender", "IdentityKind", "StoredFile"]
