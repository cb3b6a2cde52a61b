"""Who fails too often at public pages waits: counted per address in the database, in one statement."""

import ipaddress
import time

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from ..models.links import PublicAttempt

MOST_FAILURES, WITHIN = 30, 600
KEPT = 24 * 60 * 60
_COUNT = """
INSERT INTO intake_publicattempt AS a (key, since, failures) VALUES (%(key)s, %(now)s, 1)
ON CONFLICT (key) DO UPDATE SET
  failures = CASE WHEN a.since <= %(begin)s THEN 1 ELSE a.failures + 1 END,
  since = CASE WHEN a.since <= %(begin)s THEN excluded.since ELSE a.since END
RETURNING failures
"""


def fails_too_often(request, thing: str = "") -> bool:
    """Whether this address failed too often, or everybody together about one thing (which is named, not kept).

    Only reads: whoever is over the limit cannot make the database write any more.
    """
    begin = int(time.time()) - WITHIN
    mine = PublicAttempt.objects.filter(since__gt=begin, failures__gte=MOST_FAILURES)
    return mine.filter(key__in=[_key_of(name) for name in (address_of(request), thing) if name]).exists()


def count_failure(request, thing: str = "") -> int:
    """One more failure of this address, and about this thing; returns how many the address has in the open window."""
    if thing:
        _count(thing)
    return _count(address_of(request))


def _count(name: str) -> int:
    now = int(time.time())
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": _key_of(name), "now": now, "begin": now - WITHIN})
        [failures] = cursor.fetchone()
    if failures == 1:
        PublicAttempt.objects.filter(since__lt=now - KEPT).delete()
    return failures


def _key_of(name: str) -> str:
    return salted_hmac("rifada.public-attempts", name, algorithm="sha256").hexdigest()


def address_of(request) -> str:
    """Where the visitor is, as far as the proxies in front say it; of IPv6 the network, of which one person has all."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    proxies = settings.AXES_IPWARE_PROXY_COUNT
    address = hops[-proxies] if proxies and len(hops) >= proxies else request.META.get("REMOTE_ADDR", "")
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(found) if found.version == 4 else str(ipaddress.ip_network(f"{found}/64", strict=False))
