"""Which social researcher serves which districts: data by which a request finds its researcher."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.guards import Guard
from audit.models import Audited, AuditedQuerySet

# Whoever is named in the new row works here, as a social researcher.
NOT_A_RESEARCHER = (
    "NOT EXISTS (SELECT 1 FROM accounts_user AS u WHERE u.id = NEW.researcher_id AND u.is_active "
    "AND u.role_codes LIKE '%,researcher,%')"
)


class DistrictQuerySet(AuditedQuerySet):
    def served(self):
        """The districts that are served now."""
        return self.filter(ended_on__isnull=True)


class ResearcherDistrict(Audited):
    """A district that a researcher serves; an empty district means the whole city. It ends, and is kept."""

    researcher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("social researcher"),
        on_delete=models.PROTECT,
        related_name="research_districts",
    )
    city = models.CharField(_("city"), max_length=80)
    district = models.CharField(_("district"), max_length=80, blank=True)
    # Folded as names are searched, so that "حي النسيم" is found however it was typed.
    place_key = models.CharField(_("place as searched"), max_length=170, editable=False)
    ended_on = models.DateField(_("last day"), null=True, blank=True)

    timeline_hidden = ("place_key",)
    objects = DistrictQuerySet.as_manager()
    guards = (
        Guard("districts_of_researchers_are_kept", ("DELETE",)),
        Guard("a_district_that_has_ended_stands_still", ("UPDATE",), "OLD.ended_on IS NOT NULL"),
        Guard(
            "a_district_stays_with_its_researcher",
            ("UPDATE",),
            "OLD.researcher_id <> NEW.researcher_id OR OLD.place_key <> NEW.place_key",
        ),
        Guard("a_district_is_given_to_a_researcher", ("INSERT",), NOT_A_RESEARCHER),
    )

    class Meta:
        verbose_name = _("district of a researcher")
        verbose_name_plural = _("districts of researchers")
        constraints = [
            models.UniqueConstraint(
                fields=["researcher", "place_key"],
                condition=Q(ended_on__isnull=True),
                name="a_researcher_has_a_district_once",
            ),
            models.CheckConstraint(condition=~Q(city=""), name="a_researchers_district_has_its_city"),
        ]

    def __str__(self):
        return ", ".join(part for part in (self.city, self.district) if part)
