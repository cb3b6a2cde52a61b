"""The data sheet: exactly what a person pledges to be true, in one canonical form with one digest.

Format 1: UTF-8 JSON, keys sorted, no blanks, dates as YYYY-MM-DD, nothing left out (null where there is nothing).
Two sheets have the same SHA-256 only when every pledged fact is the same.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

FORMAT = 1


@dataclass(frozen=True)
class DataSheet:
    """One canonical sheet."""

    text: str

    @classmethod
    def of(cls, case) -> "DataSheet":
        """The sheet of a case as it stands now."""
        facts = {
            "format": FORMAT,
            "person": person_facts(case.person),
            "policy": _policy(case.version),
            "request": _request(case.request),
            "documents": [_document(document, check) for document, check in case.checks],
        }
        return cls(json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")))

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def facts(self) -> dict:
        return json.loads(self.text)

    def differences(self, newer: "DataSheet") -> list[dict]:
        """Every fact that is not the same on the newer sheet: where it stands, before and after."""
        before, after = dict(_leaves(self.facts)), dict(_leaves(newer.facts))
        return [
            {"field": path, "before": before.get(path), "after": after.get(path)}
            for path in sorted(before.keys() | after.keys())
            if before.get(path) != after.get(path)
        ]


def _day(value):
    return value.isoformat() if value else None


def person_facts(person) -> dict:
    """What of a person's file is pledged."""
    return {
        "identity_kind": person.identity_kind,
        "identity_number": person.identity_number,
        "identity_missing_reason": person.identity_missing_reason,
        "first_name": person.first_name,
        "father_name": person.father_name,
        "grandfather_name": person.grandfather_name,
        "family_name": person.family_name,
        "gender": person.gender,
        "birth_date": _day(person.birth_date),
        "birth_precision": person.birth_precision,
        "phone": str(person.phone),
        "city": person.city,
        "district": person.district,
    }


def _policy(version) -> dict:
    return {
        "number": version.number,
        "content_sha256": version.content_digest,
        "pledge_sha256": hashlib.sha256(version.pledge_ar.encode()).hexdigest(),
    }


def _request(support_request) -> dict:
    return {
        "reference": support_request.reference,
        "service_type": support_request.service_type.code,
        "need": support_request.need,
        "round": support_request.round,
    }


def _document(document, check) -> dict:
    return {
        "code": document.code,
        "verdict": check.verdict if check else None,
        "number": check.number if check else None,
        "issued_on": _day(check.issued_on) if check else None,
        "expires_on": _day(check.expires_on) if check else None,
        "file_sha256": check.file.sha256 if check and check.file else None,
    }


def _leaves(facts, path=""):
    if isinstance(facts, dict):
        for key, value in facts.items():
            yield from _leaves(value, f"{path}.{key}" if path else key)
    elif isinstance(facts, list):
        for index, value in enumerate(facts):
            yield from _leaves(value, f"{path}[{index}]")
    else:
        yield path, facts
