"""What may happen in a session, one thing after the other, and an account of it kept by hand from the policy's words.

People come, leave, come back, change their votes and recuse themselves; alternates come when a place is empty. The
account knows nothing of the portal: who is in the room, who has said what, and who takes no part.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from hypothesis import strategies as some

CHOICES = ("accept", "reject", "defer")
MEMBER, ALTERNATE = "member", "alternate"
Who = tuple[int, str]


@dataclass(frozen=True)
class Happening:
    what: str
    who: Who
    choice: str = ""


@dataclass
class Account:
    """The places are numbered; place 0 is the chair's, and each has its member and one alternate."""

    places: int
    percent: int
    minimum: int
    casting: bool
    room: set[Who] = field(default_factory=set)
    said: dict[Who, str] = field(default_factory=dict)
    no_part: set[Who] = field(default_factory=set)

    def allows(self, happening: Happening) -> bool:
        who = happening.who
        beside = (who[0], ALTERNATE if who[1] == MEMBER else MEMBER)
        if happening.what == "come":
            return not {who, beside} & self.room
        if happening.what == "leave":
            return who in self.room
        if happening.what == "recuse":
            return who not in self.no_part
        taken = beside in self.said and beside not in self.no_part
        return who in self.room and who not in self.no_part and not taken

    def note(self, happening: Happening) -> None:
        who = happening.who
        if happening.what == "come":
            self.room.add(who)
        elif happening.what == "leave":
            self.room.discard(who)
        elif happening.what == "recuse":
            self.no_part.add(who)
        else:
            self.said[who] = happening.choice

    def result(self) -> dict:
        """Place by place: whoever spoke for it, else whoever sits in it, else its member."""
        heard, here, entitled = [], 0, 0
        for place in range(self.places):
            pair = [(place, MEMBER), (place, ALTERNATE)]
            spoke = [who for who in pair if who in self.said and who not in self.no_part]
            sits = [who for who in pair if who in self.room]
            holder = (spoke or sits or pair)[0]
            if holder in self.no_part:
                continue
            entitled += 1
            here += bool(spoke or sits)
            heard += [self.said[who] for who in spoke]
        found = {"members": self.places, "recused": self.places - entitled, "present": here}
        found["votes"] = {choice: heard.count(choice) for choice in CHOICES}
        found["outcome"] = self._outcome(heard, here, entitled)
        return found

    def _outcome(self, heard, here, entitled):
        for heads in (here, len(heard)):
            if heads < self.minimum or Fraction(heads * 100) <= entitled * self.percent:
                return None
        most = max(heard.count(choice) for choice in CHOICES)
        first = [choice for choice in CHOICES if heard.count(choice) == most]
        chair = (0, MEMBER)
        if len(first) > 1 and self.casting and chair not in self.no_part:
            first = [choice for choice in first if choice == self.said.get(chair)]
        return first[0] if len(first) == 1 else None


@some.composite
def sessions(draw, most: int = 9, longest: int = 60):
    """An empty account, and what happens: now and then also what cannot be."""
    places = draw(some.integers(2, most))
    people = some.tuples(some.integers(0, places - 1), some.sampled_from([MEMBER, MEMBER, MEMBER, ALTERNATE]))
    acts = some.sampled_from(["come", "come", "come", "vote", "vote", "vote", "leave", "recuse"])
    happening = some.builds(Happening, acts, people, some.sampled_from(CHOICES))
    account = Account(places, draw(some.integers(1, 99)), draw(some.integers(2, 5)), draw(some.booleans()))
    everybody = [Happening("come", (place, MEMBER)) for place in range(draw(some.integers(0, places)))]
    return account, everybody + draw(some.lists(happening, min_size=places, max_size=longest))
