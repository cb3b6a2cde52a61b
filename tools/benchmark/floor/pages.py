"""The floor's database and the pages that are measured on it."""

import itertools
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from ..goals import LIST, POST
from ..visitor import Visitor
from .models import Case, Kind, Person

A_BATCH = 2_000
NOTE = "يحتاج إلى العون في هذه الخدمة بعد انقطاع الدخل منذ أربعة أشهر، وتعول الأسرة خمسة أفراد."
CHANGES = 20


def seed(people: int) -> None:
    """As many people as the portal has, each with a case; every fourth one open."""
    # First what the floor's own tables point at, which have no migrations.
    for own in (False, True):
        call_command("migrate", run_syncdb=own, verbosity=0)
    get_user_model().objects.create_user("clerk")
    kinds = [Kind.objects.create(name=f"خدمة {number}") for number in range(4)]
    now = timezone.now()
    for start in range(0, people, A_BATCH):
        places = range(start, min(start + A_BATCH, people))
        rows = Person.objects.bulk_create(
            Person(first_name="سارة", father_name="محمد", family_name=f"الحارثي {place}") for place in places
        )
        cases = Case.objects.bulk_create(
            Case(
                reference=f"90-{1_000_000 + row.pk}",
                person=row,
                kind=kinds[row.pk % 4],
                state="open" if row.pk % 4 == 0 else "done",
                since=now - timedelta(minutes=37 * row.pk),
                due_on=(now + timedelta(days=row.pk % 60)).date(),
                note=NOTE,
            )
            for row in rows
        )
        Case.history.bulk_history_create(cases, batch_size=A_BATCH)
    shown = Case.objects.first()
    for number in range(CHANGES):
        shown.note = f"{NOTE} {number}"
        shown.save()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def pages() -> dict:
    """Each page by name: a function that asks for it and returns the status and the bytes."""
    clerk, stranger = Visitor(get_user_model().objects.get()), Visitor()
    keys = list(Case.objects.order_by("pk").values_list("pk", flat=True)[:2000])
    targets = itertools.cycle(keys[1:])
    numbers = itertools.count()

    def move():
        form = {"state": "waiting", "note": f"{NOTE} {next(numbers)}"}
        return clerk.ask(f"/cases/{next(targets)}/move/", form)

    return {
        "(a) static page": lambda: stranger.ask("/static-page/"),
        "(b) signed-in empty page": lambda: clerk.ask("/"),
        LIST: lambda: clerk.ask("/cases/"),
        "detail with history": lambda: clerk.ask(f"/cases/{keys[0]}/"),
        POST: move,
    }
