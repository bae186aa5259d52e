from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "kogge.outreach"

    def ready(self) -> None:
        from kogge.actors.signals import consent_withdrawn
        from kogge.places.actions import area_created

        from . import consequences

        area_created.connect(_furnish, dispatch_uid="outreach.install_guides")
        consent_withdrawn.connect(consequences.consent_withdrawn, dispatch_uid="outreach.consent_withdrawn")


def _furnish(sender: Any, *, area: Any, by: Any, **kwargs: Any) -> None:
    """A fresh area gets the guides that come with Kogge."""
    from .actions import install_shipped

    install_shipped(area, by=by)
