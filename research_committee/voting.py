"""What members do with an item: recuse themselves, and vote."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.text import clean_line
from audit.refusals import NotPermitted, Refused
from audit.writing import one_transaction, write

from .models import AgendaItem, Recusal, Vote
from .outcomes import Outcome
from .rules import VOTING, item_is_open, reason_not_running, refuse_unless, refuse_without
from .session_file import ItemFile
from .sessions import lock_item
from .words import refuse_placeholder

RECUSED = gettext_lazy("Recused from an item")
VOTED = gettext_lazy("Vote cast")


def recuse(item: AgendaItem, *, member: User, reason: str, by: User) -> Recusal:
    """Takes a member out of an item: the member declares it, or the chair or secretary does.

    A member who has voted may still declare it: the vote stays on record and leaves the count. Another's
    vote is not removed like this, so that nobody is put out of an unwelcome result; only a confirmed
    conflict of interest takes it out (conflicts.ruling).
    """
    refuse_without("research_committee.vote", by)
    reason = clean_line(reason)
    with one_transaction():
        current = lock_item(item, planned_too=True)
        file = ItemFile(current)
        if member.pk != by.pk and reason_not_running(file.session_file, by):
            raise NotPermitted(
                _("Members declare their own recusal; only the chair or the secretary declares another's.")
            )
        refuse_unless((item_is_open,), file, by)
        if member.pk not in file.session_file.positions:
            raise Refused(
                _("%(who)s was not a member of the committee on the day of the session.") % {"who": member},
                field="member",
            )
        if file.has_declared(member):
            raise Refused(_("%(who)s is already recused from this item.") % {"who": member}, field="member")
        if member.pk != by.pk and file.vote_of(member):
            raise Refused(
                _("%(who)s has voted; only %(who)s can still declare a recusal.") % {"who": member},
                field="member",
            )
        refuse_placeholder(reason)
        return write(
            Recusal(item=current, member=member, reason=reason, declared_by=by), by=by, reason=RECUSED
        )


def cast_vote(
    item: AgendaItem, *, choice: str, opinion: str = "", by: User, seen_version: int | None = None
) -> Vote:
    """Casts or changes one's own vote while the item is open; `seen_version` is the vote's (0: none seen)."""
    refuse_without("research_committee.vote", by)
    if choice not in Outcome.values:
        raise Refused(_("Vote for acceptance, rejection or deferral."), field="choice")
    with one_transaction():
        current = lock_item(item)
        file = ItemFile(current)
        refuse_unless(VOTING, file, by)
        vote = file.vote_of(by) or Vote(item=current, member=by)
        vote.item = current
        vote.choice, vote.opinion = choice, clean_line(opinion)
        return write(vote, by=by, reason=VOTED, seen_version=seen_version)
