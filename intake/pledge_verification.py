"""Does every pledge still have the digests it was signed with, and which of them stand? Read in one stream."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext as _

from audit.refusals import Refused
from beneficiaries.keeping import digest_of_kept

from .case_file import CaseFile, under_its_policy
from .compared import compared_with
from .data_sheet import DataSheet, canonical
from .merging import PLEDGE_COUNTS
from .models import AccuracyPledge, DataVerification
from .rules import pledge_stands
from .signatures import read_strokes

# So many pledges with their requests, people and documents lie in memory at a time.
_CHUNK = 500
_FILES = ("scan", "signature", "proof_file")


@dataclass
class Judged:
    """One pledge: what is broken in it, and why it does not stand. It is asked to stand only where a gate needs it."""

    pledge: AccuracyPledge
    broken: list[str] = field(default_factory=list)
    is_asked: bool = False
    fallen: str = ""


def judged_pledges(*, with_files: bool = True) -> Iterator[Judged]:
    """Every pledge with its digests computed anew, the oldest first."""
    for pledge in _pledges().iterator(chunk_size=_CHUNK):
        result = Judged(pledge, list(broken_digests(pledge)))
        if with_files:
            result.broken += _broken_files(pledge)
        request = pledge.support_request
        newest = not pledge.followed and pledge.round == request.round
        if newest and request.state in PLEDGE_COUNTS:
            result.is_asked = True
            result.fallen = pledge_stands(_case_of(pledge), None) or ""
        yield result


def _pledges():
    later = AccuracyPledge.objects.filter(support_request=OuterRef("support_request"), pk__gt=OuterRef("pk"))
    checks = DataVerification.objects.select_related("file")
    rows = AccuracyPledge.objects.select_related("support_request__beneficiary", *_FILES)
    rows = rows.prefetch_related(Prefetch("support_request__verifications", checks))
    return rows.annotate(followed=Exists(later), **compared_with("support_request")).order_by("pk")


def _case_of(pledge: AccuracyPledge) -> CaseFile:
    """The folder of the request with what was read together with the pledge."""
    request = under_its_policy(pledge.support_request)
    case = CaseFile(request)
    case.pledge = pledge
    case.verifications = {check.required_document_id: check for check in request.verifications.all()}
    return case


def broken_digests(pledge: AccuracyPledge) -> Iterator[str]:
    """What of the signed texts is no longer what was signed; they are compared with themselves alone."""
    names = {"pledge": pledge.pk, "reference": pledge.support_request.reference}
    sheet = DataSheet(pledge.data_sheet)
    if sheet.sha256 != pledge.sha256:
        yield (
            _("Pledge %(pledge)s of request %(reference)s does not have the digest of its data sheet.")
            % names
        )
    elif not _is_of_this_request(sheet, pledge):
        yield (
            _("Pledge %(pledge)s of request %(reference)s holds a data sheet that is not of this request.")
            % names
        )
    if pledge.strokes_sha256 and not _are_the_strokes(pledge):
        yield _("Pledge %(pledge)s of request %(reference)s does not have the digest of its strokes.") % names


def _is_of_this_request(sheet: DataSheet, pledge: AccuracyPledge) -> bool:
    if not sheet.format or canonical(sheet.facts) != sheet.text:
        return False
    signed = sheet.facts["request"]
    return (signed["reference"], signed["round"]) == (pledge.support_request.reference, pledge.round)


def _are_the_strokes(pledge: AccuracyPledge) -> bool:
    try:
        strokes = read_strokes(pledge.strokes)
    except Refused:
        return False
    digest = hashlib.sha256(pledge.strokes.encode()).hexdigest()
    return digest == strokes.sha256 == pledge.strokes_sha256


def _broken_files(pledge: AccuracyPledge) -> Iterator[str]:
    for name in _FILES:
        stored = getattr(pledge, name)
        if stored is None:
            continue
        told = {"file": stored.pk, "reference": pledge.support_request.reference}
        try:
            kept = digest_of_kept(stored.key)
        except FileNotFoundError:
            yield _("File %(file)s of the pledge of request %(reference)s is no longer there.") % told
            continue
        if kept != stored.sha256:
            yield _("File %(file)s of the pledge of request %(reference)s is another one.") % told
