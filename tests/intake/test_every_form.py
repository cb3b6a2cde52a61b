"""Every form: sent twice, by two at once, in other digits, with hidden characters, with markup, and with a wrong field."""

import pytest

from tests.matrix.world import World
from tests.walks.page import Form, Page

from .filled_forms import FORMS, Filled
from .forms import nothing_is_saved, shown_form

pytestmark = pytest.mark.django_db

every_form = pytest.mark.parametrize("filled", FORMS, ids=lambda filled: filled.id)


class Sheet:
    """A form opened by the one who sends it, and filled in well."""

    def __init__(self, world: World, filled: Filled):
        self.world, self.actor = world, filled.actor
        self.path = filled.path(world)
        self.form: Form = shown_form(self.client, self.path)
        given = filled.data(world)
        assert given.keys() <= self.form.controls.keys(), given.keys() - self.form.controls.keys()
        self.data = self.form.as_shown() | given

    @property
    def client(self):
        return self.world.client(self.actor)

    @property
    def texts(self) -> list[str]:
        """The controls in which something is written, and not chosen."""
        return [
            name
            for name, control in self.form.controls.items()
            if control.kind in ("text", "textarea")
            and isinstance(self.data.get(name), str)
            and self.data[name]
        ]

    def send(self, client=None, **changed):
        for value in self.data.values():
            if hasattr(value, "seek"):
                value.seek(0)
        return (client or self.client).post(self.path, self.data | changed)


@every_form
def test_a_form_sent_twice_has_one_effect_and_leads_to_the_first_result(world, filled):
    sheet = Sheet(world, filled)
    first = sheet.send()
    assert first.status_code == 303, Page(first).texts("errors")
    with nothing_is_saved():
        second = sheet.send()
    assert (second.status_code, second.url) == (303, first.url)
