from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworksConfig(AppConfig):
    name = "kogge.networks"

    def ready(self) -> None:
        from kogge.core.search import register

        from .queries.founded import find_networks

        register("networks", _("Networks"), find_networks)
