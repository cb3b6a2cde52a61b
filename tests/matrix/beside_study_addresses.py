"""The score scale and what stands beside a study, and who finds it."""

from dataclasses import replace

from django.urls import reverse

from .addresses import COMMITTEE, Address, only, page, seen_by

_READERS_OF_SCALES = f"researcher other_researcher {COMMITTEE} executive auditor"

BESIDE_STUDIES = [
    # Not the third member, who is recused; nor the executive, the auditor or the administrator.
    replace(page("report_annex", only("researcher chair secretary unseated", 404), "report"), is_a_look=True),
    # The policy of this world asks for no second reading; where it does: test_second_reading.
    page("report_read_second", only("", 404), "report"),
    page("scale_list", only(_READERS_OF_SCALES, 403)),
    page("scale_detail", only(_READERS_OF_SCALES, 404), "scale"),
    page("scale_adopt_shipped", only("executive", 403)),
    page("scale_draft", only("executive", 403)),
    page("scale_change", seen_by(_READERS_OF_SCALES, "executive"), "draft_scale"),
    page("scale_adopt", seen_by(_READERS_OF_SCALES, "executive"), "draft_scale"),
    page("scale_part_add", seen_by(_READERS_OF_SCALES, "executive"), "draft_scale"),
    *(
        Address(
            name,
            "",
            lambda world, name=name: reverse(name, args=[world.rows["draft_scale"].pk, "housing"]),
            seen_by(_READERS_OF_SCALES, "executive"),
            group=name,
        )
        for name in ("scale_part_change", "scale_part_remove")
    ),
]
