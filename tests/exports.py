"""Taking a list along in tests: the form as a careful person fills it in, and the file that comes of it."""

import csv
import io

import openpyxl
from django.urls import reverse

from audit.models import ReadLog
from tests.intake.forms import send
from tests.walks.page import Page

REASON = "كشف لجنة الزكاة في الحي"


def take(client, page: str, *, query: str = "", **filled):
    """Sends the form of an export; what is not said is filled in as the page suggests."""
    return send(client, f"{reverse(page)}?{query}", **{"reason": REASON, **filled})


def taken_by(user) -> ReadLog:
    return ReadLog.objects.filter(user=user, action="export").latest("pk")


def file_of(client, response):
    """The file behind the page to which an export leads."""
    assert response.status_code == 303, Page(response).texts("errors")
    ready = client.get(response.url)
    assert ready.status_code == 200
    file = client.get(f"{response.url}file/")
    assert file.status_code == 200
    return file


def book_of(client, response) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(file_of(client, response).getvalue()))


def rows_of_csv(client, response) -> list[list[str]]:
    text = file_of(client, response).getvalue().decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))
