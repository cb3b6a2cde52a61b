"""What became of asking a provider: one exception for each way in which a message was not surely sent.

The sentences are kept with the message and shown to whoever looks after it; they name no number and no text.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop


class NotSent(Exception):
    """The provider clearly did not take the message: it may be asked again later."""

    def __init__(self, sentence: str, detail: object = ""):
        self.problem = f"{sentence} [{detail}]" if detail != "" else sentence
        super().__init__(self.problem)


class Refused(NotSent):
    """The provider will never take this message: asking again would not help."""


class Unanswered(NotSent):
    """The message left, and what became of it is not known: only a person decides to send it again."""


NO_CONNECTION = gettext_noop("The provider could not be reached.")
BUSY = gettext_noop("The provider did not take the message now.")
REFUSED = gettext_noop("The provider refused the message.")
NO_ANSWER = gettext_noop("The provider was asked, and did not answer clearly.")
NOT_SET_UP = gettext_noop("The provider is not set up rightly.")
WORKER_ENDED = gettext_noop("The worker ended before the provider had answered.")
BROKEN = gettext_noop("The portal failed while it was sending the message.")
FILE_CLOSED = gettext_noop("The person's file is not open any more.")
NOT_NEEDED = gettext_noop("What the message would have said does not hold any more.")


def problem_in_words(problem: str) -> str:
    """A kept problem in the reader's language: "The provider refused the message. (400)"."""
    sentence, bracket, detail = problem.partition(" [")
    if not sentence:
        return ""
    return f"{_(sentence)} ({detail.removesuffix(']')})" if bracket else _(sentence)
