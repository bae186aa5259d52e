"""A rift is told in confidence: only those who may read interviews see it, on pages and in histories."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kogge.accounts.models import User
from kogge.actors.models import Organisation, Relation
from kogge.places.models import Area


def test_rifts_are_for_those_who_read_interviews(
    area: Area, organisation: Organisation, alice: User, stella: User, vera: User, login: Any
) -> None:
    other = Organisation.objects.create(area=area, name="Blumen Nordwind")
    friend = Organisation.objects.create(area=area, name="Café Anker")
    rift = Relation.objects.create(area=area, source=organisation, target=other, type="rift")
    Relation.objects.create(area=area, source=organisation, target=friend, type="partner")
    page, history = reverse("actors:detail", args=[area.slug, organisation.pk]), [area.slug, "actors.relation", rift.pk]
    for user, sees in ((alice, True), (stella, False), (vera, False)):
        client = login(user)
        content = client.get(page).content.decode()
        assert "Café Anker" in content
        assert ("Blumen Nordwind" in content) == sees
        assert (client.get(reverse("core:history", args=history)).status_code == 200) == sees
        assert (rift in Relation.objects.visible_to(user)) == sees
