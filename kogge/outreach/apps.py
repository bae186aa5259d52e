from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "kogge.outreach"

    def ready(self) -> None:
        from kogge.places.actions import area_created

        area_created.connect(_furnish, dispatch_uid="outreach.install_guides")


def _furnish(sender: Any, *, area: Any, by: Any, **kwargs: Any) -> None:
    """A fresh area gets the guides that come with Kogge."""
    from .actions import install_shipped

    install_shipped(area, by=by)
