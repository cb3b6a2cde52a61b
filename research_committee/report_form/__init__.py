"""The shape of the research report: a study as it is written at somebody's door."""

from .form import ReportForm

__all__ = ["ReportForm"]
