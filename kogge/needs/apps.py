from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeedsConfig(AppConfig):
    name = "kogge.needs"

    def ready(self) -> None:
        from kogge.core.search import register

        from .finders import find

        register("needs", _("Needs and offers"), find)
