"""The sentences of refusals, in English so that the tests can quote them."""

import pytest

from accounts.models import system_user
from audit.refusals import Refused, Stale
from audit.writing import write
from tests.factories import make_user


def refused(says: str, act, *args, kind=Refused, **kwargs) -> None:
    """The act is refused for one reason, whose sentence says this."""
    with pytest.raises(kind) as refusal:
        act(*args, **kwargs)
    assert len(refusal.value.reasons) == 1 or kind is Stale, refusal.value.reasons
    assert says in str(refusal.value.reasons[0])


def superuser(*roles):
    user = make_user(*roles)
    user.is_superuser = True
    return write(user, by=system_user(), reason="Set up")
