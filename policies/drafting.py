"""Writing a new version: always as a draft, never by changing one that was approved."""

from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.refusals import NotPermitted
from audit.writing import one_transaction, write

from .models import Association, PolicyVersion
from .models.contents import ALL_CONTENT, ALL_PARTS


def next_number(association: Association) -> int:
    newest = association.policy_versions.order_by("-number").first()
    return newest.number + 1 if newest else 1


def copy_version(version: PolicyVersion, *, by) -> PolicyVersion:
    """A new draft that says what this version says, to be changed and then laid before the board."""
    if not by.may("policies.change_version"):
        raise NotPermitted(_("Your role does not change policy versions."))
    reason = gettext_lazy("New draft made from an earlier version")
    with one_transaction():
        association = Association.objects.select_for_update().get(pk=version.association_id)
        draft = PolicyVersion(association=association, number=next_number(association))
        for name in ALL_CONTENT:
            setattr(draft, name, getattr(version, name))
        write(draft, by=by, reason=reason)
        for name in ALL_PARTS:
            for part in getattr(version, name).all():
                values = model_to_dict(part, exclude=["id", "policy_version"])
                write(type(part)(policy_version=draft, **values), by=by, reason=reason)
        return draft
