"""The list of people as it is looked at."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit.reading import log_search

from ..models import Beneficiary
from .export import PeopleExport
from .filters import Choice
from .page import headings, page_of_people


@require_safe
def person_list(request):
    """The people this person may see, as filtered; by names and numbers people are found at the desk."""
    user = request.user
    if not user.may("beneficiaries.find_people"):
        raise PermissionDenied(_("Your role does not include this page."))
    choice, mark = Choice(request.GET, user), request.GET.get("after", "")
    rows, following = page_of_people(choice, mark)
    log_search(request, Beneficiary)
    base = reverse("person_list")
    chosen = f"{base}?{choice.query}" if choice.query else base
    context = {
        "rows": rows,
        "columns": headings(),
        "fields": choice.fields(),
        "is_filtered": bool(choice.values),
        "base": base,
        "previous_url": chosen if mark else "",
        "next_url": f"{base}?{choice.query}&after={following}".replace("?&", "?") if following else "",
        "export_url": f"{reverse('people_export')}?{choice.query}"
        if user.may(PeopleExport.permission)
        else "",
        "add_url": reverse("person_add") if user.may("beneficiaries.add_person") else "",
    }
    return render(request, "beneficiaries/person_list.html", context)
