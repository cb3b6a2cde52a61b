"""The chapters of a study, in the order in which one asks at a door."""

from django.utils.translation import gettext_lazy as _

from audit.chapters import Chapter

CHAPTERS = (
    Chapter(
        "household",
        _("Household: as stated and as found"),
        "research_committee/study_chapters/household.html",
        ("member", "found"),
    ),
    Chapter("budget", _("Budget"), "research_committee/study_chapters/budget.html", ("income", "expenses")),
    Chapter("home", _("The home"), "research_committee/study_chapters/home.html", ("home",)),
    Chapter("health", _("Health"), "research_committee/study_chapters/health.html", ("health", "ill")),
    Chapter(
        "burdens",
        _("Debts and help from elsewhere"),
        "research_committee/study_chapters/burdens.html",
        ("debts", "aid"),
    ),
    Chapter(
        "needs",
        _("Needs and findings"),
        "research_committee/study_chapters/needs.html",
        ("needs", "findings"),
    ),
    Chapter("score", _("Score"), "research_committee/study_chapters/score.html", ("score",)),
    Chapter(
        "advice",
        _("Recommendation to the committee"),
        "research_committee/study_chapters/advice.html",
        ("recommend", "annex"),
    ),
)


def chapter_with(part: str) -> str:
    """The chapter in which a table stands, or ""."""
    return next((chapter.code for chapter in CHAPTERS if part in chapter.parts), "")
