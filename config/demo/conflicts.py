"""What two members of the committee declare: one of them is tied to a person whose request comes before it."""

from accounts.models import User
from intake.models import SupportRequest
from research_committee.conflicts.declaring import declare_particulars, declare_relation
from research_committee.models import AgendaItem
from research_committee.sessions import add_item, mark_attendance, open_session

from .people import identity_number

# By the place in the list of people: a studied request whose two weeks have passed.
TIED_TO = 8
# Of nobody among the sample people.
CHAIR, THIRD = 71, 72


def declare_ties(staff: dict[str, User]) -> None:
    """The third member's relation waits for the chair's ruling on the agenda of a session."""
    chair, secretary, third = (staff[name] for name in ("committee1", "committee2", "committee3"))
    declare_particulars(
        identity_number=identity_number(CHAIR),
        family_name="العتيبي",
        city="الطائف",
        district="شهار",
        phone="0550000071",
        by=chair,
    )
    declare_particulars(
        identity_number=identity_number(THIRD),
        family_name="المالكي",
        city="الطائف",
        district="الوشحاء",
        phone="0550000072",
        by=third,
    )
    declare_relation(identity_number=identity_number(TIED_TO), relation="من أقارب زوجتي", by=third)
    declare_relation(name="خالد إبراهيم المالكي", relation="أخي", by=third)
    request = SupportRequest.objects.get(beneficiary__identity_number=identity_number(TIED_TO))
    if not AgendaItem.objects.filter(support_request=request, closed_at=None).exists():
        session = open_session(place="مقر الجمعية", by=secretary)
        mark_attendance(session, [chair, secretary, third], by=secretary)
        add_item(session, request, by=secretary)
