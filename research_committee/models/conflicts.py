"""What members declare of themselves, and what the chair ruled where something may tie a member to a person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.guards import Guard
from audit.masking import Sensitive
from audit.models import Audited

from . import sql
from .agenda import AboutItem, AgendaItem

# What members say of themselves is read by themselves on their own page; in no trail, by nobody else.
OWN_FACT = Sensitive("")
_SEATS = (
    "FROM research_committee_committeemember seat JOIN research_committee_agendaitem i ON i.id = NEW.item_id "
    "JOIN research_committee_committeesession s ON s.id = i.session_id "
    "WHERE seat.from_on <= s.held_on AND (seat.until_on IS NULL OR seat.until_on >= s.held_on)"
)


class Ground(models.TextChoices):
    """Why a member may not be impartial."""

    SELF = "self", _("The request is the member's own")
    HOUSEHOLD = "household", _("Lives in the same household")
    FAMILY_AND_PLACE = "family_and_place", _("Same family name and district")
    PHONE = "phone", _("Same phone number")
    IBAN = "iban", _("Same bank account")
    DECLARED = "declared", _("A relation that the member declared")


# An identity number is no coincidence: these are confirmed, or the member corrects what was mistyped.
PROVEN = frozenset({Ground.SELF, Ground.HOUSEHOLD})


class MemberParticulars(Audited):
    """What is known of a member as a person, by their own declaration: only to find conflicts of interest."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        on_delete=models.PROTECT,
        related_name="committee_particulars",
    )
    identity_number = models.CharField(_("identity number"), max_length=20, blank=True)
    family_name = models.CharField(_("family name"), max_length=60, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    district = models.CharField(_("district"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    iban = models.CharField(_("IBAN"), max_length=24, blank=True)
    declared_at = models.DateTimeField(_("declared"))

    # A member's own facts show to nobody on a timeline.
    timeline_hidden = ("identity_number", "family_name", "city", "district", "phone", "iban")
    sensitive = dict.fromkeys(timeline_hidden, OWN_FACT)
    guards = (
        Guard("a_declaration_of_a_member_is_kept", ("DELETE",)),
        Guard("a_declaration_stays_with_its_member", ("UPDATE",), "OLD.member_id <> NEW.member_id"),
    )

    class Meta:
        verbose_name = _("declaration of a member")
        verbose_name_plural = _("declarations of members")

    def __str__(self):
        return str(self.member)


class DeclaredRelation(Audited):
    """A person or family to whom a member says to be tied, by identity number or by name; ended, never deleted."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        on_delete=models.PROTECT,
        related_name="declared_relations",
    )
    identity_number = models.CharField(_("identity number"), max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    # Folded as names are searched.
    name_key = models.CharField(_("name as searched"), max_length=250, blank=True, editable=False)
    relation = models.CharField(_("what ties them"), max_length=200)
    ended_on = models.DateField(_("last day"), null=True, blank=True)

    timeline_hidden = ("identity_number", "name", "name_key", "relation")
    sensitive = dict.fromkeys(timeline_hidden, OWN_FACT)
    guards = (
        Guard("declared_relations_are_kept", ("DELETE",)),
        # A relation is ended once; another one is declared anew.
        Guard(
            "a_declared_relation_only_ends",
            ("UPDATE",),
            "OLD.ended_on IS NOT NULL OR NEW.ended_on IS NULL OR OLD.member_id <> NEW.member_id "
            "OR OLD.identity_number <> NEW.identity_number OR OLD.name <> NEW.name "
            "OR OLD.name_key <> NEW.name_key OR OLD.relation <> NEW.relation",
        ),
    )

    class Meta:
        verbose_name = _("declared relation")
        verbose_name_plural = _("declared relations")
        constraints = [
            models.CheckConstraint(
                condition=(~Q(identity_number="") | ~Q(name="")) & ~Q(relation=""),
                name="a_declared_relation_says_to_whom_and_which",
            )
        ]

    def __str__(self):
        # The name of the other one is read by the member alone.
        return str(self.member)


class ConflictRuling(AboutItem):
    """What the chair (or, about the chair, the secretary) said of one ground that was found against one member.

    Confirmed, the member is recused (a Recusal stands beside it); dismissed, the member votes.
    """

    item = models.ForeignKey(
        AgendaItem, verbose_name=_("agenda item"), on_delete=models.PROTECT, related_name="conflict_rulings"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("member"), on_delete=models.PROTECT, related_name="+"
    )
    ground = models.CharField(_("ground"), max_length=16, choices=Ground.choices)
    confirmed = models.BooleanField(_("confirmed"))
    reason = models.CharField(_("reason"), max_length=500)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("ruled by"), on_delete=models.PROTECT, related_name="+"
    )

    append_only = True
    timeline_hidden = ("item", "reason", "ground", "confirmed")
    # SECURITY: grounds are read by the chair, the secretary and the member; and by who audits their rulings.
    sensitive = dict.fromkeys(("reason", "ground"), Sensitive("audit.read_everything"))
    guards = (
        Guard("nobody_rules_on_a_closed_item", ("INSERT",), sql.ITEM_IS_CLOSED),
        Guard(
            "only_chair_or_secretary_rule_on_conflicts",
            ("INSERT",),
            f"NOT EXISTS (SELECT 1 {_SEATS} AND seat.user_id = NEW.ruled_by_id "
            "AND seat.position IN ('chair', 'secretary'))",
        ),
        Guard(
            "conflicts_are_of_members",
            ("INSERT",),
            f"NOT EXISTS (SELECT 1 {_SEATS} AND seat.user_id = NEW.member_id)",
        ),
        Guard(
            "what_identity_numbers_prove_is_not_dismissed",
            ("INSERT",),
            "NEW.ground IN ('self', 'household') AND NOT NEW.confirmed",
        ),
        # These stand on tables of their own subjects: what is said here must hold there.
        Guard(
            "nobody_votes_on_a_request_of_their_own_household",
            ("INSERT", "UPDATE"),
            sql.of_own_household("NEW.item_id", "NEW.member_id"),
            table="research_committee_vote",
        ),
        Guard(
            "no_decision_counts_a_vote_of_the_own_household",
            ("INSERT",),
            "EXISTS (SELECT 1 FROM research_committee_vote v WHERE v.item_id = NEW.item_id "  # noqa: S608
            f"AND NOT {sql.recused('v.item_id', 'v.member_id')} "
            f"AND {sql.of_own_household('v.item_id', 'v.member_id')})",
            table="research_committee_decision",
        ),
    )

    class Meta:
        verbose_name = _("ruling on a conflict of interest")
        verbose_name_plural = _("rulings on conflicts of interest")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "member", "ground"], name="a_ground_is_ruled_on_once_for_an_item"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_ruling_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(member=models.F("ruled_by")), name="nobody_rules_on_their_own_conflict"
            ),
        ]

    def __str__(self):
        return f"{self.member} — {self.item}"
