import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from accounts.models import system_user
from audit.refusals import Refused
from research_committee.scales.drafting import load_scale
from research_committee.scales.file import read_scale


class Command(BaseCommand):
    help = "Loads a score scale from a TOML file as a draft; the executive director adopts it on its page."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args, file, **options):
        try:
            scale, is_new = load_scale(read_scale(file), by=system_user())
        except Refused as refusal:
            for reason in refusal.reasons:
                self.stderr.write(str(reason))
            sys.exit(1)
        if is_new:
            sentence = _(
                "Version %(number)s of the score scale is a draft now; the executive director adopts it."
            )
        else:
            sentence = _("Version %(number)s of the score scale says exactly this already.")
        self.stdout.write(sentence % {"number": scale.number})
