"""The acts on a person's file: further facts, phones, notes, categories, consent, and whether the file is open."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.views import VerbView
from policies.frozen import parts_of
from policies.models import BeneficiaryCategory, PolicyVersion

from . import around, file_forms, standing
from .models import Beneficiary, OtherPhone, PersonCategory
from .people import change_person
from .rules import reason_file_is_read_only


class FileView(VerbView):
    """One act on one person's file, and back to it. A leaf names its form and its verb."""

    permission = "beneficiaries.change_person"
    shows_person = True
    verb = None
    # Whether the act is about the very version of the row that was on the screen.
    checks_version = False
    on_open_files = True

    def find(self):
        return get_object_or_404(Beneficiary.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    @property
    def person(self) -> Beneficiary:
        return self.object

    @property
    def lead(self):
        return self.person.full_name

    def cancel_url(self):
        return reverse("person_detail", args=[self.person.pk])

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        closed = reason_file_is_read_only(self.person) if self.on_open_files else None
        crumbs = [{"url": self.cancel_url(), "label": self.person.full_name}]
        return {**context, "crumbs": crumbs, "closed": [closed] if closed else []}

    def act(self, form):
        version = {"seen_version": form.cleaned_data["seen_version"]} if self.checks_version else {}
        type(self).verb(self.object, by=self.request.user, **version, **form.acts())
        return self.cancel_url()


class RowView(FileView):
    """An act on one row that belongs to a person's file."""

    model = None
    form_class = file_forms.ConfirmForm
    checks_version = True

    def find(self):
        seen = Beneficiary.objects.visible_to(self.request.user)
        rows = self.model.objects.select_related("beneficiary").filter(beneficiary__in=seen)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def person(self):
        return self.object.beneficiary


class FactsView(FileView):
    """Some facts of the person: only what the page asks is changed."""

    verb, checks_version = staticmethod(change_person), True
    submit_label, done_message = _("Save the changes"), _("The changes are saved.")


class PersonContactView(FactsView):
    form_class, page_title = file_forms.ContactForm, _("Contact and home")


class PersonLivelihoodView(FactsView):
    form_class, page_title = file_forms.LivelihoodForm, _("Education, work and bank")


class PersonHealthView(FactsView):
    form_class, page_title = file_forms.HealthForm, _("Health")
    reading_permission = "beneficiaries.see_health"

    def find(self):
        person = super().find()
        if not self.request.user.may(self.reading_permission):
            raise PermissionDenied(gettext("Your role does not include this step."))
        return person


class PhoneAddView(FileView):
    form_class, verb = file_forms.PhoneForm, staticmethod(around.add_phone)
    page_title, submit_label = _("Further phone"), _("Add the phone")
    done_message = _("The phone is added.")


class PhoneConfirmView(FileView):
    form_class, verb, checks_version = file_forms.ConfirmForm, staticmethod(around.confirm_phone), True
    page_title, submit_label = _("Is the phone still right?"), _("Yes, it is still right")
    done_message = _("That the phone is right is noted with today's date.")


class OtherPhoneConfirmView(RowView):
    model, verb = OtherPhone, staticmethod(around.confirm_other_phone)
    page_title, submit_label = _("Is the phone still right?"), _("Yes, it is still right")
    done_message = _("That the phone is right is noted with today's date.")


class OtherPhoneEndView(RowView):
    model, verb = OtherPhone, staticmethod(around.end_phone)
    page_title, submit_label = _("End this phone"), _("The person is not reached here any more")
    done_message = _("The phone is ended; it stays in the history.")


class NoteAddView(FileView):
    form_class, verb = file_forms.NoteForm, staticmethod(around.write_note)
    page_title, submit_label, done_message = _("New note"), _("Keep the note"), _("The note is kept.")


class CategoryAddView(FileView):
    form_class, verb = file_forms.CategoryForm, staticmethod(around.put_in_category)
    page_title, submit_label = _("Category of the policy"), _("Put into the category")
    done_message = _("The category is noted.")

    def get_form_kwargs(self):
        version = PolicyVersion.objects.in_force()
        categories = BeneficiaryCategory.objects.filter(policy_version=version).order_by("position")
        return {**super().get_form_kwargs(), "categories": categories}


class CategoryEndView(RowView):
    model, verb = PersonCategory, staticmethod(around.end_category)
    page_title, submit_label = _("End this category"), _("The person is not in this category any more")
    done_message = _("The category is ended; it stays in the history.")


class ConsentAddView(FileView):
    template_name = "beneficiaries/consent_add.html"
    form_class, verb = file_forms.ConsentForm, staticmethod(around.record_consent)
    page_title, submit_label = _("Consent to keep the data"), _("The person agreed")
    done_message = _("The consent is recorded.")

    def get_context_data(self, **kwargs):
        version = PolicyVersion.objects.in_force()
        notice = parts_of(version.pk).version.privacy_notice if version else ""
        return super().get_context_data(notice=notice, **kwargs)


class ConsentWithdrawView(FileView):
    form_class, verb = file_forms.WithdrawalForm, staticmethod(around.withdraw_consent)
    page_title, submit_label = _("Withdrawal of the consent"), _("The person takes the consent back")
    done_message = _("The withdrawal is recorded; requests wait until the consent is given again.")


class StandingView(FileView):
    permission = "beneficiaries.close_file"
    checks_version, on_open_files = True, False


class FileCloseView(StandingView):
    on_open_files = True
    form_class, verb = file_forms.ReasonForm, staticmethod(standing.close_file)
    page_title, submit_label, done_message = (
        _("Close the file"),
        _("Close the file"),
        _("The file is closed."),
    )


class FileReopenView(StandingView):
    form_class, verb = file_forms.ReasonForm, staticmethod(standing.reopen_file)
    page_title, submit_label = _("Open the file again"), _("Open the file again")
    done_message = _("The file is open again.")


class DeathRecordView(StandingView):
    form_class, verb = file_forms.DeathForm, staticmethod(standing.record_death)
    page_title, submit_label = _("Record a death"), _("Record the death")
    done_message = _("The death is recorded. The file stays as it was.")


class DeathTakeBackView(StandingView):
    form_class, verb = file_forms.ReasonForm, staticmethod(standing.take_back_death)
    page_title, submit_label = _("Take the recorded death back"), _("Take it back")
    done_message = _("The file is open again.")
