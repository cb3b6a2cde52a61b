"""Random meetings of a committee, told place by place, and their result counted by hand from the policy's words."""

from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as some

CHOICES = ["accept", "reject", "defer"]
STAYS, LEAVES, ABSENT = "stays", "leaves", "absent"


@dataclass(frozen=True)
class Person:
    """What one person does: comes or not, votes or not, leaves or not; recused afterwards or not."""

    comes: str
    vote: str = ""
    recused: bool = False

    @property
    def speaks(self) -> str:
        """The vote that stands."""
        return "" if self.recused else self.vote


@dataclass(frozen=True)
class Told:
    """One place: its member, and perhaps the alternate who came in the member's place afterwards."""

    member: Person
    alternate: Person | None = None


@dataclass(frozen=True)
class Meeting:
    places: tuple[Told, ...]
    percent: int
    minimum: int
    casting: bool


@some.composite
def people(draw, may_vote: bool = True, comes=(STAYS, STAYS, STAYS, LEAVES, ABSENT)):
    comes = draw(some.sampled_from(comes))
    votes = may_vote and comes != ABSENT and draw(some.booleans())
    recused = draw(some.sampled_from([False, False, False, True]))
    return Person(comes, draw(some.sampled_from(CHOICES)) if votes else "", recused)


@some.composite
def places(draw):
    member = draw(people())
    alternate = None
    if member.comes != STAYS and draw(some.booleans()):
        # One vote a place: the alternate is silent where the member's vote stands.
        alternate = draw(people(may_vote=not member.speaks, comes=(STAYS, STAYS, LEAVES)))
    return Told(member, alternate)


@some.composite
def meetings(draw, most: int = 15):
    return Meeting(
        places=tuple(draw(some.lists(places(), min_size=2, max_size=most))),
        percent=draw(some.integers(1, 99)),
        minimum=draw(some.integers(2, 6)),
        casting=draw(some.booleans()),
    )


def by_hand(meeting: Meeting) -> dict:
    """The policy's words, one after the other: who speaks for each place, who is here, who decides.

    The first place is the chair's.
    """
    speakers = []
    for place in meeting.places:
        sits_in = place.alternate is not None and place.alternate.comes == STAYS
        if place.member.speaks:
            speakers.append((place.member, True, True))
        elif place.alternate is not None and place.alternate.speaks or sits_in:
            speakers.append((place.alternate, True, False))
        else:
            speakers.append((place.member, place.member.comes == STAYS, True))
    entitled = [(person, here) for person, here, _own in speakers if not person.recused]
    here = [person for person, is_here in entitled if is_here]
    cast = [person.speaks for person in here if person.speaks]
    counted = {"members": len(meeting.places), "recused": len(speakers) - len(entitled), "present": len(here)}
    counted["votes"] = {choice: cast.count(choice) for choice in CHOICES}
    chair, _here, in_person = speakers[0]
    counted["outcome"] = _outcome(meeting, entitled, here, cast, chair.speaks if in_person else "")
    return counted


def _outcome(meeting, entitled, here, cast, chair_says):
    for heads in (len(here), len(cast)):
        enough = bool(entitled) and Fraction(heads, len(entitled)) > Fraction(meeting.percent, 100)
        if heads < meeting.minimum or not enough:
            return None
    heaps = sorted(cast.count(choice) for choice in CHOICES)
    highest = [choice for choice in CHOICES if cast.count(choice) == heaps[-1]]
    if len(highest) == 1:
        return highest[0]
    return chair_says if meeting.casting and chair_says in highest else None
