"""The shapes of the forms of the walk; what is allowed is decided by the rules."""

from .delivery import DeliveryForm
from .documents import DocumentForm
from .opening import AllowSameNeedForm, OpenRequestForm
from .pledge import PledgeForm
from .reuse import ReuseForm
from .steps import (
    AnswerForm,
    ClarifyForm,
    CompleteDeliveryForm,
    ConfirmForm,
    ReferForm,
    RegisterForm,
    ReturnForm,
    WithdrawForm,
)

__all__ = [
    "AllowSameNeedForm",
    "AnswerForm",
    "ClarifyForm",
    "CompleteDeliveryForm",
    "ConfirmForm",
    "DeliveryForm",
    "DocumentForm",
    "OpenRequestForm",
    "PledgeForm",
    "ReferForm",
    "RegisterForm",
    "ReturnForm",
    "ReuseForm",
    "WithdrawForm",
]
