"""What the pages of a request show, with everything formatted: templates only print."""

from .papers import papers_page
from .request import request_page
from .sheet import data_sheet_rows

__all__ = ["data_sheet_rows", "papers_page", "request_page"]
