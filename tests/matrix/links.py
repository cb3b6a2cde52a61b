"""The private link of the world: sent for the request that waits for its pledge."""

from intake.case_file import CaseFile
from intake.remote_pledge.issuing import issue_pledge_link


def send_links(world) -> None:
    case = CaseFile(world.requests["verified"])
    world.rows["link"] = issue_pledge_link(
        case.request,
        signer_role="self",
        signer_name=case.person.full_name,
        shown_sha256=case.data_sheet.sha256,
        by=world.users["reception"],
    )
