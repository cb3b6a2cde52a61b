"""What binds us: the association, the versions of its policy, and what a version contains."""

from .association import Association
from .parts import (
    BeneficiaryCategory,
    Channel,
    DecisionReason,
    PolicyPart,
    RequiredDocument,
    ServiceType,
    StepText,
    Tool,
)
from .versions import PolicyVersion, VersionLife

__all__ = [
    "Association",
    "BeneficiaryCategory",
    "Channel",
    "DecisionReason",
    "PolicyPart",
    "PolicyVersion",
    "RequiredDocument",
    "ServiceType",
    "StepText",
    "Tool",
    "VersionLife",
]
