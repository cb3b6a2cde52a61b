"""What this browser has shown of itself: that it gave the right code, or that it has signed. Kept in its session."""

import time
from dataclasses import dataclass

from ..models import AccuracyPledge
from ..models.links import PledgeLink

_OPENED, _SIGNED = "pledge_link_opened", "pledge_link_signed"
# Long enough to read the sheet with somebody at one's side.
OPEN_FOR = 20 * 60


@dataclass(frozen=True)
class Visit:
    """One browser at the public pages of a link."""

    session: object

    def proof_for(self, link: PledgeLink) -> str:
        """The proof that the right code gave to this browser and no later one took over; "" without it."""
        kept = self.session.get(_OPENED) or {}
        mine = kept.get("link") == link.pk and kept.get("until", 0) > time.time()
        return link.proof_nonce if mine and link.proof_nonce and kept.get("proof") == link.proof_nonce else ""

    def keep_proof(self, link: PledgeLink, *, rotate: bool) -> None:
        """SECURITY: with a new session key, so that a session that somebody planted here is worth nothing."""
        if rotate:
            self.session.cycle_key()
        until = int(time.time()) + OPEN_FOR
        self.session[_OPENED] = {"link": link.pk, "proof": link.proof_nonce, "until": until}

    def keep_signature(self, link_pk: int, pledge: AccuracyPledge) -> None:
        self.session.pop(_OPENED, None)
        self.session[_SIGNED] = {"link": link_pk, "pledge": pledge.pk}

    def has_signed(self, link_pk: int) -> bool:
        return (self.session.get(_SIGNED) or {}).get("link") == link_pk

    def signed(self) -> AccuracyPledge | None:
        """What was signed in this browser, for the page of thanks."""
        kept = self.session.get(_SIGNED) or {}
        return AccuracyPledge.objects.select_related("support_request").filter(pk=kept.get("pledge")).first()

    def signed_before(self, link: PledgeLink) -> AccuracyPledge | None:
        """The signature of this very browser, where the same form was sent twice at once."""
        kept = self.session.get(_OPENED) or {}
        now = PledgeLink.objects.select_related("pledge").get(pk=link.pk)
        mine = kept.get("link") == now.pk and kept.get("proof") == now.proof_nonce
        return now.pledge if mine else None
