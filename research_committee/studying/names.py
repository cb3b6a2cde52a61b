"""The words of a study's sheet: who was there, how the home is, and how urgent a need is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Presence(TextChoices):
    """Whether a person whom the household states lives there."""

    HERE = "here", _("Lives here")
    AWAY = "away", _("Does not live here")
    UNSEEN = "unseen", _("Not seen")


class Dwelling(TextChoices):
    HOUSE = "house", _("House")
    FLAT = "flat", _("Flat")
    OLD_HOUSE = "old_house", _("Old mud or folk house")
    ANNEX = "annex", _("Annex or single room")
    SHELTER = "shelter", _("Caravan, tent or tin home")
    OTHER = "other", pgettext_lazy("kind of home", "Other")


class Condition(TextChoices):
    """In what condition a home was found."""

    GOOD = "good", _("Good")
    FAIR = "fair", _("In need of small repairs")
    POOR = "poor", _("In need of large repairs")
    UNFIT = "unfit", _("Not fit to live in")


class Urgency(TextChoices):
    URGENT = "urgent", _("Urgent")
    SOON = "soon", _("Soon")
    LATER = "later", _("Later")
