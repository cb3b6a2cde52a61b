"""What happened: the base of every audited model, the trail of changes, the trail of looks, and handed-in forms."""

from .audited import Audited, AuditedQuerySet
from .trail import AuditEntry, HandedIn, ReadLog

__all__ = ["AuditEntry", "Audited", "AuditedQuerySet", "HandedIn", "ReadLog"]
