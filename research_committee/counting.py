"""The arithmetic of a vote, apart from everything else: numbers in, numbers out.

The committee has places: the chair's, the secretary's and the other members'. An alternate never adds one; who
stands in for an absent member holds the member's place, and that member leaves the count meanwhile. On an item a
place is held by whoever cast the standing vote of the place, else by the alternate who sits in it, else by its
member. Each place counts by its holder:

* recused, when the holder is recused from the item: the place leaves both sides of the count;
* present for the item, when the holder is in the room now or has cast a standing vote on the item, and is not
  recused. A vote stands until its caster is recused: who votes and leaves has taken part in the item.

Of a closed item “now” is the moment at which it was closed; of a decided one the Decision keeps the numbers.

A quorum is reached when as many as needed of the places not recused are present, and at least as many of them
have voted: who is present need not vote, but a result needs the votes of a quorum. The most votes decide; the
chair's vote decides a tie of which it names one side, where the policy version gives the chair a casting vote. It
is the chair's own: whoever stands in for the chair has one vote like everybody else.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .outcomes import Outcome


@dataclass(frozen=True)
class Place:
    """One place of the committee on one item, as it is held for the item."""

    in_the_room: bool
    recused: bool
    # The standing vote of the holder, "" without one.
    vote: str = ""
    # Held by the chair in person.
    is_chair: bool = False

    @property
    def present(self) -> bool:
        return not self.recused and (self.in_the_room or self.vote != "")


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


def ballot_of(
    places: Iterable[Place], *, quorum_of: Callable[[int], int], chair_decides_ties: bool
) -> Ballot:
    """The ballot of an item; `quorum_of` is the policy version's rule over the places not recused; pure."""
    places = list(places)
    taking_part = [place for place in places if not place.recused]
    return Ballot(
        members=len(places),
        recused=len(places) - len(taking_part),
        present=sum(place.present for place in taking_part),
        needed=quorum_of(len(taking_part)),
        votes={outcome: sum(place.vote == outcome for place in taking_part) for outcome in Outcome},
        chair_decides_ties=chair_decides_ties,
        chair_vote=next((place.vote for place in taking_part if place.is_chair), ""),
    )
