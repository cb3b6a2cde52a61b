"""The portal's pages that are measured, each as the person who needs it asks for it."""

import itertools
import uuid

from django.urls import reverse

from accounts.models import User
from intake.models import SupportRequest
from intake.steps import State
from research_committee.models import CommitteeSession

from .. import goals
from ..visitor import Visitor
from .replay import ITEMS_OF_A_SESSION
from .seeding import seed, story_of

__all__ = ["pages", "seed"]

STAFF = ("reception", "researcher", "committee1", "auditor", "executive")
# The sample cases by their place; their pages show a whole story with its papers.
SAMPLES = {
    "Request, received": (15, "reception"),
    "Request, pledged": (4, "reception"),
    "Request, under study": (6, "reception"),
    "Request, before the committee": (8, "committee1"),
    "Request, rejected": (10, "reception"),
    "Request, served": (13, "auditor"),
}


def pages() -> dict:
    """Each page by name: a function that asks for it and returns the status and the bytes."""
    return Portal().pages()


class Portal:
    """The staff's browsers, and what they ask for."""

    def __init__(self):
        self.visitors = {name: Visitor(User.objects.get(username=name)) for name in STAFF}
        self.stranger = Visitor()

    def pages(self) -> dict:
        return {**self._lists(), **self._searches(), **self._details(), **self._forms(), **self._steps()}

    def _page(self, actor: str, path: str, form: dict | None = None):
        return lambda: self.visitors[actor].ask(path, form)

    def _lists(self) -> dict:
        session = CommitteeSession.objects.filter(closed_at=None).latest("pk")
        return {
            goals.MY_WORK: self._page("reception", "/"),
            "My work, at 95 % of its depth": self._page("reception", f"/?after={self._deep_mark()}"),
            "My work of the researcher": self._page("researcher", "/"),
            "My work of the committee": self._page("committee1", "/"),
            "All requests": self._page("executive", reverse("request_list")),
            "Session of 30 items": self._page("committee1", reverse("session_detail", args=[session.pk])),
            "Sessions": self._page("committee1", reverse("session_list")),
            "Sign-in page": lambda: self.stranger.ask(reverse("login")),
        }

    def _deep_mark(self) -> str:
        waiting = SupportRequest.objects.waiting_for(User.objects.get(username="reception"))
        rows = waiting.order_by("state_since", "pk").values_list("state_since", "pk")
        since, pk = rows[waiting.count() * 95 // 100]
        return f"{since:%Y-%m-%dT%H:%M:%S.%fZ}~{pk}"

    def _searches(self) -> dict:
        newest = SupportRequest.objects.latest("pk")
        typed = {
            "Search by identity number": newest.beneficiary.identity_number,
            "Search by phone": newest.beneficiary.phone.as_national.replace(" ", ""),
            "Search by reference": newest.reference,
        }
        desk = reverse("desk")
        clerk = self.visitors["reception"]
        return {
            name: lambda query=query: clerk.follow(desk, {"query": query}) for name, query in typed.items()
        }

    def _details(self) -> dict:
        found = {
            name: self._page(actor, reverse("request_detail", args=[story_of(place).pk]))
            for name, (place, actor) in SAMPLES.items()
        }
        person = reverse("person_detail", args=[story_of(13).beneficiary_id])
        return {
            **found,
            "Person": self._page("reception", person),
            "Person, for the auditor": self._page("auditor", person),
        }

    def _forms(self) -> dict:
        study = SupportRequest.objects.filter(state=State.REFERRED).first()
        addresses = {
            "Form: new person": ("reception", reverse("person_add")),
            "Form: open a request": ("reception", reverse("request_open", args=[study.beneficiary_id])),
            "Form: research report": ("researcher", reverse("report_submit", args=[study.pk])),
            "Form: pledge": ("reception", reverse("request_pledge", args=[story_of(3).pk])),
        }
        return {name: self._page(*address) for name, address in addresses.items()}

    def _steps(self) -> dict:
        """Each step is taken on another request every time."""
        checked = SupportRequest.objects.filter(state=State.RECEIVED, round__gt=1)
        verified = SupportRequest.objects.filter(state=State.VERIFIED)
        pledged = SupportRequest.objects.filter(state=State.PLEDGED)
        return {
            "Step: verify": self._step("request_verify", checked),
            "Step: return": self._step("request_return", verified, reason="لمراجعة ثانية"),
            "Step: withdraw": self._step("request_withdraw", pledged, said_by="سارة", reason="تحسن الحال"),
            "Step: vote": self._vote(),
        }

    def _step(self, name: str, requests, **filled):
        rows = iter(list(requests.order_by("-pk").values_list("pk", "version")[:2000]))

        def take():
            pk, version = next(rows)
            form = {"idempotency_key": str(uuid.uuid4()), "seen_version": version, **filled}
            return self.visitors["reception"].ask(reverse(name, args=[pk]), form)

        return take

    def _vote(self):
        """Votes on the open session's items, for and against in turn."""
        items = CommitteeSession.objects.filter(closed_at=None).latest("pk").items
        keys = itertools.cycle(items.order_by("pk").values_list("pk", flat=True))
        turns = itertools.count()

        def take():
            choice = "reject" if next(turns) // ITEMS_OF_A_SESSION % 2 else "accept"
            form = {
                "idempotency_key": str(uuid.uuid4()),
                "choice": choice,
                "opinion": f"{choice} {uuid.uuid4()}",
            }
            return self.visitors["committee1"].ask(reverse("item_vote", args=[next(keys)]), form)

        return take
