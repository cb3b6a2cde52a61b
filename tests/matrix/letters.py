"""The letters of the world: of a request, of one that few may open, and about nobody."""

from correspondence.issuing import issue_once
from correspondence.kinds import LetterKind
from correspondence.policy_letters import policy_content
from intake.letters.issuing import issue_request_letter


def issue_letters(world) -> None:
    clerk, requests = world.users["reception"], world.requests
    world.rows["decision_letter"] = issue_request_letter(requests["rejected"], "decision", by=clerk)
    world.rows["pledge_letter"] = issue_request_letter(requests["verified"], "pledge", by=clerk)
    version = world.rows["version"]
    subject, content = policy_content(version)
    facts = {"subject": subject, "content": content, "policy_version": version, "about": version}
    world.rows["policy_letter"] = issue_once(LetterKind.POLICY, by=clerk, reason="Letter issued", **facts)
