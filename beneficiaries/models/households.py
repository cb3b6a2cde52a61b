"""The household: who lives together, on whom each depends, and where."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from arabic.calendars import Precision
from audit.models import Audited, AuditedQuerySet

from .household_guards import GUARDS
from .open_files import only_of_open_files
from .particulars import Gender
from .people import Beneficiary


class Housing(models.TextChoices):
    OWNED = "owned", _("Owned")
    RENTED = "rented", _("Rented")
    RELATIVES = "relatives", _("With relatives")
    EMPLOYER = "employer", _("From the employer")
    CHARITY = "charity", _("From a charity")
    NONE = "none", _("No settled home")


class Relation(models.TextChoices):
    """What a member is to the one on whom they depend."""

    HEAD = "head", _("Head of the household")
    SPOUSE = "spouse", _("Husband or wife")
    CHILD = "child", _("Son or daughter")
    PARENT = "parent", _("Father or mother")
    SIBLING = "sibling", _("Brother or sister")
    GRANDCHILD = "grandchild", _("Grandchild")
    WARD = "ward", _("In custody or fostered")
    OTHER = "other", _("Other relative")


class HouseholdQuerySet(AuditedQuerySet):
    def visible_to(self, user):
        """The households where somebody lives whose file this person may open; empty ones by who lived there."""
        if user.may("beneficiaries.see_everyone"):
            return self
        known = HouseholdMember.objects.filter(household=OuterRef("pk"), person__isnull=False)
        seen = known.filter(person__in=Beneficiary.objects.visible_to(user))
        lives_there = Q(left_on__isnull=True)
        return self.filter(
            Exists(seen.filter(lives_there)) | Q(Exists(seen), ~Exists(known.filter(lives_there)))
        )


class Household(Audited):
    """People who live and keep house together, under one head."""

    city = models.CharField(_("city"), max_length=80)
    district = models.CharField(_("district"), max_length=80, blank=True)
    short_address = models.CharField(_("short national address"), max_length=8, blank=True)
    housing = models.CharField(_("housing"), max_length=9, choices=Housing.choices)
    rooms = models.PositiveSmallIntegerField(_("rooms"), null=True, blank=True)
    housing_note = models.CharField(_("about the housing"), max_length=500, blank=True)

    objects = HouseholdQuerySet.as_manager()
    # Whose household it is, where that is known already: its first row is written before the row of its head.
    opened_for: Beneficiary | None = None

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        constraints = [
            models.CheckConstraint(
                condition=Q(short_address="") | Q(short_address__regex=r"^[A-Z]{4}[0-9]{4}$"),
                name="short_address_has_four_letters_and_four_digits",
            ),
            models.CheckConstraint(
                condition=Q(rooms__isnull=True) | Q(rooms__range=(1, 60)), name="a_home_has_rooms"
            ),
            models.CheckConstraint(condition=Q(housing__in=Housing.values), name="housing_is_known"),
        ]

    def __str__(self):
        return ", ".join(part for part in (self.city, self.district) if part)

    def audit_subjects(self):
        if self.opened_for is not None:
            return self.opened_for.pk, None
        heads = self.members.filter(relation=Relation.HEAD, left_on__isnull=True)
        return heads.values_list("person", flat=True).first(), None


class HouseholdMember(Audited):
    """One person's time in one household; who is a beneficiary too is named by their file and by nothing else."""

    household = models.ForeignKey(
        Household, verbose_name=_("household"), on_delete=models.PROTECT, related_name="members"
    )
    relation = models.CharField(_("relation"), max_length=10, choices=Relation.choices)
    depends_on = models.ForeignKey(
        "self",
        verbose_name=_("depends on"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dependants",
    )
    person = models.ForeignKey(
        Beneficiary,
        verbose_name=_("beneficiary"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    gender = models.CharField(_("gender"), max_length=6, choices=Gender.choices, blank=True)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    birth_precision = models.CharField(
        _("birth date known to the"), max_length=5, choices=Precision.choices, blank=True
    )
    since_on = models.DateField(_("in the household since"))
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_because = models.CharField(_("why"), max_length=300, blank=True)

    # Who has died or whose file is closed may still leave.
    guards = (
        *GUARDS,
        only_of_open_files("beneficiaries_householdmember", column="person_id", events=("INSERT",)),
    )

    class Meta:
        verbose_name = _("member of the household")
        verbose_name_plural = _("members of the household")
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(relation="head", left_on__isnull=True),
                name="a_household_has_one_head",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(left_on__isnull=True), name="a_person_lives_in_one_household"
            ),
            models.CheckConstraint(condition=Q(relation__in=Relation.values), name="relation_is_known"),
            models.CheckConstraint(
                condition=Q(relation="head", depends_on__isnull=True)
                | (~Q(relation="head") & Q(depends_on__isnull=False)),
                name="everybody_but_the_head_depends_on_somebody",
            ),
            models.CheckConstraint(condition=~Q(depends_on=F("id")), name="nobody_depends_on_themselves"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="", gender="", birth_date__isnull=True)
                | (Q(person__isnull=True) & ~Q(name="")),
                name="a_member_is_named_once",
            ),
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True, birth_precision="")
                | Q(birth_date__isnull=False, birth_precision__in=Precision.values),
                name="a_birth_date_says_how_much_of_it_is_known",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, left_because="")
                | (Q(left_on__gte=F("since_on")) & ~Q(left_because="")),
                name="who_left_did_so_later_and_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["household", "left_on"], name="members_of_household")]

    def __str__(self):
        return self.person.full_name if self.person_id else self.name

    def audit_subjects(self):
        return self.person_id or self.household.audit_subjects()[0], None

    @property
    def born(self) -> tuple:
        """The first day on which this member can have been born, or None, and how much of it is known."""
        source = self.person if self.person_id else self
        return source.birth_date, source.birth_precision
