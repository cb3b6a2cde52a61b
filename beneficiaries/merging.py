"""What of a person's file does not go along when the file is merged into another."""

STAYS = {
    "beneficiaries.Beneficiary.merged_into": "A signpost keeps its place: whoever follows it goes on from there.",
    "beneficiaries.DuplicatePair.first": "It tells which two files were compared.",
    "beneficiaries.DuplicatePair.second": "It tells which two files were compared.",
    "beneficiaries.FileMerge.kept": "It tells which file was kept in this merge.",
    "beneficiaries.FileMerge.merged": "It tells which file was merged, and takes it out again.",
}
