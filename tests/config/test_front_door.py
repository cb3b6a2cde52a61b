"""The front door: health, outages, idle sessions, headers, the demonstration."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from accounts.roles import Role
from beneficiaries.models import Beneficiary
from config import health, home
from intake.models import SupportRequest
from intake.steps import State
from policies.models import PolicyVersion
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_health_is_200_when_the_database_answers_and_migrations_are_applied(client):
    assert client.get("/healthz").status_code == 200


def test_health_is_503_while_the_database_is_away_or_migrations_wait(client, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *args: ["one waits"])
    assert client.get("/healthz").status_code == 503
    monkeypatch.setattr(health, "MigrationExecutor", away)
    assert client.get("/healthz").status_code == 503


def test_an_outage_is_told_with_503_and_a_full_disk_with_507(sign_in, monkeypatch):
    client = sign_in(make.make_user(Role.RECEPTION))
    for problem, status in ((OperationalError("away"), 503), (OSError(28, "No space left on device"), 507)):

        def broken(*args, problem=problem, **kwargs):
            raise problem

        monkeypatch.setattr(home, "counts_by_state", broken)
        answer = client.get(reverse("home"))
        assert answer.status_code == status
        assert answer["Retry-After"]


def test_a_session_ends_after_half_an_hour_without_a_click(sign_in):
    client = sign_in(make.make_user(Role.RECEPTION))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _click in range(3):
            assert client.get(reverse("home")).status_code == 200
            clock.shift(timedelta(minutes=29))
        assert client.get(reverse("home")).status_code == 200
        clock.shift(timedelta(minutes=31))
        assert client.get(reverse("home")).status_code == 302


def test_english_is_served_to_nobody_who_did_not_choose_it(sign_in):
    client = sign_in(make.make_user(Role.RECEPTION))
    page = client.get(reverse("home"), headers={"accept-language": "fr,en;q=0.9"}).content.decode()
    assert 'dir="rtl"' in page
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert 'dir="ltr"' in client.get(reverse("home")).content.decode()


class TestDemonstration:
    @pytest.fixture(autouse=True)
    def _asked_for(self, settings, tmp_path):
        settings.RIFADA_DEMO = True
        settings.VAR_DIR = tmp_path

    def test_cases_stand_at_every_step_and_their_history_holds(self):
        call_command("demo", association="cra-taif")
        states = set(SupportRequest.objects.values_list("state", flat=True))
        assert states == set(State.values) - {State.SUBMITTED}
        early = SupportRequest.objects.filter(
            state=State.STUDIED, earliest_decision_on__gt=timezone.localdate()
        )
        late = SupportRequest.objects.filter(
            state=State.STUDIED, earliest_decision_on__lte=timezone.localdate()
        )
        assert early.exists()
        assert late.exists()
        call_command("verify_history")

    def test_running_it_again_doubles_nothing(self):
        call_command("demo", association="qalam")
        counts = (User.objects.count(), Beneficiary.objects.count(), SupportRequest.objects.count())
        call_command("demo", association="qalam")
        assert (User.objects.count(), Beneficiary.objects.count(), SupportRequest.objects.count()) == counts

    def test_without_a_policy_in_force_there_are_staff_but_no_cases(self):
        call_command("demo", association="sila-makkah")
        assert PolicyVersion.objects.in_force() is None
        assert User.objects.filter(username="board").exists()
        assert not SupportRequest.objects.exists()

    def test_it_refuses_a_database_with_real_people(self, capsys):
        make.make_policy()
        make.make_person()
        with pytest.raises(SystemExit) as ended:
            call_command("demo")
        assert ended.value.code == 1
        assert capsys.readouterr().err
        assert not User.objects.filter(username="board").exists()

    def test_it_is_off_unless_asked_for(self, settings, capsys):
        settings.RIFADA_DEMO = False
        with pytest.raises(SystemExit):
            call_command("demo")
        assert "RIFADA_DEMO" in capsys.readouterr().err

    def test_every_page_says_that_it_is_a_demonstration(self, client, sign_in, settings):
        said = gettext("The people and cases here are invented. Do not enter real data.")
        for address in ("login", "home", "policies:policy_detail"):
            if address == "home":
                sign_in(make.make_user(Role.RECEPTION))
            settings.RIFADA_DEMO = True
            assert said in client.get(reverse(address)).content.decode()
            settings.RIFADA_DEMO = False
            assert said not in client.get(reverse(address)).content.decode()
