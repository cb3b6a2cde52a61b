"""Where somebody stands on the board: which item is open, which items are listed, and how large it is shown."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from django.urls import reverse

SHOWS = ("all", "open", "mine", "done")
LARGE = "large"
_LONGEST = 18


@dataclass(frozen=True)
class Place:
    """What stands in the address of the board, so that it can be shared and gone back to."""

    item: int | None = None
    show: str = "all"
    large: bool = False

    @classmethod
    def read(cls, given) -> "Place":
        """From the query of an address; what it cannot mean counts as not said."""
        item, show = given.get("item", ""), given.get("show", "")
        whole = item.isascii() and item.isdecimal() and len(item) <= _LONGEST
        return cls(
            item=int(item) if whole else None,
            show=show if show in SHOWS else "all",
            large=given.get("screen", "") == LARGE,
        )

    @classmethod
    def on_the_screen(cls, request) -> "Place":
        """Of the page from which a fragment was asked for."""
        address = getattr(request.htmx, "current_url_abs_path", None) or ""
        query = parse_qs(urlsplit(address).query, max_num_fields=20)
        return cls.read({name: values[0] for name, values in query.items()})

    def query(self, **changed) -> str:
        place = {"item": self.item, "show": self.show, "large": self.large, **changed}
        said = {
            "item": place["item"] or "",
            "show": "" if place["show"] == "all" else place["show"],
            "screen": LARGE if place["large"] else "",
        }
        said = {name: value for name, value in said.items() if value}
        return f"?{urlencode(said)}" if said else ""

    def url(self, session, name: str = "session_detail", **changed) -> str:
        return reverse(name, args=[session.pk]) + self.query(**changed)
