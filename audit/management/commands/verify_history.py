"""`manage.py verify_history`: exit code 0 when the history holds, 1 with every finding on stderr."""

import importlib
import sys

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext as _


class Command(BaseCommand):
    help = "Compares every audited row with its history and names what does not agree."

    def handle(self, *args, **options):
        found = 0
        for finding in all_findings():
            found += 1
            self.stderr.write(finding)
        if found:
            self.stderr.write(_("%(count)d findings: the history does not hold.") % {"count": found})
            sys.exit(1)
        self.stdout.write(_("The history holds."))


def all_findings():
    """What every room's own `verification.findings()` reports, the general check of the rows among them."""
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "verification"):
            yield from importlib.import_module(f"{app.name}.verification").findings()
