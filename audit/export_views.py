"""The form before a list is taken along: format, columns and reason; sending it writes the access log."""

from crispy_forms.layout import Div, Layout
from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arabic.forms import CleanTextField
from arabic.sheets import CSV, XLSX

from .exporting import Export
from .forms import VerbForm
from .reading import log_export
from .refusals import Refused
from .views import VerbView

LONGEST_FILTER = 2_000


class ExportForm(VerbForm):
    """What is taken along of a list, in which form, and what for."""

    file_format = forms.ChoiceField(
        label=_("Format"),
        choices=[(XLSX, _("Excel (XLSX)")), (CSV, _("CSV, for other programs"))],
        initial=XLSX,
        widget=forms.RadioSelect,
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Export no more than you need."),
    )
    reason = CleanTextField(
        label=_("What the list is needed for"),
        max_length=300,
        rows=2,
        help_text=_("It stands in the access log and in the file itself, with your name."),
    )

    # The filter travels with the form: sent late, after signing in anew, it is still about the same rows.
    chosen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_FILTER)

    layout = Layout("file_format", Div("columns", css_class="many"), "reason", "chosen")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        columns = self.about.offered()
        self.fields["columns"].choices = [(column.key, column.heading) for column in columns]
        self.fields["chosen"].initial = self.about.choice.query
        self.fields["columns"].initial = [column.key for column in columns if column.is_chosen]


class ExportView(VerbView):
    """A leaf says which list."""

    template_name = "components/export_page.html"
    form_class = ExportForm
    export_class: type[Export]
    page_title = _("Export")
    submit_label = _("Make the file")

    @property
    def permission(self):
        return self.export_class.permission

    def find(self) -> Export:
        return self.export_class(self._asked(), self.request.user)

    def _asked(self) -> QueryDict:
        """The filter of the list from which somebody came, or of the form that is sent or shown again."""
        if self.request.method == "POST":
            return _filter_in(self.request.POST)
        return _filter_in(self.draft.data) if self.draft else self.request.GET

    def act(self, form) -> str:
        export, filled = self.object, form.acts()
        rows = export.count()
        if reason := export.reason_against(rows):
            raise Refused(reason)
        chosen = set(filled["columns"])
        details = {
            "list": export.key,
            "format": filled["file_format"],
            "columns": [column.key for column in export.offered() if column.key in chosen],
            "rows": rows,
            "filter": export.choice.values,
        }
        taken = log_export(self.request, export.model, reason=filled["reason"], details=details)
        return reverse("export_detail", args=[taken.pk])

    def cancel_url(self) -> str:
        return self.object.list_url()

    def get_context_data(self, **kwargs):
        rows = self.object.count()
        reason = self.object.reason_against(rows)
        in_words = [
            {"label": label, "value": value, "hint": ""} for label, value in self.object.choice.in_words()
        ]
        return super().get_context_data(
            **{
                "gate": [{"open": False, "sentence": reason}] if reason else [],
                "rows": rows,
                "chosen": in_words,
                "crumbs": [{"url": self.cancel_url(), "label": self.object.title}],
                **kwargs,
            }
        )


def _filter_in(filled) -> QueryDict:
    return QueryDict(filled.get("chosen", "")[:LONGEST_FILTER])
