"""The request and everything that its walk leaves behind."""

from .assigning import ResearcherDistrict
from .checks import DocumentsAsked, Fact, FactCheck
from .contacts import Clarification, Contact, Inquiry
from .knowledge import KnowledgeArticle
from .links import PledgeLink, PublicAttempt
from .pledges import AccuracyPledge, PledgeMethod, SignerRole
from .records import DataVerification, HandlingStep, Referral
from .requests import SameNeedPermit, SupportRequest
from .services import GrantedService, Registration, ServiceDelivery

__all__ = [
    "AccuracyPledge",
    "Clarification",
    "Contact",
    "DataVerification",
    "DocumentsAsked",
    "Fact",
    "FactCheck",
    "GrantedService",
    "HandlingStep",
    "Inquiry",
    "KnowledgeArticle",
    "PledgeLink",
    "PledgeMethod",
    "PublicAttempt",
    "Referral",
    "Registration",
    "ResearcherDistrict",
    "SameNeedPermit",
    "ServiceDelivery",
    "SignerRole",
    "SupportRequest",
]
