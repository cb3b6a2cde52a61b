"""The pages of step 2 beside the one of a single document, and what each person finds there."""

from django.urls import reverse

from .addresses import SIGHT, Address, page, seen_by


def _fact(world) -> str:
    return reverse("request_fact_waive", args=[world.requests["served"].pk, world.rows["fact"].fact])


CHECKS = [
    Address(
        "request_fact_waive", "", _fact, seen_by(SIGHT["served"], "executive"), group="request_fact_waive"
    ),
    page("request_facts", seen_by(SIGHT["received"], "reception delegate"), "received", about="open"),
    page("request_facts", seen_by(SIGHT["served"], "reception delegate"), "served", about="over"),
    page(
        "request_document_waive",
        seen_by(SIGHT["received"], "executive"),
        "received",
        "document",
        about="open",
    ),
    page("request_documents_ask", seen_by(SIGHT["received"], "reception delegate"), "received", about="open"),
    page("request_documents_ask", seen_by(SIGHT["served"], "reception delegate"), "served", about="over"),
    page("request_document_waive", seen_by(SIGHT["served"], "executive"), "served", "document", about="over"),
]
