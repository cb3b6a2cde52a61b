"""The search of the administration's list of people: the same as at the desk, and in no address either."""

from django.http import HttpResponseRedirect

from audit.reading import log_search

from .kept_searches import keep, place_from, words_at
from .search import people_meant, read_typed

# Django's own name for what is searched in a list; here it says where the words are kept.
PLACE = "q"


class SearchesPeople:
    """For a list of people. SECURITY: its search is a POST, since Django's would show names in addresses."""

    # Django shows a box where this is not empty; it is not looked at.
    search_fields = ["search_name"]
    change_list_template = "admin/beneficiaries/beneficiary/change_list.html"

    def changelist_view(self, request, extra_context=None):
        asked = request.GET.copy()
        asked.pop("p", None)
        if request.method == "POST" and self.has_view_permission(request):
            asked[PLACE] = place_from(asked.get(PLACE, ""))
            keep(request.session, asked[PLACE], read_typed(request.POST.get("query", "")).text)
            return HttpResponseRedirect(f"{request.path}?{asked.urlencode()}")
        if asked.get(PLACE) and words_at(request.session, asked[PLACE]) is None:
            # Too long ago, or somebody else's.
            del asked[PLACE]
            return HttpResponseRedirect(f"{request.path}?{asked.urlencode()}")
        return super().changelist_view(request, extra_context)

    def get_changelist_instance(self, request):
        shown = super().get_changelist_instance(request)
        shown.searched_words = words_at(request.session, shown.query) or ""
        return shown

    def get_search_results(self, request, queryset, search_term):
        words = words_at(request.session, search_term)
        if not words:
            return queryset, False
        log_search(request, queryset.model)
        return people_meant(queryset, words), False
