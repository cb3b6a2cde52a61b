"""The forms of an article."""

from datetime import timedelta

from crispy_forms.layout import Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import roles_with
from arabic.calendars import riyadh_today
from arabic.forms import CleanCharField, CleanTextField, DualDateField
from audit.forms import VerbForm

from .articles import MAY_PROPOSE

DAYS_TO_A_REVIEW = 365
NAMES_NOBODY = _(
    "For everybody: without names, numbers and phones. Anything left in it about the person who asked is refused."
)


class ArticleForm(VerbForm):
    """A question that several people ask, and the answer for all of them."""

    question = CleanCharField(label=_("Question"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    answer = CleanTextField(label=_("Answer"), max_length=4000, rows=8, help_text=NAMES_NOBODY)
    is_misconception = forms.BooleanField(label=_("It corrects what many believe wrongly"), required=False)
    owner = forms.ModelChoiceField(
        label=_("Who is responsible for it"), queryset=User.objects.none(), empty_label=None
    )
    review_on = DualDateField(label=_("To be reviewed by"))

    layout = Layout("question", "answer", "is_misconception", Row("owner", "review_on"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        keepers = [User.objects.working_as(role) for role in roles_with(MAY_PROPOSE)]
        field = self.fields["owner"]
        field.queryset = _any_of(keepers)
        field.initial = self.actor.pk if self.actor else None
        self.fields["review_on"].initial = riyadh_today() + timedelta(days=DAYS_TO_A_REVIEW)


class ReviseForm(ArticleForm):
    """The article as it stands; of a published one also why it changes."""

    reason = CleanCharField(label=_("Why it changes"), max_length=500, required=False)

    layout = Layout("question", "answer", "is_misconception", Row("owner", "review_on"), "reason")
    required_if = {"reason": _("required once it is published")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("question", "answer", "is_misconception", "owner", "review_on"):
            self.fields[name].initial = getattr(self.about, name)


class PublishForm(VerbForm):
    """Nothing to fill in."""


class RetireForm(VerbForm):
    reason = CleanCharField(
        label=_("Why it no longer holds"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


def _any_of(querysets):
    """Who stands in one of these."""
    first, *others = querysets
    for other in others:
        first = first | other
    return first.order_by("full_name", "pk")
