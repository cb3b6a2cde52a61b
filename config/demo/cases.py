"""The sample cases: at every step, some past their two weeks and some not, told in the order of their days."""

from datetime import timedelta
from decimal import Decimal

from accounts.models import User
from arabic.calendars import riyadh_today
from policies.models import PolicyVersion
from research_committee.decisions import record_decision
from research_committee.models import CommitteeSession
from research_committee.sessions import add_item, close_session, mark_attendance, open_session
from research_committee.voting import cast_vote

from .acts import SampleCase
from .minutes import write_sample_minutes
from .past import days_ago
from .studies import put_scale_in_force

REASON_CODES = {"accept": "income_below_needs", "reject": "supported_elsewhere", "defer": "document_needed"}
MEMBERS = ("committee1", "committee2", "committee3")
REASONS = {
    "accept": "ثبتت الحاجة بالبحث الاجتماعي، والدخل أقل من المصروفات الأساسية للأسرة.",
    "reject": "تبيّن أن الأسرة تتلقى الدعم نفسه من جهة أخرى، وقد أرشدناها إلى ما يناسبها من خدمات الجمعية.",
    "defer": "يلزم تقرير طبي حديث قبل البتّ في الطلب.",
}

# place in the list of people: the acts of the case, each with the days since it happened.
STORIES = {
    0: (("receive", 0),),
    1: (("receive", 3), ("check_all_but_one", 1)),
    2: (("receive", 6), ("clarify", 6)),
    3: (("receive", 5), ("verify", 2)),
    4: (("receive", 9), ("verify", 8), ("pledge", 4)),
    5: (("receive", 7), ("verify", 6), ("pledge", 6), ("refer", 6)),
    6: (("receive", 26), ("verify", 25), ("pledge", 24), ("refer", 23)),
    7: (("receive", 12), ("verify", 11), ("pledge", 10), ("refer", 10), ("report", 4)),
    8: (
        ("receive", 24),
        ("clarify", 24),
        ("answer", 23),
        ("verify", 22),
        ("pledge", 21),
        ("refer", 21),
        ("report", 12),
    ),
    9: (("receive", 34), ("verify", 33), ("pledge", 32), ("refer", 31), ("report", 20)),
    10: (("receive", 33), ("verify", 32), ("pledge", 31), ("refer", 30), ("report", 19)),
    11: (("receive", 32), ("verify", 31), ("pledge", 30), ("refer", 29), ("report", 18)),
    12: (("receive", 60), ("verify", 59), ("pledge", 58), ("refer", 57), ("report", 48), ("register", 36)),
    13: (
        *(("receive", 64), ("verify", 63), ("pledge", 62), ("refer", 61), ("report", 50)),
        *(("register", 37), ("deliver", 30), ("ask_again", 1)),
    ),
    14: (("receive", 15), ("verify", 14), ("withdraw", 11)),
    15: (("receive", 10), ("verify", 9), ("send_back", 2)),
    16: (("receive", 66), ("verify", 65), ("pledge", 64), ("refer", 63), ("report", 52), ("appeal", 16)),
}
# days since the session: what it decided on whom.
SESSIONS = {5: {9: "accept", 10: "reject", 11: "defer"}, 40: {12: "accept", 13: "accept", 16: "reject"}}
HOURS = {
    **dict.fromkeys(("receive", "ask_again", "clarify"), 9),
    **dict.fromkeys(("answer", "check_all_but_one", "verify"), 10),
    **dict.fromkeys(("pledge", "withdraw", "send_back"), 11),
    **dict.fromkeys(("refer", "report"), 12),
    **dict.fromkeys(("register", "deliver", "appeal"), 14),
}
SESSION_HOUR = 13


def make_cases(version: PolicyVersion, staff: dict[str, User]) -> int:
    """Writes every sample case, in the order of the days, and returns how many there are."""
    put_scale_in_force(staff)
    cases = {place: SampleCase(place, staff, version) for place in STORIES}
    for session in SESSIONS.values():
        for place, outcome in session.items():
            cases[place].recommendation = "reject" if outcome == "reject" else "accept"
    acts = [
        (-days, HOURS[act], number, getattr(cases[place], act))
        for place, story in STORIES.items()
        for number, (act, days) in enumerate(story)
    ]
    held: dict[int, CommitteeSession] = {}
    for days in SESSIONS:
        acts += [
            (-days, SESSION_HOUR, 0, lambda days=days: held.update({days: hold_session(cases, days, staff)})),
            (-days, SESSION_HOUR + 1, 0, lambda days=days: end_session(held[days], days, staff)),
        ]
    for days, hour, _number, act in sorted(acts, key=lambda row: row[:3]):
        with days_ago(-days, hour):
            act()
    return len(cases)


def hold_session(cases: dict[int, SampleCase], days: int, staff: dict[str, User]) -> CommitteeSession:
    """One session of the committee: everybody there, votes on every item, results recorded by the secretary."""
    secretary, members = staff["committee2"], [staff[name] for name in MEMBERS]
    session = open_session(place="مقر الجمعية", by=secretary)
    mark_attendance(session, members, by=secretary)
    for place, outcome in SESSIONS[days].items():
        request = cases[place].fresh()
        item = add_item(session, request, by=secretary)
        for member in members:
            cast_vote(item, choice=outcome, by=member)
        reasons = {"reason_code": REASON_CODES[outcome], "reasons": REASONS[outcome]}
        record_decision(
            item, **reasons, granted=_granted(request) if outcome == "accept" else [], by=secretary
        )
    return session


def end_session(session: CommitteeSession, days: int, staff: dict[str, User]) -> None:
    """The session closes; its minutes are written, and those of the last one still wait for a signature."""
    closed = close_session(session, by=staff["committee2"])
    write_sample_minutes(closed, staff, signed_by_all=days != min(SESSIONS))


def _granted(request) -> list[tuple]:
    """Half a year of the service, month by month from today."""
    what, today = request.service_type.label_ar, riyadh_today()
    conditions = "يُصرف بعد تقديم ما يثبت استمرار الحاجة."
    return [(request.service_type, what, Decimal(6000), conditions, 6, today, today + timedelta(days=180))]
