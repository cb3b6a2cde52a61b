"""`manage.py describe_steps`: the table of transitions as the README shows it, written from the code."""

from django.core.management.base import BaseCommand
from django.utils import translation

from accounts.roles import roles_with
from intake.steps import State
from intake.transitions import NEW, TRANSITIONS

HEADINGS = ("Step", "الخطوة", "From", "To", "Who", "Gate")


class Command(BaseCommand):
    help = "Prints the step table in Markdown; the README's is compared with it by a test."

    def handle(self, *args, **options):
        self.stdout.write(step_table())


def step_table() -> str:
    """One row for each transition: its names, states, roles and conditions."""
    rows = [_row(transition) for transition in TRANSITIONS.values()]
    lines = [HEADINGS, tuple("---" for _heading in HEADINGS), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _row(transition) -> tuple[str, ...]:
    with translation.override("ar"):
        arabic = str(transition.step.label)
    with translation.override("en"):
        return (
            str(transition.step.label),
            arabic,
            ", ".join(_state(source) for source in transition.sources),
            "stays" if transition.target is None else _state(transition.target),
            ", ".join(f"`{role}`" for role in roles_with(transition.permission)),
            " ".join(str(rule.promise) for rule in (*transition.gate, *transition.seal)) or "—",
        )


def _state(state: str) -> str:
    return "new" if state == NEW else f"`{State(state).value}`"
