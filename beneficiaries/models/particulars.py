"""What is known of a person in fixed words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IdentityKind(models.TextChoices):
    NATIONAL_ID = "national_id", _("National ID")
    IQAMA = "iqama", _("Iqama")
    GCC = "gcc", _("Identity card of a Gulf state")
    PASSPORT = "passport", _("Passport")
    VISITOR = "visitor", _("Visitor's number")
    NONE = "none", _("No identity document")


class Gender(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")


class MaritalState(models.TextChoices):
    SINGLE = "single", _("Single")
    MARRIED = "married", _("Married")
    DIVORCED = "divorced", _("Divorced")
    WIDOWED = "widowed", _("Widowed")
    ABANDONED = "abandoned", _("Abandoned by the spouse")


class Education(models.TextChoices):
    NONE = "none", _("Does not read or write")
    READS = "reads", _("Reads and writes")
    PRIMARY = "primary", _("Primary school")
    INTERMEDIATE = "intermediate", _("Intermediate school")
    SECONDARY = "secondary", _("Secondary school")
    DIPLOMA = "diploma", _("Diploma")
    UNIVERSITY = "university", _("University")


class Work(models.TextChoices):
    EMPLOYED = "employed", _("Employed")
    FREELANCE = "freelance", _("Works for themselves")
    UNEMPLOYED = "unemployed", _("Looking for work")
    RETIRED = "retired", _("Retired")
    STUDENT = "student", _("Studying")
    HOME = "home", _("Keeps the house")
    UNABLE = "unable", _("Unable to work")


class PreferredChannel(models.TextChoices):
    CALL = "call", _("Phone call")
    SMS = "sms", _("Text message")
    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")
    VISIT = "visit", _("In person")


class ContactLanguage(models.TextChoices):
    ARABIC = "ar", _("Arabic")
    ENGLISH = "en", _("English")
    URDU = "ur", _("Urdu")
    SIGN = "sign", _("Sign language")
    OTHER = "other", _("Another language")


class Standing(models.TextChoices):
    """Whether a file is worked with. All but an open one are read-only."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    DECEASED = "deceased", _("Deceased")
    MERGED = "merged", _("Merged into another file")
