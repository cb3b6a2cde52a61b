"""The pages of the scale: read by those who score, decide or audit; written and adopted by the executive director."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from audit.forms import VerbForm
from audit.views import SeeOther, VerbView

from ..models import ScoreScale
from .codes import new_level_codes, new_part_code
from .drafting import adopt_scale, adopt_shipped_scale, change_scale, copy_scale
from .file import SHIPPED, read_scale
from .forms import AdoptForm, PartForm, TitleForm
from .pages import crumbs_of_scale, list_page, scale_page
from .reading import scale_of
from .rules import reason_not_changed, reason_superseded


@require_safe
def scale_list(request):
    """Every version of the scale."""
    if not request.user.may("research_committee.see_scales"):
        raise PermissionDenied(_text("Your role does not include the score scale."))
    return render(request, "research_committee/scale_list.html", list_page(request.user))


@require_safe
def scale_detail(request, pk):
    """One version with its parts and levels."""
    scale = find_scale(request.user, pk)
    return render(request, "research_committee/scale_detail.html", scale_page(scale, request.user))


def find_scale(user, pk: int) -> ScoreScale:
    return get_object_or_404(ScoreScale.objects.visible_to(user).select_related("adopted_by"), pk=pk)


class NewScaleView(VerbView):
    """An act after which there is a version that was not there before."""

    permission = "research_committee.adopt_scale"
    form_class = VerbForm

    def cancel_url(self):
        return reverse("scale_list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"crumbs": crumbs_of_scale(), **kwargs})


class AdoptShippedView(NewScaleView):
    template_name = "research_committee/scale_adopt.html"
    page_title = _("Adopt the scale that ships with the portal")
    lead = _("Studies are scored by it from today on. You can draft another version from it at any time.")
    submit_label = _("Adopt it from today")
    done_message = _("The scale is in force.")

    def act(self, form):
        scale = adopt_shipped_scale(by=self.request.user)
        return reverse("scale_detail", args=[scale.pk])

    def get_context_data(self, **kwargs):
        file = read_scale(SHIPPED)
        shipped = ScoreScale(number=1, title_ar=file.title_ar, title_en=file.title_en, content=file.content)
        return super().get_context_data(**{"read": scale_of(shipped), **kwargs})


class DraftScaleView(NewScaleView):
    page_title = _("Draft a new version of the scale")
    lead = _("The draft says what the newest version says; change it, then adopt it from a day on.")
    submit_label = _("Draft a new version")
    done_message = _("The draft is there: change its parts, then adopt it.")

    def act(self, form):
        return reverse("scale_detail", args=[copy_scale(by=self.request.user).pk])


class ScaleVerbView(VerbView):
    """An act on one draft."""

    permission = "research_committee.adopt_scale"

    def find(self):
        return find_scale(self.request.user, self.kwargs["pk"])

    def cancel_url(self):
        return reverse("scale_detail", args=[self.object.pk])

    def reason(self) -> str | None:
        return reason_not_changed(self.object)

    def get_context_data(self, **kwargs):
        reason = self.reason()
        gate = [{"open": False, "sentence": reason}] if reason else []
        return super().get_context_data(**{"crumbs": crumbs_of_scale(self.object), "gate": gate, **kwargs})


class ChangeScaleView(ScaleVerbView):
    form_class = TitleForm
    page_title = _("Change the title of the scale")
    done_message = _("The draft is saved.")

    def act(self, form):
        seen = form.cleaned_data["seen_version"]
        change_scale(self.object, by=self.request.user, seen_version=seen, **form.acts())
        return self.cancel_url()


class PartsView(ScaleVerbView):
    """An act on the parts of a draft."""

    def keep(self, form, parts: list[dict]) -> str:
        seen = form.cleaned_data["seen_version"]
        change_scale(self.object, content={"parts": parts}, by=self.request.user, seen_version=seen)
        return self.cancel_url()


class AddPartView(PartsView):
    form_class = PartForm
    page_title = _("Add a part")
    lead = _("A part has levels with points, or the researcher gives the points up to the most.")
    done_message = _("The part is added.")

    def act(self, form):
        code = new_part_code()
        part = form.written(code, new_level_codes(code))
        return self.keep(form, [*self.object.content["parts"], part])


class OnePartView(PartsView):
    """An act on one part of a draft."""

    part = None

    def find(self):
        scale = super().find()
        parts = {part["code"]: part for part in scale.content["parts"]}
        self.part = parts.get(self.kwargs["code"])
        return scale

    def dispatch(self, request, *args, **kwargs):
        if self.object is not None and self.part is None and self.earlier is None:
            messages.info(request, _("This part is not in the draft any more."))
            return SeeOther(self.cancel_url())
        return super().dispatch(request, *args, **kwargs)

    @property
    def page_title(self):
        return self.title % {"part": scale_of(self.object).part(self.kwargs["code"]).label}


class ChangePartView(OnePartView):
    form_class = PartForm
    title = _("Change a part: %(part)s")
    lead = _("A level that is emptied is taken out; the last ones are for levels to be added.")
    done_message = _("The part is saved.")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "part": self.part}

    def act(self, form):
        code = self.part["code"]
        part = form.written(code, new_level_codes(code))
        return self.keep(form, [part if row["code"] == code else row for row in self.object.content["parts"]])


class RemovePartView(OnePartView):
    form_class = VerbForm
    title = _("Remove a part: %(part)s")
    lead = _("It goes from this draft with its levels. Studies that were scored before keep it.")
    submit_label = _("Remove the part")
    done_message = _("The part is removed.")

    def act(self, form):
        return self.keep(
            form, [row for row in self.object.content["parts"] if row["code"] != self.part["code"]]
        )


class AdoptScaleView(ScaleVerbView):
    template_name = "research_committee/scale_adopt.html"
    form_class = AdoptForm
    lead = _("From that day on studies are scored by it. An adopted version is never changed.")
    submit_label = _("Adopt it")
    done_message = _("The scale is adopted.")

    def reason(self):
        return reason_not_changed(self.object) or reason_superseded(self.object)

    @property
    def page_title(self):
        return _text("Adopt: %(scale)s") % {"scale": self.object}

    def act(self, form):
        seen, day = form.cleaned_data["seen_version"], form.cleaned_data["from_day"]
        adopt_scale(self.object, from_day=day, by=self.request.user, seen_version=seen)
        return self.cancel_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"read": scale_of(self.object), **kwargs})
