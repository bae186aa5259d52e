from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeedsConfig(AppConfig):
    name = "kogge.needs"

    def ready(self) -> None:
        from kogge.actors.signals import consent_withdrawn
        from kogge.outreach import results as shared_results

        from . import consequences, results

        shared_results.register("needs", results.answers, results.TABLES)
        consent_withdrawn.connect(consequences.consent_withdrawn, dispatch_uid="needs.consent_withdrawn")
        from kogge.core.search import register
        from kogge.outreach import narrowing
        from kogge.outreach.filing import interview_filed
        from kogge.places.actions import area_created

        from .filing import add_entries
        from .finders import find
        from .narrowing import by_topic

        register("needs", _("Needs and offers"), find)
        narrowing.register(by_topic)
        interview_filed.connect(add_entries, dispatch_uid="needs.add_entries")
        area_created.connect(_furnish, dispatch_uid="needs.install_topics")


def _furnish(sender: Any, *, area: Any, by: Any, **kwargs: Any) -> None:
    """A fresh area gets its own copy of the shipped topics."""
    from .actions import install_topics

    install_topics(area, by=by)
