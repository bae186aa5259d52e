"""Topics that were made in one go and are used since stay when that is undone, with the groups they belong to."""

from __future__ import annotations

from typing import Any

from kogge.accounts.models import User
from kogge.actors.models import Organisation
from kogge.core.history import change
from kogge.core.undo import undo
from kogge.needs.models import Need, Topic, TopicGroup
from kogge.places.models import Area

from .factories import make_need, make_topic


def test_what_a_used_topic_belongs_to_stays(area: Area, bob: User, organisation: Organisation) -> None:
    with change("Topics made", by=bob, area=area) as made:
        used: Any = make_topic(area, "Malern", group="Handwerk")
        make_topic(area, "Backen", group="Küche")
    make_need(organisation, used)
    result = undo(made, by=bob)
    assert (result.removed, sorted(result.left_alone)) == (2, ["Handwerk", "Malern"])
    assert list(Topic.objects.values_list("name_de", flat=True)) == ["Malern"]
    assert list(TopicGroup.objects.values_list("name_de", flat=True)) == ["Handwerk"]
    assert Need.objects.count() == 1
