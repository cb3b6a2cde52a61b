"""Two closed sessions: the minutes of one wait for a signature, those of the other are locked and added to."""

from research_committee.minutes.acts import draw_up_minutes, sign_minutes, write_addendum
from research_committee.sessions import close_session, mark_attendance, open_session


def write_minutes(world) -> None:
    secretary, seated = (
        world.users["secretary"],
        [world.users[name] for name in ("chair", "secretary", "member")],
    )
    for name, signed in (("minutes", 1), ("locked_minutes", 3)):
        session = open_session(place="المقر", by=secretary)
        mark_attendance(session, seated, by=secretary)
        minutes = draw_up_minutes(close_session(session, by=secretary), by=secretary)
        for member in seated[:signed]:
            sign_minutes(minutes, sha256=minutes.sha256, by=member)
        minutes.refresh_from_db()
        world.rows[name], world.rows[f"session_of_{name}"] = minutes, session
    text = "الصواب في مكان الجلسة: القاعة الكبرى."
    write_addendum(world.rows["locked_minutes"], text=text, reason="خطأ في المكان", by=secretary)
