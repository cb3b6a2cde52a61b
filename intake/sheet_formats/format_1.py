"""Format 1: the person's main facts, the request, and the required documents. Signed until November 2026."""

import hashlib


def facts_of(case) -> dict:
    """The sheet of a case as it stands now."""
    return {
        "format": 1,
        **stated_facts(case.person),
        "policy": policy_facts(case.version),
        "request": request_facts(case.request),
        "documents": [_document(document, check) for document, check in case.checks],
    }


def stated_facts(person, stated=None) -> dict:
    """What of a person's file is pledged."""
    return {
        "person": {
            "identity_kind": person.identity_kind,
            "identity_number": person.identity_number,
            "identity_missing_reason": person.identity_missing_reason,
            "first_name": person.first_name,
            "father_name": person.father_name,
            "grandfather_name": person.grandfather_name,
            "family_name": person.family_name,
            "gender": person.gender,
            "birth_date": day(person.birth_date),
            "birth_precision": person.birth_precision,
            "phone": str(person.phone),
            "city": person.city,
            "district": person.district,
        }
    }


def day(value) -> str | None:
    return value.isoformat() if value else None


def policy_facts(version) -> dict:
    return {
        "number": version.number,
        "content_sha256": version.content_digest,
        "pledge_sha256": hashlib.sha256(version.pledge_ar.encode()).hexdigest(),
    }


def request_facts(support_request) -> dict:
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
        "issued_on": day(check.issued_on) if check else None,
        "expires_on": day(check.expires_on) if check else None,
        "file_sha256": check.file.sha256 if check and check.file else None,
    }
