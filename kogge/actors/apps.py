from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActorsConfig(AppConfig):
    name = "kogge.actors"

    def ready(self) -> None:
        from kogge.core.search import register
        from kogge.core.undo import refuse
        from kogge.places.actions import invited

        from .actions.consents import taken_back_by_themselves
        from .queries.search import find_organisations, find_persons

        register("actors", _("Organisations"), find_organisations)
        register("persons", _("Persons"), find_persons)
        refuse(taken_back_by_themselves)
        invited.connect(_know, dispatch_uid="actors.know_invited")


def _know(sender: Any, *, membership: Any, **kwargs: Any) -> None:
    """Whoever has a role in the area is a person there."""
    from .actions import know

    know(membership)
