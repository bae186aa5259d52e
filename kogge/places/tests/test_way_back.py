"""After an undo one stands where the button stood, unless that page's record is gone."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kogge.accounts.models import User
from kogge.actors.models import Organisation
from kogge.core.history import change
from kogge.places.models import Area


def test_back_to_the_page_of_a_record_that_remains(
    login: Any, alice: User, area: Area, organisation: Organisation
) -> None:
    with change("Edited", by=alice, area=area) as made:
        organisation.phone = "0381 1"
        organisation.save()
    page = reverse("actors:detail", args=[area.slug, organisation.pk])
    answer = login(alice).post(reverse("core:undo", args=[made.pk]), headers={"referer": f"http://testserver{page}"})
    assert answer.url == f"http://testserver{page}"


def test_to_the_changes_when_the_record_is_gone(login: Any, alice: User, area: Area) -> None:
    with change("Made", by=alice, area=area) as made:
        organisation = Organisation.objects.create(area=area, name="Netzflickerei Prerow")
    page = reverse("actors:detail", args=[area.slug, organisation.pk])
    client = login(alice)
    answer = client.post(reverse("core:undo", args=[made.pk]), headers={"referer": f"http://testserver{page}"})
    assert not Organisation.objects.filter(pk=organisation.pk).exists()
    assert answer.url == reverse("core:changes", args=[area.slug])
    assert client.get(answer.url).status_code == 200


def test_never_to_another_site(login: Any, alice: User, area: Area, organisation: Organisation) -> None:
    with change("Edited", by=alice, area=area) as made:
        organisation.phone = "0381 1"
        organisation.save()
    answer = login(alice).post(reverse("core:undo", args=[made.pk]), headers={"referer": "https://elsewhere.example/"})
    assert answer.url == reverse("core:changes", args=[area.slug])
