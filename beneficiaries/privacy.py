"""What of a person's file only some may read: asked by pages, forms, exports and verbs alike.

The permissions stand with the fields (`Beneficiary.sensitive`); the trail masks by the same table (audit.masking).
"""

from django.utils.translation import gettext as _

from audit.masking import hidden_from, masked
from audit.refusals import NotPermitted

from .models import Beneficiary, PersonNote


def visible_fields(user) -> frozenset[str]:
    """The fields of a person's file whose values this user may read."""
    names = {field.name for field in Beneficiary._meta.concrete_fields}
    return frozenset(names - hidden_fields(user))


def hidden_fields(user) -> frozenset[str]:
    """The fields of a person's file that are masked for this user."""
    return hidden_from(user, Beneficiary)


def shown(person: Beneficiary, name: str, user) -> str:
    """A field as this user may read it: itself, or its mask; nothing where there is nothing."""
    value = getattr(person, name)
    return masked(Beneficiary, name, value) if name in hidden_fields(user) else value


def may_read_note(user, *, confidential: bool) -> bool:
    """Everybody who sees the file reads its notes, but for the confidential ones."""
    return not confidential or not hidden_from(user, PersonNote)


def refuse_hidden(fields, user) -> None:
    """Nobody writes what they may not read: they could not know what they write over."""
    hidden = sorted(hidden_fields(user) & set(fields))
    if hidden:
        label = Beneficiary._meta.get_field(hidden[0]).verbose_name
        raise NotPermitted(
            _("Your role does not include this part of the file: %(field)s.") % {"field": label}
        )
