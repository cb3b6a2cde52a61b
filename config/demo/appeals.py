"""A sample appeal: within the window, and before the committee with a clock that has run out."""

from arabic.calendars import riyadh_today
from research_committee.appeals.recording import record_appeal

GROUNDS = (
    "انقطع الدعم الذي كنت أتلقاه من الجهة الأخرى منذ شهر، ومعي خطاب منها بذلك. أرجو النظر في طلبي مرة أخرى."
)


def appeal(case) -> None:
    """The person of a sample case appeals by phone, and reception records it the same day."""
    request = case.fresh()
    record_appeal(
        request,
        channel=case.version.channels.get(code="phone"),
        received_on=riyadh_today(),
        grounds=GROUNDS,
        said_by=case.person.full_name,
        how_told="phone",
        told=True,
        by=case.staff["reception"],
    )
