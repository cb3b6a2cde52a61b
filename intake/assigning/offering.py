"""What the pages of a referral and of a reassignment share."""

from ..steps import Step
from .places import place_of
from .suggesting import candidates, suggest_researcher


class OffersResearchers:
    """A step whose form offers the researchers, with what each has to study and the nearest one chosen."""

    def offered(self) -> list:
        """Everybody who may study this request: not who received it, nor who studies it already."""
        left_out = {self.object.received_by_id}
        if self.step == Step.ASSIGN:
            left_out.add(self.object.researcher_id)
        return [one for one in candidates() if one.pk not in left_out]

    def get_form_kwargs(self):
        offered = self.offered()
        suggestion = suggest_researcher(offered, place_of(self.object.beneficiary))
        return {**super().get_form_kwargs(), "offered": offered, "suggestion": suggestion}
