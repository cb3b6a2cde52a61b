"""`manage.py demo`: staff and sample cases for a demonstration; refuses a database that holds real data."""

import os
import sys

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import SYSTEM_USERNAME, User, system_user
from audit.models import AuditEntry
from audit.refusals import Refused
from audit.writing import one_transaction
from beneficiaries.models import Beneficiary
from config.demo.around import make_files
from config.demo.cases import make_cases
from config.demo.checks import make_checks
from config.demo.conflicts import declare_ties
from config.demo.duplicates import make_duplicates
from config.demo.households import make_households
from config.demo.knowledge import give_districts, write_articles
from config.demo.pledges import renew_pledges
from config.demo.sittings import plan_the_next_session
from config.demo.staff import STAFF, STARTED, demo_password, make_staff
from config.demo.studies import leave_a_draft
from config.demo.visits import make_visits
from intake.models import SupportRequest
from policies.loading import load_pack
from policies.models import PolicyVersion


class Command(BaseCommand):
    help = "Makes the demonstration's staff and sample cases; running it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--association", default="", help="load this policy pack first")

    def handle(self, *args, **options):
        with translation.override("ar"):
            try:
                made = self._make(options["association"])
            except Refused as refusal:
                self.stderr.write(str(refusal))
                sys.exit(1)
        self._tell(*made)

    def _make(self, association: str) -> tuple[str, int]:
        refuse_unless_demonstration()
        if association:
            load_pack(association, by=system_user())
        password = demo_password(os.environ.get("DEMO_PASSWORD", ""))
        with one_transaction():
            staff = make_staff(password)
            version = PolicyVersion.objects.in_force()
            if version is None or SupportRequest.objects.exists():
                return password, 0
            made = make_cases(version, staff)
            make_files(staff)
            make_households(staff)
            make_duplicates(staff)
            make_checks(staff)
            renew_pledges(staff)
            give_districts(staff)
            write_articles(staff)
            make_visits(staff)
            leave_a_draft(staff)
            declare_ties(staff)
            plan_the_next_session(staff)
            return password, made

    def _tell(self, password: str, cases: int) -> None:
        if PolicyVersion.objects.in_force() is None:
            self.stdout.write(
                _("No policy is in force yet: sign in as board and approve the draft in the administration.")
            )
        elif cases:
            self.stdout.write(_("%(count)d sample cases were made.") % {"count": cases})
        address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/"
        names = " ".join(username for username, _role, _name in STAFF)
        self.stdout.write(
            f"\n  Rifada · رفادة   {address}\n  sign-in names:   {names}\n  password:        {password}\n"
        )


def refuse_unless_demonstration() -> None:
    """Demonstration mode is asked for, and the database is empty or was born as a demonstration."""
    if not settings.RIFADA_DEMO:
        raise Refused(_("Demonstration mode is off. Set RIFADA_DEMO=1 to ask for it."))
    with translation.override("en"):
        is_demonstration = AuditEntry.objects.filter(reason=str(STARTED)).exists()
    holds_people = Beneficiary.objects.exists() or User.objects.exclude(username=SYSTEM_USERNAME).exists()
    if holds_people and not is_demonstration:
        raise Refused(_("This database holds real data. A demonstration needs a database of its own."))
