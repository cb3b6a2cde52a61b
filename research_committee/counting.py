"""The arithmetic of a vote, apart from everything else: numbers in, numbers out.

Members recused from the item leave both sides of the count. A quorum is reached when as many as needed of
the members not recused are present, and at least as many of them have voted: who is present need not vote,
but a result needs the votes of a quorum. The most votes decide; the chair's vote decides a tie of which it
names one side, where the policy version gives the chair a casting vote.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .outcomes import Outcome


@dataclass(frozen=True)
class Ballot:
    """What goes into a count. `needed` is the policy version's quorum of the members not recused."""

    members: int
    recused: int
    # Present and not recused.
    present: int
    needed: int
    # How many votes each outcome has; only votes of those present and not recused.
    votes: dict[str, int] = field(default_factory=dict)
    chair_decides_ties: bool = False
    # The chair's own vote, "" where the chair did not vote.
    chair_vote: str = ""


@dataclass(frozen=True)
class Tally:
    """What comes out: `outcome` is None while there is no result."""

    ballot: Ballot
    voted: int
    leading: tuple[str, ...]
    quorum_reached: bool
    outcome: Outcome | None
    casting_vote_used: bool

    @property
    def needed(self) -> int:
        return self.ballot.needed

    @property
    def tie(self) -> bool:
        return len(self.leading) > 1

    @property
    def reason(self) -> str | None:
        """Why there is no result, as a sentence, or None."""
        if self.outcome is not None:
            return None
        if self.ballot.present < self.needed:
            return _("No quorum: %(present)d present and not recused, %(needed)d needed.") % {
                "present": self.ballot.present,
                "needed": self.needed,
            }
        if self.voted < self.needed:
            return _("Not enough votes yet: %(voted)d cast, %(needed)d needed.") % {
                "voted": self.voted,
                "needed": self.needed,
            }
        if self.ballot.chair_decides_ties:
            return _("The votes are tied, and the chair has not voted for one of the tied results.")
        return _("The votes are tied, and the policy gives nobody a casting vote.")

    @property
    def sentence(self) -> str:
        """Where the vote stands, in words."""
        if self.outcome is None:
            return self.reason
        words = {"outcome": self.outcome.label}
        if self.casting_vote_used:
            return _("Result of the votes: %(outcome)s, by the chair's casting vote.") % words
        return _("Result of the votes: %(outcome)s.") % words


def count(ballot: Ballot) -> Tally:
    """The result of a ballot; pure."""
    votes = {outcome: ballot.votes.get(outcome, 0) for outcome in Outcome}
    voted, most = sum(votes.values()), max(votes.values())
    leading = tuple(outcome for outcome, number in votes.items() if number == most and number > 0)
    quorum_reached = ballot.present >= ballot.needed and voted >= ballot.needed
    by_chair = len(leading) > 1 and ballot.chair_decides_ties and ballot.chair_vote in leading
    outcome = None
    if quorum_reached and len(leading) == 1:
        outcome = leading[0]
    elif quorum_reached and by_chair:
        outcome = Outcome(ballot.chair_vote)
    return Tally(
        ballot=ballot,
        voted=voted,
        leading=leading,
        quorum_reached=quorum_reached,
        outcome=outcome,
        casting_vote_used=outcome is not None and by_chair,
    )
