"""What the tests of the policies share."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from accounts.models import User, system_user
from accounts.staff import set_roles
from audit.refusals import Refused
from audit.writing import write
from policies.loading import load_pack
from policies.models import PolicyVersion
from policies.pack_reader import PACKS_DIR


def url_of(version, act="change"):
    return reverse(f"admin:policies_policyversion_{act}", args=[version.pk])


@contextmanager
def refused(sentence: str):
    """A refusal, after which the test can go on: what was begun is undone."""
    with pytest.raises(Refused, match=sentence), transaction.atomic():
        yield


PACKS = ["cra-taif", "ihsan-tabuk", "naqrah", "qalam", "sila-makkah"]


@pytest.fixture
def in_english():
    """Sentences as the code says them."""
    with translation.override("en"):
        yield


@pytest.fixture
def staff(db):
    """`staff("board")` is a member of staff with that role; the same one each time."""

    def of_role(*roles, username=None, **fields) -> User:
        username = username or roles[0]
        found = User.objects.filter(username=username).first()
        if found:
            return found
        user = User(username=username, full_name=username, **fields)
        user.set_unusable_password()
        write(user, by=system_user(), reason="Account created")
        set_roles(user, roles, by=system_user())
        return User.objects.get(pk=user.pk)

    return of_role


@pytest.fixture
def loaded(db):
    """`loaded("qalam")` is the newest version after that pack was loaded."""

    def pack(code="cra-taif") -> PolicyVersion:
        return load_pack(code, by=system_user()).version

    return pack


@pytest.fixture
def pack_source():
    """The text of a shipped pack, with pieces replaced: `pack_source("qalam", {"old": "new"})`."""

    def source(code="cra-taif", changes=None) -> str:
        text = (PACKS_DIR / f"{code}.toml").read_text(encoding="utf-8")
        for old, new in (changes or {}).items():
            assert old in text, old
            text = text.replace(old, new, 1)
        return text

    return source


@pytest.fixture
def approval_facts():
    """What a board fills in for an approval on a day that is the same in both calendars."""
    return {
        "session": "7",
        "term": "2",
        "place": "مكة المكرمة",
        "printed_hijri": "1/1/1447هـ",
        "printed_gregorian": "26/6/2025م",
        "effective_on": date(2025, 7, 1),
        "chaired_by": "عبدالله بن سعد الغامدي",
        "signed_by": "نورة بنت علي الزهراني",
    }


@pytest.fixture
def draft(loaded):
    return loaded("sila-makkah")


@pytest.fixture
def signed_in(client, staff):
    """`signed_in("board")` is a client of somebody with that role, who reads English."""

    def of_role(role):
        client.force_login(staff(role), backend="django.contrib.auth.backends.ModelBackend")
        client.cookies["language"] = "en"
        return client

    return of_role
