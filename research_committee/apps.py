from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResearchCommitteeConfig(AppConfig):
    name = "research_committee"
    verbose_name = _("Research committee")
