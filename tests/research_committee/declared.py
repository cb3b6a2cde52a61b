"""What members declare, for the tests: facts that match nobody, unless a test says otherwise."""

import itertools

from research_committee.conflicts.declaring import declare_particulars
from tests.factories import identity_number

_numbers = itertools.count(500_000)


def iban(account: int) -> str:
    """A Saudi IBAN with right check digits."""
    basic = f"80{account:018d}"
    rest = int("".join(str(int(letter, 36)) for letter in f"{basic}SA00")) % 97
    return f"SA{98 - rest:02d}{basic}"


def declare(member, **facts):
    number = next(_numbers)
    unlike = {
        "identity_number": identity_number(number),
        "family_name": "الغامدي",
        "city": "الباحة",
        "district": "الشفا",
        "phone": f"+96656{number:07d}",
        "iban": "",
    }
    return declare_particulars(by=member, **unlike | facts)
