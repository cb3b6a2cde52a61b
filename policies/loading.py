"""Brings a policy pack into the database: all of it or nothing, and nothing twice."""

from dataclasses import asdict, dataclass, field

from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.refusals import Refused
from audit.writing import one_transaction, write

from .approval import record_printed_approval
from .digests import canonical_sha256
from .drafting import next_number
from .models import (
    Association,
    BeneficiaryCategory,
    Channel,
    DecisionReason,
    PolicyVersion,
    RequiredDocument,
    ServiceType,
    StepText,
    Tool,
)
from .pack import STEP_CODES, PolicyPack
from .pack_reader import find_pack, read_pack

REASON = gettext_lazy("Loaded from a policy pack")
PART_MODELS = {
    "channels": Channel,
    "tools": Tool,
    "service_types": ServiceType,
    "required_documents": RequiredDocument,
    "categories": BeneficiaryCategory,
    "steps": StepText,
    "decision_reasons": DecisionReason,
}


@dataclass
class LoadReport:
    """What a load did, in sentences for the person at the terminal."""

    version: PolicyVersion
    changed: bool
    sentences: list[str] = field(default_factory=list)


def load_pack(pack_or_file: str, *, by) -> LoadReport:
    """Loads a pack by its code or path; Refused with every reason, and nothing half loaded."""
    pack = read_pack(find_pack(str(pack_or_file)))
    try:
        return _load(pack, by=by)
    except IntegrityError as collision:
        raise Refused(_("Another policy pack is being loaded; try again when that is done.")) from collision


def _load(pack: PolicyPack, *, by) -> LoadReport:
    with one_transaction():
        association, sentences = _association_of(pack, by=by)
        digest = pack_digest(pack)
        loaded = association.policy_versions.filter(pack_digest=digest).order_by("-number").first()
        if loaded is not None:
            sentences.append(_("Version %(number)s already holds this pack.") % {"number": loaded.number})
            return LoadReport(loaded, changed=len(sentences) > 1, sentences=sentences)
        version = _new_draft(association, pack, digest, by=by)
        if version.number == 1 and pack.approval:
            version = record_printed_approval(version, pack.approval, by=by)
        sentences.append(_what_stands(version))
        return LoadReport(version, changed=True, sentences=sentences)


def pack_digest(pack: PolicyPack) -> str:
    """Tells one wording of a version from another; association and approval are not part of the wording."""
    content = asdict(pack)
    for name in ("format", "association", "approval"):
        del content[name]
    # Packs that say nothing of what was added later keep the digest under which they were loaded.
    for table, names in _LATER.items():
        said = content["version"][table] if table else content
        for name in names:
            if not said[name]:
                del said[name]
    return canonical_sha256(content)


_LATER = {"": ("decision_reasons",), "committee": ("second_reader",), "periods": ("appeal_reply_days",)}


def _association_of(pack, *, by):
    facts = asdict(pack.association)
    association = Association.objects.select_for_update().the_one()
    if association is None:
        association = write(Association(**facts), by=by, reason=REASON)
        return association, [_("%(association)s was added.") % {"association": association.name}]
    if association.code != facts["code"]:
        raise Refused(
            _("This portal serves %(association)s; the pack of another association cannot be loaded into it.")
            % {"association": association.name}
        )
    record_version = association.version
    for name, value in facts.items():
        setattr(association, name, value)
    write(association, by=by, reason=REASON)
    if association.version == record_version:
        return association, []
    return association, [
        _("The facts about %(association)s were updated.") % {"association": association.name}
    ]


def _new_draft(association, pack, digest, *, by) -> PolicyVersion:
    facts = asdict(pack.version)
    committee, periods, texts = facts.pop("committee"), facts.pop("periods"), facts.pop("texts")
    version = PolicyVersion(
        association=association,
        number=next_number(association),
        pack_digest=digest,
        committee_size=committee["size"],
        quorum_percent=committee["quorum_percent"],
        quorum_minimum=committee["quorum_minimum"],
        chair_has_casting_vote=committee["casting_vote"],
        second_reader=committee["second_reader"],
        **facts,
        **periods,
        **texts,
    )
    write(version, by=by, reason=REASON)
    for name, model in PART_MODELS.items():
        for position, row in enumerate(_in_order(name, getattr(pack, name)), start=1):
            write(_part(model, version, position, row), by=by, reason=REASON)
    return version


def _in_order(name, rows):
    """The steps stand in the order of the policy, everything else in the order of the pack."""
    return sorted(rows, key=lambda row: STEP_CODES.index(row.code)) if name == "steps" else rows


def _part(model, version, position, row):
    values = asdict(row)
    if "service_types" in values:
        values["service_codes"] = list(values.pop("service_types"))
    return model(policy_version=version, position=position, **values)


def _what_stands(version) -> str:
    if version.is_approved:
        sentence = _("Version 1 was loaded with the approval printed in its document, in force from %(day)s.")
        return sentence % {"day": version.effective_on.isoformat()}
    sentence = _("Version %(number)s was loaded as a draft: it is not in force until the board approves it.")
    return sentence % {"number": version.number}
