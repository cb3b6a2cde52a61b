"""What was typed into a form that could not be accepted: handed on until its owner looks at it again.

Every form says, signed, for whom it was shown. Without that no draft is made: so a draft has an owner, and no other
site can plant one. For a stranger nothing is stored; the sign-in page carries the draft itself.
"""

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

# A form left open over a weekend still says whose it is.
MARK_SECONDS = 4 * 24 * 60 * 60
DRAFT_SECONDS = 12 * 60 * 60
# Twice as much as the longest form holds; what is longer was not typed.
MOST_CHARACTERS, MOST_VALUES, LONGEST_TOKEN = 60_000, 800, 300_000
MOST_KEPT = 3
CARRIER, MARK, KEPT = "draft", "filled_by", "drafts"
_NOT_TYPED = {"csrfmiddlewaretoken", MARK, CARRIER}
_MARKS = signing.TimestampSigner(salt="rifada.filled_by")
_SALT = "rifada.draft"


@dataclass(frozen=True)
class Draft:
    """What one person typed into the form at one address."""

    user: int
    path: str
    fields: dict[str, list[str]]
    # The names of the fields that held a file: a file cannot be handed on.
    files: list[str]

    @property
    def data(self) -> MultiValueDict:
        return MultiValueDict(self.fields)

    @property
    def key(self) -> str:
        return self.data.get("idempotency_key", "")

    @property
    def token(self) -> str:
        """The draft as one signed text."""
        content = [self.user, self.path, self.fields, self.files]
        return signing.dumps(content, salt=_SALT, compress=True)


def mark_of(user) -> str:
    """Says, signed, for whom a form is shown."""
    return _MARKS.sign(str(user.pk))


def typed_into(request: HttpRequest) -> Draft | None:
    """What this POST was to save, if the form was shown to somebody by us; without passwords and proofs of origin."""
    try:
        owner = int(_MARKS.unsign(request.POST.get(MARK, ""), max_age=MARK_SECONDS))
    except (signing.BadSignature, ValueError):
        return None
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name not in _NOT_TYPED and "password" not in name.lower()
    }
    values = [value for name, listed in fields.items() for value in (name, *listed)]
    if len(values) > MOST_VALUES or sum(map(len, values)) > MOST_CHARACTERS:
        return None
    return Draft(owner, request.path, fields, sorted(request.FILES)[:MOST_VALUES])


def opened(token: str) -> Draft | None:
    """The draft of a signed text that is neither forged nor too old."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    try:
        return Draft(*signing.loads(token, salt=_SALT, max_age=DRAFT_SECONDS))
    except signing.BadSignature:
        return None


def carried_by(request: HttpRequest) -> Draft | None:
    """The draft that passes through the sign-in page."""
    return opened(request.POST.get(CARRIER, ""))


def keep(request: HttpRequest, draft: Draft) -> None:
    """Keeps the draft in the session of its owner until the form is sent again."""
    others = [(path, token) for path, token in _kept(request).items() if path != draft.path]
    request.session[KEPT] = dict([*others, (draft.path, draft.token)][-MOST_KEPT:])


def kept_for(request: HttpRequest) -> Draft | None:
    """What this person typed before into the form at this address."""
    draft = opened(_kept(request).get(request.path, ""))
    return draft if draft and (draft.user, draft.path) == (request.user.pk, request.path) else None


def forget(request: HttpRequest) -> None:
    """Lets go of the draft of this address."""
    kept = _kept(request)
    if request.path in kept:
        request.session[KEPT] = {path: token for path, token in kept.items() if path != request.path}


def _kept(request: HttpRequest) -> dict[str, str]:
    return request.session.get(KEPT, {})
