"""The pages of visits, and what each person finds there."""

from .addresses import SIGHT, only, page, seen_by

_READERS = "reception executive auditor researcher"
_ARRANGED = ("move", "call_off", "miss", "take_over", "record")

VISITS = [
    page("visit_list", only("researcher other_researcher", 403)),
    page("request_visits", only(_READERS, 404), "referred", about="under study"),
    page("request_visits", only(f"{_READERS} chair secretary unseated", 404), "studied", about="before it"),
    page("visit_arrange", seen_by(SIGHT["referred"], "researcher"), "referred"),
    page("visit_record", seen_by(SIGHT["referred"], "researcher"), "referred"),
    *(page(f"appointment_{act}", only("researcher", 404), "appointment") for act in _ARRANGED),
    page("visit_add_photo", only("researcher", 404, forbidden="reception executive auditor"), "visit"),
    page("photo_file", only(_READERS, 404), "photo"),
    page("photo_thumbnail", only(_READERS, 404), "photo"),
]
