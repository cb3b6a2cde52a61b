import json

import pytest

from correspondence import issuing


@pytest.fixture
def plain_papers(monkeypatch):
    """Papers that say what they were made of, where a test is not about how they look."""

    def plain(template, content):
        return b"%PDF-1.7\n" + json.dumps([template, content], ensure_ascii=False, sort_keys=True).encode()

    monkeypatch.setattr(issuing, "typeset", plain)
