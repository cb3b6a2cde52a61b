"""The arithmetic of votes, against a count written in another way."""

from collections import Counter
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from policies.models import PolicyVersion
from research_committee.counting import Ballot, count
from research_committee.outcomes import Outcome

CHOICES = ["accept", "reject", "defer"]


@some.composite
def meetings(draw):
    """A committee with its absences, recusals and votes, person by person; the first one chairs."""
    people = []
    for _number in range(draw(some.integers(0, 12))):
        recused, there = draw(some.booleans()), draw(some.booleans())
        votes = there and not recused and draw(some.booleans())
        people.append((recused, there, draw(some.sampled_from(CHOICES)) if votes else ""))
    percent, minimum = draw(some.integers(1, 99)), draw(some.integers(2, 6))
    return people, percent, minimum, draw(some.booleans())


def ballot_of(people, percent, minimum, casting) -> Ballot:
    version = PolicyVersion(quorum_percent=percent, quorum_minimum=minimum, committee_size=12)
    recused = sum(recused for recused, _there, _vote in people)
    return Ballot(
        members=len(people),
        recused=recused,
        present=sum(there and not recused for recused, there, _vote in people),
        needed=version.quorum_of(len(people) - recused),
        votes=Counter(vote for _recused, _there, vote in people if vote),
        chair_decides_ties=casting,
        chair_vote=people[0][2] if people else "",
    )


def decided_by_hand(people, percent, minimum, casting):
    """The same rule, person by person: who counts, who is here, who speaks, which heap is the highest."""
    entitled = [person for person in people if not person[0]]
    here = [person for person in entitled if person[1]]
    heaps = sorted(([p[2] for p in here].count(choice), choice) for choice in CHOICES)
    spoken = sum(size for size, _choice in heaps)
    for heads in (len(here), spoken):
        if heads < minimum or not entitled or Fraction(heads, len(entitled)) <= Fraction(percent, 100):
            return None
    highest = [choice for size, choice in heaps if size == heaps[-1][0]]
    if len(highest) > 1:
        chair = people[0][2]
        return chair if casting and chair in highest else None
    return highest[0]


@given(meetings())
def test_the_count_agrees_with_a_count_by_hand(meeting):
    assert count(ballot_of(*meeting)).outcome == decided_by_hand(*meeting)


@given(meetings())
def test_there_is_a_result_or_a_sentence_that_says_why_not(meeting):
    tally = count(ballot_of(*meeting))
    assert (tally.outcome is None) == (tally.reason is not None)
    assert tally.sentence


@given(meetings())
def test_the_casting_vote_is_used_only_in_a_tie(meeting):
    tally = count(ballot_of(*meeting))
    assert not tally.casting_vote_used or (tally.tie and tally.outcome == tally.ballot.chair_vote)


@given(meetings())
def test_the_result_never_has_fewer_votes_than_another(meeting):
    tally = count(ballot_of(*meeting))
    if tally.outcome is not None:
        assert tally.ballot.votes[tally.outcome] == max(tally.ballot.votes.values())


@pytest.mark.parametrize(
    ("votes", "chair", "casting", "expected"),
    [
        ({"accept": 2, "reject": 1}, "reject", True, Outcome.ACCEPT),
        ({"accept": 1, "reject": 1}, "reject", True, Outcome.REJECT),
        ({"accept": 1, "reject": 1}, "reject", False, None),
        ({"accept": 1, "reject": 1}, "", True, None),
        ({"accept": 2, "reject": 2, "defer": 1}, "defer", True, None),
        ({"defer": 2, "accept": 1}, "accept", True, Outcome.DEFER),
        ({"accept": 1}, "accept", True, None),
    ],
)
def test_examples_of_a_committee_of_five(votes, chair, casting, expected):
    ballot = Ballot(
        members=5,
        recused=1,
        present=4,
        needed=2,
        votes=votes,
        chair_decides_ties=casting,
        chair_vote=chair,
    )
    assert count(ballot).outcome == expected


@pytest.mark.parametrize(
    ("present", "votes", "casting", "sentence"),
    [
        (1, {"accept": 1}, True, "No quorum: 1 present and not recused, 2 needed."),
        (3, {"accept": 1}, True, "Not enough votes yet: 1 cast, 2 needed."),
        (
            3,
            {"accept": 1, "reject": 1},
            False,
            "The votes are tied, and the policy gives nobody a casting vote.",
        ),
        (
            3,
            {"accept": 1, "reject": 1},
            True,
            "The votes are tied, and the chair has not voted for one of the tied results.",
        ),
    ],
)
def test_a_count_without_result_says_why(present, votes, casting, sentence):
    ballot = Ballot(members=3, recused=0, present=present, needed=2, votes=votes, chair_decides_ties=casting)
    with translation.override("en"):
        assert count(ballot).sentence == count(ballot).reason == sentence
