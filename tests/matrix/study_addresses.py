"""The pages of a study's draft: there are none but for the researcher in charge."""

from .addresses import only, page

STUDIES = [
    page("report_autosave", only("", 404) | {"researcher": 405}, "referred"),
    *(page(name, only("researcher", 404), "referred") for name in ("report_take_over", "report_return")),
    *(
        page(name, only("", 404), "studied", about="studied")
        for name in ("report_take_over", "report_return")
    ),
]
