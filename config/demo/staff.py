"""The demonstration's staff: sign-in names are the role codes, with a number where several hold the role."""

import secrets
import stat
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Branch, User, system_user
from accounts.roles import Role
from accounts.staff import set_roles
from arabic.calendars import riyadh_today
from audit.writing import write
from research_committee.models import CommitteeMember
from research_committee.outcomes import Position
from research_committee.seats import give_seat

STARTED = _("Demonstration started")
COMMITTEE_SINCE_YEAR = 3

STAFF = (
    ("reception", Role.RECEPTION, "نورة بنت سعد القرشي"),
    ("delegate", Role.DELEGATE, "ماجد بن عايض السفياني"),
    ("researcher", Role.RESEARCHER, "هند بنت خالد الزهراني"),
    ("researcher2", Role.RESEARCHER, "خالد بن مسفر الشهراني"),
    ("committee1", Role.COMMITTEE, "عبدالرحمن بن ناصر العتيبي"),
    ("committee2", Role.COMMITTEE, "أمل بنت فهد الغامدي"),
    ("committee3", Role.COMMITTEE, "يوسف بن إبراهيم المالكي"),
    ("committee4", Role.COMMITTEE, "سارة بنت عبدالله الحربي"),
    ("delivery", Role.DELIVERY, "سلطان بن حمد الثقفي"),
    ("executive", Role.EXECUTIVE, "د. فيصل بن محمد العمري"),
    ("board", Role.BOARD, "عبدالعزيز بن صالح الحارثي"),
    ("auditor", Role.AUDITOR, "منيرة بنت علي الشهري"),
    ("administrator", Role.ADMINISTRATOR, "بدر بن سليمان القحطاني"),
)
SEATS = {"committee1": Position.CHAIR, "committee2": Position.SECRETARY, "committee3": Position.MEMBER}


def make_staff(password: str) -> dict[str, User]:
    """The accounts, the branch and the committee; what is already there stays as it is."""
    system = system_user()
    branch = Branch.objects.filter(code="south").first()
    branch = branch or write(Branch(code="south", name="فرع الجنوب"), by=system, reason=STARTED)
    staff = {}
    for username, role, full_name in STAFF:
        user = User.objects.filter(username=username).first()
        if user is None:
            user = User(
                username=username, full_name=full_name, branch=branch if role == Role.DELEGATE else None
            )
            user.set_password(password)
            write(user, by=system, reason=STARTED)
            set_roles(user, [role], by=system)
        elif not user.check_password(password):
            user.set_password(password)
            write(user, by=system, reason=_("Demonstration password set"))
        staff[username] = user
    for username, position in SEATS.items():
        if not CommitteeMember.objects.filter(user=staff[username]).exists():
            since = riyadh_today().replace(month=1, day=1)
            give_seat(
                user=staff[username],
                position=position,
                from_on=since.replace(year=since.year - COMMITTEE_SINCE_YEAR),
                by=system,
            )
    return staff


def demo_password(given: str) -> str:
    """The password of the accounts: the one given, else the one kept in var/, else a new one."""
    path = Path(settings.VAR_DIR) / "demo_password"
    if not given:
        given = path.read_text().strip() if path.exists() else secrets.token_urlsafe(9)
    path.touch(mode=stat.S_IRUSR | stat.S_IWUSR)
    path.write_text(f"{given}\n")
    return given
