from django.urls import path

from . import file_urls, views
from .documents.urls import urlpatterns as document_urls
from .duplicates.urls import urlpatterns as duplicate_urls
from .households.urls import urlpatterns as household_urls
from .importing.urls import urlpatterns as import_urls
from .listing.export import PeopleExportView
from .listing.views import person_list

urlpatterns = [
    *duplicate_urls,
    *document_urls,
    *household_urls,
    *import_urls,
    path("beneficiaries/people/", person_list, name="person_list"),
    path("beneficiaries/people/export/", PeopleExportView.as_view(), name="people_export"),
    path("beneficiaries/people/add/", views.PersonAddView.as_view(), name="person_add"),
    path("beneficiaries/people/<int:pk>/", views.PersonDetailView.as_view(), name="person_detail"),
    path("beneficiaries/people/<int:pk>/history/", views.person_history, name="person_history"),
    path("beneficiaries/people/<int:pk>/change/", views.PersonChangeView.as_view(), name="person_change"),
    *file_urls.urlpatterns,
]
