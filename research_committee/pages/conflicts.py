"""What the pages about conflicts of interest print."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import dual, riyadh_day, riyadh_today
from beneficiaries.iban import in_fours

from ..conflicts.declaring import phone_in_words
from ..conflicts.ruling import ground_label, ruler_on
from ..models import CommitteeMember, ConflictRuling, DeclaredRelation, MemberParticulars, Recusal
from ..session_file import ItemFile
from .sessions import crumbs

# Older ones are read in the sessions' minutes.
RECUSALS_SHOWN = 30


def declaration_page(user: User) -> dict:
    """A member's own declaration; of the other members only that they declared, and when."""
    row = MemberParticulars.objects.filter(member=user).first()
    relations = DeclaredRelation.objects.filter(member=user).order_by("ended_on", "-pk")
    return {
        "crumbs": crumbs(),
        "facts": own_facts(row) if row else [],
        "declared": dual(riyadh_day(row.declared_at)) if row else "",
        "relations": [_relation(relation) for relation in relations],
        "recusals": own_recusals(user),
        "members": declared_by_members(),
    }


def own_facts(row: MemberParticulars) -> list[dict]:
    values = {
        _("Identity number"): row.identity_number,
        _("Family name"): row.family_name,
        _("City"): row.city,
        _("District"): row.district,
        _("Phone"): phone_in_words(row.phone),
        _("IBAN"): in_fours(row.iban),
    }
    return [{"label": label, "value": value or "—", "hint": ""} for label, value in values.items()]


def _relation(row: DeclaredRelation) -> dict:
    ended = _("Until %(date)s") % {"date": dual(row.ended_on)} if row.ended_on else ""
    return {
        "who": row.name or row.identity_number,
        "number": row.identity_number if row.name else "",
        "relation": row.relation,
        "ended": ended,
        "end_url": "" if row.ended_on else reverse("relation_end", args=[row.pk]),
    }


def own_recusals(user: User) -> list[dict]:
    """The items in which this member has no part by a recusal, the newest first, with the reason."""
    recusals = Recusal.objects.filter(member=user).select_related("item__support_request", "declared_by")
    rulings = {
        ruling.item_id: ruling for ruling in ConflictRuling.objects.filter(member=user, confirmed=True)
    }
    return [
        {
            "label": recusal.item.support_request.reference,
            "value": _ruled(rulings[recusal.item_id]) if recusal.item_id in rulings else recusal.reason,
            "hint": _("Declared by: %(who)s") % {"who": recusal.declared_by.full_name},
        }
        for recusal in recusals.order_by("-pk")[:RECUSALS_SHOWN]
    ]


def _ruled(ruling: ConflictRuling) -> str:
    return f"{ground_label(ruling.ground)}: {ruling.reason}"


def declared_by_members() -> list[dict]:
    """Who sits today, and when each declared."""
    when = dict(MemberParticulars.objects.values_list("member_id", "declared_at"))
    return [
        {
            "label": seat.user.full_name,
            "value": _declared_on(when.get(seat.user_id)),
            "hint": seat.get_position_display(),
        }
        for seat in CommitteeMember.objects.on(riyadh_today())
    ]


def _declared_on(moment) -> str:
    if moment is None:
        return _("Not declared yet")
    return _("Declared on %(date)s") % {"date": dual(riyadh_day(moment))}


def conflict_rows(file: ItemFile, user: User) -> list[dict]:
    """What was found about this item, for whom it concerns; nothing of it for everybody else but that it waits.

    SECURITY: grounds are read by the chair, the secretary and the member alone.
    """
    seats = {seat.user_id: seat.user.full_name for seat in file.session_file.seats}
    runs = user.may("research_committee.run_session") and user.pk in file.session_file.runners
    rows = [
        {
            "member": seats[finding.member_id],
            "sentence": finding.sentence,
            "url": _ruling_url(file, finding) if ruler_on(file, finding.member_id) == user.pk else "",
            "ruling": "",
        }
        for finding in file.unruled
        if runs or finding.member_id == user.pk
    ]
    if file.unruled and not rows and user.pk in seats:
        rows.append({"member": "", "sentence": waits_in_words(), "url": "", "ruling": ""})
    return rows + _ruled_rows(file, user, runs)


def waits_in_words() -> str:
    return _("Something may tie a member to this person: the item is decided once that is ruled on.")


def _ruled_rows(file: ItemFile, user: User, runs: bool) -> list[dict]:
    if not runs and user.pk not in file.session_file.positions:
        return []
    return [
        {
            "member": ruling.member.full_name,
            "sentence": ground_label(ruling.ground),
            "url": "",
            "ruling": _ruling_in_words(ruling),
        }
        for ruling in file.session_file.rulings[file.item.pk]
        if runs or ruling.member_id == user.pk
    ]


def _ruling_in_words(ruling: ConflictRuling) -> str:
    sentence = (
        _("%(who)s confirmed it: %(reason)s") if ruling.confirmed else _("%(who)s dismissed it: %(reason)s")
    )
    return sentence % {"who": ruling.ruled_by.full_name, "reason": ruling.reason}


def _ruling_url(file: ItemFile, finding) -> str:
    return f"{reverse('item_rule_on_conflict', args=[file.item.pk])}?finding={finding.key}"
