"""What `verify_history` asks of the letters: each one as it was issued, and every series counted without a gap."""

from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _

from beneficiaries.keeping import digest_of_kept

from .kinds import INCOMING, serial_text
from .models import IncomingLetter, Letter, Serial


def findings():
    """One sentence for every letter that is gone or changed, and for every series that does not count 1, 2, 3 …"""
    yield from _papers(Letter.objects.order_by("pk").values_list("kind", "year", "number", "key", "sha256"))
    scans = IncomingLetter.objects.exclude(key="").order_by("pk")
    yield from _papers((INCOMING, *row) for row in scans.values_list("year", "number", "key", "sha256"))
    yield from _counting()


def _papers(rows):
    for kind, year, number, key, sha256 in rows:
        serial = serial_text(kind, year, number)
        try:
            kept = digest_of_kept(key)
        except FileNotFoundError:
            yield _("The paper of letter %(serial)s is no longer there.") % {"serial": serial}
            continue
        if kept != sha256:
            yield _("The paper of letter %(serial)s is not the one that was kept.") % {"serial": serial}


def _counting():
    serials = Serial.objects.values_list("series", "year", "last")
    counted = {(series, year): last for series, year, last in serials}
    written = _written(Letter.objects.values("kind", "year"), lambda row: (row["kind"], row["year"]))
    written |= _written(IncomingLetter.objects.values("year"), lambda row: (INCOMING, row["year"]))
    for series, year in sorted(counted.keys() | written.keys()):
        first, last, number = written.get((series, year), (1, 0, 0))
        words = {"series": series, "year": year}
        if (first, last) != (1, number):
            yield _("The letters %(series)s of %(year)s are not counted without a gap.") % words
        if counted.get((series, year), 0) != last:
            yield _("The last number of %(series)s in %(year)s is not the one that was given.") % words


def _written(rows, series) -> dict[tuple, tuple]:
    """The first and the last number of each series, and how many there are; none stands twice (a constraint)."""
    figures = rows.order_by().annotate(first=Min("number"), last=Max("number"), written=Count("pk"))
    return {series(row): (row["first"], row["last"], row["written"]) for row in figures}
