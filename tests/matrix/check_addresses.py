"""The pages of step 2 beside the one of a single document, and what each person finds there."""

from .addresses import SIGHT, page, seen_by

CHECKS = [
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
