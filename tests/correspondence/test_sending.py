"""What the worker does with a message: asked once, tried again only after a clear refusal, and never sent twice."""

import json
import logging

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from audit.models import AuditEntry
from audit.timeline import entries_about
from audit.writing import write
from beneficiaries.standing import close_file
from correspondence.models import Notice
from correspondence.outbox import answers, late_values, sending
from correspondence.outbox.late_values import late_value
from jobs import worker
from jobs.models import Job
from tests import factories as make

from .test_notices import person_with, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(db):
    return make.make_user("reception", username="reception")


@pytest.fixture
def provider(monkeypatch):
    """A provider in memory: what it was asked, and the answers that it gives in order (the last one for ever)."""

    class Provider:
        asked: list = []
        answers: list = ["given-1"]

        def __call__(self, notice, text):
            self.asked.append((notice.pk, text))
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if isinstance(answer, BaseException):
                raise answer
            return answer

    made = Provider()
    made.asked, made.answers = [], ["given-1"]
    monkeypatch.setattr(sending, "PROVIDERS", {"sms": made, "email": made})
    return made


def work() -> None:
    """Everything that is due now, and what comes due later."""
    while worker.run_next() is not None:
        pass


def work_until_the_end() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        while (waiting := Job.objects.unfinished().order_by("not_before").first()) is not None:
            clock.move_to(max(waiting.not_before, waiting.leased_until or waiting.not_before))
            clock.shift(1)
            worker.run_next()


def only_notice() -> Notice:
    return Notice.objects.get()


def test_a_message_is_sent_once_and_says_so(clerk, provider):
    (notice,) = tell(person_with(clerk), clerk)
    assert provider.asked == []
    work()
    call_command("run_jobs", "--once")
    assert provider.asked == [(notice.pk, notice.text)]
    sent = only_notice()
    assert (sent.state, sent.provider_reference, sent.attempts) == ("sent", "given-1", 1)
    assert sent.sent_at is not None


def test_a_clear_refusal_is_tried_again_after_the_workers_pauses(clerk, provider):
    provider.answers = [answers.NotSent(answers.BUSY, 429), answers.NotSent(answers.NO_CONNECTION), "given-3"]
    tell(person_with(clerk), clerk)
    work()
    waiting = only_notice()
    assert (waiting.state, waiting.problem, waiting.attempts) == ("queued", f"{answers.BUSY} [429]", 1)
    assert worker.run_next() is None
    work_until_the_end()
    sent = only_notice()
    assert (sent.state, sent.problem, sent.attempts) == ("sent", "", 3)


def test_after_the_last_attempt_it_waits_for_a_person(clerk, provider):
    provider.answers = [answers.NotSent(answers.BUSY, 503)]
    person = person_with(clerk)
    tell(person, clerk)
    work_until_the_end()
    failed = only_notice()
    assert (failed.state, failed.problem) == ("failed", f"{answers.BUSY} [503]")
    assert len(provider.asked) == worker.MOST_ATTEMPTS
    assert person.phone.as_e164[-7:] not in failed.problem + Job.objects.get().problem


def test_a_final_refusal_is_not_tried_again(clerk, provider):
    provider.answers = [answers.Refused(answers.REFUSED, 400)]
    tell(person_with(clerk), clerk)
    work_until_the_end()
    assert (only_notice().state, len(provider.asked)) == ("failed", 1)


def test_without_a_clear_answer_it_is_not_sent_again(clerk, provider):
    provider.answers = [answers.Unanswered(answers.NO_ANSWER), "given-2"]
    tell(person_with(clerk), clerk)
    work_until_the_end()
    assert (only_notice().state, len(provider.asked)) == ("uncertain", 1)


def test_a_fault_of_our_own_in_between_is_not_sent_again_and_quotes_nothing(clerk, provider, caplog):
    provider.answers = [ValueError("Invalid header value b'secret 966551234567'"), "given-2"]
    tell(person_with(clerk), clerk)
    with caplog.at_level(logging.DEBUG):
        work_until_the_end()
    notice = only_notice()
    assert (notice.state, notice.problem) == ("uncertain", f"{answers.BROKEN} [ValueError]")
    assert len(provider.asked) == 1
    assert "secret" not in caplog.text


def test_a_worker_that_is_lost_before_the_answer_leaves_an_uncertain_message(clerk, provider):
    class Killed(BaseException):
        """As sudden as the end of the process."""

    provider.answers = [Killed(), "given-2"]
    tell(person_with(clerk), clerk)
    with pytest.raises(Killed):
        worker.run_next()
    assert only_notice().state == "sending"
    work_until_the_end()
    notice = only_notice()
    assert (notice.state, notice.problem, len(provider.asked)) == ("uncertain", answers.WORKER_ENDED, 1)


def test_an_answer_counts_though_the_job_was_taken_back_meanwhile(clerk, provider):
    tell(person_with(clerk), clerk)

    def slow(notice, text):
        # Meanwhile the lease is over: another worker finds the message being sent.
        with time_machine.travel(timezone.now() + worker.LEASE * 2):
            worker.run_next()
        assert only_notice().state == "uncertain"
        return "given-late"

    sending.PROVIDERS["sms"] = slow
    worker.run_next()
    assert (only_notice().state, only_notice().provider_reference) == ("sent", "given-late")


def test_of_two_messages_of_an_act_one_does_not_wait_for_the_other(clerk, provider):
    provider.answers = [answers.NotSent(answers.BUSY, 500), "given"]
    tell(person_with(clerk, email="sara@example.org"), clerk)
    work()
    assert dict(Notice.objects.values_list("channel", "state")) == {"sms": "queued", "email": "sent"}
    work_until_the_end()
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}
    assert len(provider.asked) == 3


def test_nothing_is_sent_to_a_file_that_was_closed_meanwhile(clerk, provider):
    person = person_with(clerk)
    tell(person, clerk)
    close_file(person, reason="انتقل إلى مدينة أخرى", by=clerk)
    work()
    assert (only_notice().state, only_notice().note, provider.asked) == ("dropped", answers.FILE_CLOSED, [])


def test_the_timeline_tells_of_what_a_person_must_look_after_and_not_of_each_sending(clerk, provider):
    provider.answers = ["given", answers.Refused(answers.REFUSED, 400)]
    person = person_with(clerk)
    for state in ("sent", "failed"):
        (notice,) = tell(person, clerk)
        work()
        entries = AuditEntry.objects.filter(model="correspondence.notice", object_pk=notice.pk)
        assert entries.count() == 3
        assert entries.filter(about_person=person.pk).count() == (1 if state == "sent" else 2)
    shown = entries_about(person=person.pk)[0]
    assert (shown["note"], [row["name"] for row in shown["changes"]]) == ("رفض المزوّد الرسالة.", ["state"])


# Codes ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def code_of(monkeypatch):
    monkeypatch.setattr(late_values, "_VALUES", {})

    def registered(value):
        late_value("pledge_code")(lambda notice: value)

    return registered


def test_a_code_is_filled_in_at_sending_and_stands_nowhere(clerk, provider, code_of, caplog):
    code_of("839274")
    tell(person_with(clerk), clerk, "pledge_code")
    with caplog.at_level(logging.DEBUG):
        work()
    assert "839274" in provider.asked[0][1]
    stored = [str(row) for row in (*Notice.objects.values(), *Notice.history.values(), *Job.objects.values())]
    assert not [row for row in stored if "839274" in row]
    assert "839274" not in caplog.text


@pytest.mark.parametrize("value", ["", None])
def test_a_code_that_has_expired_is_not_sent(clerk, provider, code_of, value):
    code_of(value)
    tell(person_with(clerk), clerk, "pledge_code")
    work()
    assert (only_notice().state, provider.asked) == ("dropped", [])


def test_only_known_names_are_filled_in_late(code_of):
    with pytest.raises(ValueError, match="need"):
        late_value("need")
    code_of("1")
    with pytest.raises(ValueError, match="Two"):
        code_of("2")


# Back-ends without a provider -----------------------------------------------------------------------------------


def test_without_a_provider_a_message_is_kept_in_a_file_of_its_own(clerk, settings):
    (notice,) = tell(person_with(clerk), clerk)
    work()
    (path,) = settings.OUTBOX_ROOT.iterdir()
    assert json.loads(path.read_text("utf-8")) == {
        "to": notice.address,
        "text": notice.text,
        "key": str(notice.key),
    }
    assert path.stat().st_mode & 0o777 == 0o600
    assert only_notice().state == "sent"


def test_a_developer_reads_messages_on_the_terminal(clerk, settings, capsys):
    settings.RIFADA_SMS = "console"
    (notice,) = tell(person_with(clerk), clerk)
    work()
    assert f"{notice.address}: {notice.text}" in capsys.readouterr().out


def test_a_message_that_was_told_by_hand_meanwhile_is_not_sent(clerk, provider):
    (notice,) = tell(person_with(clerk), clerk)
    notice.state, notice.note = "dropped", "حضرت بنفسها"
    write(notice, by=clerk, reason="x")
    work()
    assert provider.asked == []
