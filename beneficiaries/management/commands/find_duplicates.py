"""`manage.py find_duplicates`: looks through the whole base for files that may be of one person."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from accounts.models import system_user
from beneficiaries.duplicates.finding import find_in_whole_base


class Command(BaseCommand):
    help = "Keeps every two files that look like one person's to be compared; nothing else is changed."

    def handle(self, *args, **options):
        files, pairs = find_in_whole_base(by=system_user())
        told = {"files": files, "pairs": pairs}
        self.stdout.write(_("Files: %(files)d. Pairs that wait to be compared anew: %(pairs)d.") % told)
