import sys

from django.core.management.base import BaseCommand

from accounts.models import system_user
from audit.refusals import Refused
from policies.loading import load_pack


class Command(BaseCommand):
    help = "Loads a policy pack, by the code of a shipped one or by path; loading it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("pack_or_file", metavar="PACK_OR_FILE")

    def handle(self, *args, pack_or_file, **options):
        try:
            report = load_pack(pack_or_file, by=system_user())
        except Refused as refusal:
            for reason in refusal.reasons:
                self.stderr.write(str(reason))
            sys.exit(1)
        for sentence in report.sentences:
            self.stdout.write(sentence)
