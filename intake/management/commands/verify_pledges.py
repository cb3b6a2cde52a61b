"""`manage.py verify_pledges`: exit code 1 when a digest is broken; that a pledge no longer stands is told, no fault."""

import sys
from collections import Counter

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ...pledge_verification import judged_pledges


class Command(BaseCommand):
    help = "Computes the digests of every signed data sheet, drawing and file anew, and says which pledges stand."

    def add_arguments(self, parser):
        parser.add_argument(
            "--without-files",
            action="store_true",
            help="Leaves the stored files unread (verify_history reads all).",
        )

    def handle(self, *args, **options):
        seen: Counter[str] = Counter()
        for judged in judged_pledges(with_files=not options["without_files"]):
            seen["all"] += 1
            for sentence in judged.broken:
                seen["broken"] += 1
                self.stderr.write(sentence)
            if judged.is_asked:
                seen["fallen" if judged.fallen else "standing"] += 1
            if judged.fallen:
                self.stdout.write(f"{judged.pledge.support_request.reference}: {judged.fallen}")
        told = {name: seen[name] for name in ("all", "standing", "fallen", "broken")}
        self.stdout.write(
            _("Pledges: %(all)d. Of those a gate needs, %(standing)d stand and %(fallen)d must be renewed.")
            % told
        )
        if seen["broken"]:
            self.stderr.write(_("%(broken)d broken digests.") % told)
            sys.exit(1)
        self.stdout.write(_("Every digest is the one that was signed."))
