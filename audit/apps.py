from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from . import guards


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = _("Audit history")

    def ready(self):
        pre_migrate.connect(guards.step_aside_before_migrate, sender=self)
        post_migrate.connect(guards.install_after_migrate, sender=self)
