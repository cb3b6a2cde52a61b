"""What may tie a member to a request, as it is found: the member, the ground, and what the ruling one reads of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..models import Ground


@dataclass(frozen=True)
class Finding:
    """One ground against one member. The values that matched are told to nobody."""

    member_id: int
    ground: Ground

    @property
    def sentence(self) -> str:
        return {
            Ground.SELF: _("The identity number that the member declared is the applicant's."),
            Ground.HOUSEHOLD: _(
                "The identity number that the member declared is of somebody in the applicant's household."
            ),
            Ground.FAMILY_AND_PLACE: _(
                "The member has the family name of the applicant or of somebody in the household, "
                "and lives in the same district."
            ),
            Ground.PHONE: _(
                "The member declared a phone that stands in the file of the applicant or household."
            ),
            Ground.IBAN: _(
                "The member declared a bank account that stands in the file of the applicant or household."
            ),
            Ground.DECLARED: _(
                "The member declared a relation to somebody who may be the applicant or in the household."
            ),
        }[self.ground]

    @property
    def key(self) -> str:
        """Names the finding in a form: the member and the ground."""
        return f"{self.member_id}-{self.ground.value}"
