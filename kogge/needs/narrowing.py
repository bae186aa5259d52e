"""Topics as a filter on the pages of outreach that say what was said."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kogge.actors.models import Organisation
from kogge.outreach.narrowing import Narrowing

from .models import Need, Offer
from .queries import topics_in_use
from .widgets import in_groups


def _choices(area: Any) -> list[Any]:
    return [
        (group.name, [(str(topic.pk), topic.name) for topic in rows]) for group, rows in in_groups(topics_in_use(area))
    ]


def _organisations(area: Any, topic: str) -> Any:
    """Ids of the organisations with an open need or offer of a topic."""
    sides = [
        Q(pk__in=model.objects.filter(area=area, topic=topic).live().order_by().values("organisation"))
        for model in (Need, Offer)
    ]
    return Organisation.objects.filter(sides[0] | sides[1], area=area).values("pk")


by_topic = Narrowing("topic", _("Topic"), _choices, _organisations)
