"""The minutes of the sample sessions: of the first one locked and issued, of the last one waiting for a signature."""

from research_committee.minutes.acts import draw_up_minutes, sign_minutes
from research_committee.minutes.paper import issue_minutes


def write_sample_minutes(session, staff, *, signed_by_all: bool) -> None:
    """Drawn up by the secretary of a closed sample session and signed by all, or by all but the last."""
    secretary, chair, member = staff["committee2"], staff["committee1"], staff["committee3"]
    minutes = draw_up_minutes(session, by=secretary)
    for signer in (chair, secretary, member) if signed_by_all else (chair, secretary):
        sign_minutes(minutes, sha256=minutes.sha256, by=signer)
    if signed_by_all:
        issue_minutes(session, by=secretary)
