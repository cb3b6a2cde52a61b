"""The queue of clarifications and the knowledge base, and what each person finds there."""

from dataclasses import replace

from .addresses import COMMITTEE, only, page

_WRITERS = "reception researcher other_researcher executive"
_READERS = f"{_WRITERS} delegate other_delegate delivery auditor {COMMITTEE} unseated"
_ONLY_READERS = f"delegate other_delegate delivery auditor {COMMITTEE} unseated"
_NOT_EXECUTIVE = "reception researcher other_researcher"

KNOWLEDGE = [
    # It names who asked.
    replace(page("clarification_list", only("researcher other_researcher executive", 403)), is_a_look=True),
    page("article_list", only(_READERS, 403)),
    page("article_add", only(_WRITERS, 403)),
    page("article_detail", only(_READERS, 404), "article", about="published"),
    page("article_detail", only(_WRITERS, 404), "proposed_article", about="proposed"),
    page("article_publish", only("executive", 404, forbidden=_NOT_EXECUTIVE), "proposed_article"),
    page("article_revise", only(_WRITERS, 404), "proposed_article", about="proposed"),
    page(
        "article_revise",
        only("executive", 404, forbidden=f"{_NOT_EXECUTIVE} {_ONLY_READERS}"),
        "article",
        about="published",
    ),
    page("article_retire", only("executive", 404, forbidden=f"{_NOT_EXECUTIVE} {_ONLY_READERS}"), "article"),
    # Of a request of the northern branch that the researcher answered for and whose study is none of theirs yet.
    page(
        "article_from_clarification",
        only("reception researcher executive", 404, forbidden="delegate auditor"),
        "answered",
    ),
]
