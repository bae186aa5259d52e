from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActorsConfig(AppConfig):
    name = "kogge.actors"

    def ready(self) -> None:
        from kogge.core.search import register

        from .queries.search import find_organisations, find_persons

        register("actors", _("Organisations"), find_organisations)
        register("persons", _("Persons"), find_persons)
