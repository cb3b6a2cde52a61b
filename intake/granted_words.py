"""What was granted, in words: how much, how often, and from when until when."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arabic.calendars import dual
from arabic.text import quoted, riyals


def amount_in_words(granted) -> str:
    """The sum of all times, and of each time where it can be shared out evenly."""
    if granted.amount is None or not granted.times or granted.times == 1:
        return riyals(granted.amount)
    each, rest = divmod(granted.amount * 100, granted.times)
    if rest:
        return riyals(granted.amount)
    return _("%(sum)s, %(each)s each time") % {"sum": riyals(granted.amount), "each": riyals(each / 100)}


def times_in_words(granted) -> str:
    if not granted.times:
        return ""
    return ngettext("%(times)d time", "%(times)d times", granted.times) % {"times": granted.times}


def period_in_words(granted) -> str:
    if granted.starts_on is None:
        return ""
    if granted.ends_on is None:
        return _("from %(first)s") % {"first": dual(granted.starts_on)}
    days = {"first": dual(granted.starts_on), "last": dual(granted.ends_on)}
    return _("from %(first)s until %(last)s") % days


def when_in_words(granted) -> str:
    """How often and in which period, as one sentence."""
    return " · ".join(part for part in (times_in_words(granted), period_in_words(granted)) if part)


def terms_in_words(granted) -> list[str]:
    """Everything about a granted service besides its name, each part by itself."""
    conditions = ""
    if granted.conditions:
        conditions = _("On condition: %(conditions)s") % {"conditions": quoted(granted.conditions)}
    parts = (amount_in_words(granted), times_in_words(granted), period_in_words(granted), conditions)
    return [part for part in parts if part]


def total_in_words(granted) -> str:
    """The sum of all amounts, where there are several."""
    amounts = [service.amount for service in granted if service.amount is not None]
    return _("%(sum)s in all") % {"sum": riyals(sum(amounts))} if len(amounts) > 1 else ""
