"""What the pages of a referral and of a reassignment share."""

from ..steps import Step
from .places import place_of
from .suggesting import candidates, suggest_researcher


class OffersResearchers:
    """A step whose form offers the researchers, with what each has to study and the nearest one chosen."""

    def get_form_kwargs(self):
        studies_it = self.object.researcher_id if self.step == Step.ASSIGN else None
        offered = [one for one in candidates() if one.pk != studies_it]
        suggestion = suggest_researcher(offered, place_of(self.object.beneficiary))
        return {**super().get_form_kwargs(), "offered": offered, "suggestion": suggestion}
