"""What the members of the world declare, and a request to which one of them is tied."""

from research_committee.conflicts.declaring import declare_relation
from research_committee.conflicts.ruling import rule_on_conflict
from research_committee.sessions import add_item
from tests import factories as make
from tests.research_committee import factories as committee
from tests.research_committee.declared import declare


def tie_members(world) -> None:
    """Something that waits for a ruling of the chair, and a relation to nobody the association knows."""
    clerk, secretary, member = (world.users[actor] for actor in ("reception", "secretary", "member"))
    world.rows["relation"] = declare_relation(name="نورة سعد العتيبي", relation="خالتي", by=member)
    person = make.make_person(by=clerk, branch=world.rows["branch"])
    request = committee.make_studied(
        referred_days_ago=20, by=clerk, beneficiary=person, researcher=world.users["researcher"]
    )
    world.rows["tied_item"] = add_item(world.rows["session"], request, by=secretary)
    declare(secretary)
    for tied in (member, secretary):
        declare_relation(identity_number=person.identity_number, relation="شريكي في محل", by=tied)
    dismissed = {"ground": "declared", "confirmed": False, "reason": "انتهت الشراكة قبل سنوات"}
    rule_on_conflict(world.rows["tied_item"], member=secretary, by=world.users["chair"], **dismissed)
