"""What stands beside a study, and who finds it."""

from dataclasses import replace

from .addresses import only, page

BESIDE_STUDIES = [
    # Not the third member, who is recused; nor the executive, the auditor or the administrator.
    replace(page("report_annex", only("researcher chair secretary unseated", 404), "report"), is_a_look=True),
    # The policy of this world asks for no second reading; where it does: test_second_reading.
    page("report_read_second", only("", 404), "report"),
]
