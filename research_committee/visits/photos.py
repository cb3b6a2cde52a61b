"""Pictures of a visit: each with who consented to it and how, or not at all."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from arabic.text import clean_line
from audit.refusals import Refused, refuse_for
from audit.writing import one_transaction, write
from beneficiaries.papers import Paper, receive_paper

from ..models import StudyVisit, VisitPhoto
from .in_hand import request_in_hand
from .rules import reason_no_more_photos, reasons_against_photo

KEPT = _("Picture of a visit kept")
# What a phone calls its pictures says when they were taken, and sometimes of whom.
_NAME = "visit"


def add_photo(
    visit: StudyVisit, *, picture: Paper, caption: str, consent_by: str, consent_given: str, by: User
) -> VisitPhoto:
    """Keeps one picture, drawn anew without what the camera wrote into it, while its study is under way."""
    with one_transaction():
        current = request_in_hand(visit.support_request, by)
        if visit.study != current.study:
            raise Refused(_("Pictures are added while the study they belong to is under way."))
        if reason := reason_no_more_photos(visit):
            raise Refused(reason)
        photo = VisitPhoto(
            visit=visit,
            caption=clean_line(caption),
            consent_by=clean_line(consent_by),
            consent_given=consent_given,
        )
        refuse_for(reasons_against_photo(photo, picture.kind))
        nameless = replace(picture, name=_NAME)
        photo.file = receive_paper(nameless, beneficiary=current.beneficiary, by=by, reason=KEPT)
        return write(photo, by=by, reason=KEPT)
