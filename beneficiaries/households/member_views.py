"""Members of a household: found or named, changed, leaving, moving, and becoming its head."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..models import Beneficiary, Household, HouseholdMember, Relation
from .finding import Finding
from .forms import ChangeFileMemberForm, ChangeNamedMemberForm, FileMemberForm, NamedMemberForm
from .going_forms import HeadForm, LeaveForm, MoveForm, MoveOutForm
from .heads import change_head
from .members import add_member, change_member, leave_household, move_member, move_out, with_dependants
from .views import HouseholdView, find_household


class WithMembers:
    """A form in which somebody who lives there is chosen."""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"members": self.live_members()}


class MemberAddView(Finding, WithMembers, HouseholdView):
    """First the search: who has a file is found; only who has none is named."""

    template_name = "beneficiaries/member_add.html"
    form_class = NamedMemberForm
    page_title = _("Add a member")
    lead = _("Look for the person first; only somebody without a file is named below.")
    submit_label = _("Add without a file")
    done_message = _("The member is added.")

    def address_for(self, row: dict, membership) -> str:
        if membership is None:
            return reverse("member_add_person", args=[self.object.pk, row["id"]])
        if membership["household"] == self.object.pk:
            return ""
        return reverse("member_move_to", args=[membership["id"], self.object.pk])

    def act(self, form):
        add_member(self.object, by=self.request.user, **form.acts())
        return self.cancel_url()


class MemberAddPersonView(WithMembers, HouseholdView):
    """A member who has a file."""

    form_class = FileMemberForm
    page_title = _("Add a member")
    submit_label = _("Add the member")
    done_message = _("The member is added.")

    @cached_property
    def person(self) -> Beneficiary:
        people = Beneficiary.objects.visible_to(self.request.user)
        return get_object_or_404(people, pk=self.kwargs["person_pk"])

    @property
    def lead(self):
        return self.person.full_name

    def act(self, form):
        fields = form.acts()
        named_as = fields.pop("named_as", None)
        if named_as is not None:
            change_member(named_as, person=self.person, by=self.request.user, **fields)
        else:
            add_member(self.object, person=self.person, by=self.request.user, **fields)
        return self.cancel_url()


class MemberView(HouseholdView):
    """An act on one member."""

    def find(self):
        seen = Household.objects.visible_to(self.request.user)
        members = HouseholdMember.objects.filter(household__in=seen)
        members = members.select_related("household", "person", "depends_on__person")
        return get_object_or_404(members, pk=self.kwargs["pk"])

    @property
    def household(self):
        return self.object.household

    @property
    def lead(self):
        return str(self.object)


class MemberChangeView(MemberView):
    page_title = _("Change a member")
    submit_label = _("Save the changes")
    done_message = _("The changes are saved.")

    def get_form_class(self):
        return ChangeFileMemberForm if self.object.person_id else ChangeNamedMemberForm

    def get_form_kwargs(self):
        others = [row for row in self.live_members() if row.pk != self.object.pk]
        return super().get_form_kwargs() | {"members": others}

    def act(self, form):
        seen = form.cleaned_data["seen_version"]
        change_member(self.object, by=self.request.user, seen_version=seen, **form.acts())
        return self.cancel_url()


class MemberLeaveView(MemberView):
    form_class = LeaveForm
    page_title = _("A member leaves the household")
    submit_label = _("Record that they left")
    done_message = _("The member has left; the time in the household stays in its history.")

    def act(self, form):
        seen = form.cleaned_data["seen_version"]
        leave_household(self.object, by=self.request.user, seen_version=seen, **form.acts())
        return self.home_url(self.object.person)


class GoingView(MemberView):
    """Somebody goes to live elsewhere."""

    done_message = _("The member has moved, and both households keep it in their history.")

    def get_form_kwargs(self):
        followers = [str(row) for row in with_dependants(self.object)[1:]]
        return super().get_form_kwargs() | {"followers": followers}


class MemberMoveView(Finding, GoingView):
    """Where to: a household of their own, or the one of somebody who is found."""

    template_name = "beneficiaries/member_move.html"
    form_class = MoveOutForm
    page_title = _("A member moves")
    submit_label = _("Open a household of their own")

    def address_for(self, row: dict, membership) -> str:
        if membership is None or membership["household"] == self.household.pk:
            return ""
        return reverse("member_move_to", args=[self.object.pk, membership["household"]])

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_open=self.object.person_id is not None, **kwargs)

    def act(self, form):
        seen = form.cleaned_data["seen_version"]
        household = move_out(self.object, by=self.request.user, seen_version=seen, **form.acts())
        return reverse("household_detail", args=[household.pk])


class MemberMoveToView(GoingView):
    form_class = MoveForm
    page_title = _("A member moves to another household")
    submit_label = _("Record the move")

    @cached_property
    def target(self) -> Household:
        return find_household(self.request.user, self.kwargs["household_pk"])

    def get_form_kwargs(self):
        members = self.target.members.filter(left_on__isnull=True).select_related("person").order_by("pk")
        return super().get_form_kwargs() | {"members": list(members)}

    def act(self, form):
        seen = form.cleaned_data["seen_version"]
        move_member(self.object, self.target, by=self.request.user, seen_version=seen, **form.acts())
        return reverse("household_detail", args=[self.target.pk])


class HeadChangeView(MemberView):
    """This member becomes the head; the row of the old one is what must not have changed meanwhile."""

    form_class = HeadForm
    page_title = _("Another head of the household")
    submit_label = _("Change the head")
    done_message = _("The household has another head.")

    @cached_property
    def old_head(self) -> HouseholdMember | None:
        return next((row for row in self.live_members() if row.relation == Relation.HEAD), None)

    @property
    def lead(self):
        return _("%(new)s becomes the head instead of %(old)s.") % {"new": self.object, "old": self.old_head}

    def get_form_kwargs(self):
        dependants = [
            row
            for row in self.live_members()
            if self.old_head and row.depends_on_id == self.old_head.pk and row.pk != self.object.pk
        ]
        return super().get_form_kwargs() | {
            "about": self.old_head,
            "new_head": self.object,
            "old_head": self.old_head,
            "dependants": dependants,
        }

    def act(self, form):
        seen = form.cleaned_data["seen_version"]
        change_head(self.old_head, self.object, by=self.request.user, seen_version=seen, **form.acts())
        return self.home_url(self.old_head.person)
