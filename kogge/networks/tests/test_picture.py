"""The picture of the network can be read: nobody lies over anybody, groups lie apart, weight shows."""

from __future__ import annotations

import json
import math
from itertools import combinations

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from kogge.actors.models import Person
from kogge.networks.layout import layout
from kogge.networks.picture import width

from .factories import make_organisation, relate, talk


def overlap(places, radii):
    """The most that two nodes lie over each other, in pixels."""
    return max(
        (
            radii[i] + radii[j] - math.hypot(places[i][0] - places[j][0], places[i][1] - places[j][1])
            for i, j in combinations(range(len(places)), 2)
        ),
        default=0.0,
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60), st.integers(1, 8), st.randoms(use_true_random=False))
def test_nobody_lies_over_anybody_and_groups_lie_apart(count, groups, dice):
    radii = [7 + 15 * dice.random() for _ in range(count)]
    group_of = [dice.randrange(groups) for _ in range(count)]
    ties = sorted({tuple(sorted(dice.sample(range(count), 2))) for _ in range(2 * count)}) if count > 1 else []
    places, discs = layout(radii, ties, group_of)
    assert all(math.isfinite(number) for place in places for number in place)
    assert overlap(places, radii) <= 1.0
    for a, b in combinations(discs.values(), 2):
        assert math.hypot(a.x - b.x, a.y - b.y) >= a.r + b.r
    for place, radius, group in zip(places, radii, group_of, strict=True):
        disc = discs[group]
        assert math.hypot(place[0] - disc.x, place[1] - disc.y) + radius <= disc.r + 0.5
    assert layout(radii, ties, group_of)[0] == places


def test_a_group_too_large_to_follow_its_ties_is_laid_out_without_overlap():
    radii = [22.0] + [7.0 + number % 3 for number in range(900)]
    places, discs = layout(radii, [(0, number) for number in range(1, 901)], [0] * 901)
    assert overlap(places, radii) <= 0
    assert max(math.hypot(*place) for place in places) <= discs[0].r


def test_a_star_of_two_hundred_is_a_disc():
    count = 200
    radii = [22.0] + [7.0] * count
    places, _discs = layout(radii, [(0, i) for i in range(1, count + 1)], [0] * (count + 1))
    assert overlap(places, radii) <= 2.0
    assert max(math.hypot(*place) for place in places) < 400


@pytest.fixture
def two_clusters(area, project):
    paid = Person.objects.create(area=area, name="Paula Projekt", project=project)
    rows = [make_organisation(area, f"Laden {number}") for number in range(8)]
    for part in (rows[:4], rows[4:]):
        for one, other in combinations(part, 2):
            relate(one, other)
        talk(paid, part[0])
    return rows


def test_groups_stand_on_grounds_of_their_own_and_weight_shows(area, two_clusters, alice, login):
    data = json.loads(login(alice).get(reverse("networks:picture", args=[area.slug])).content)
    assert len(data["grounds"]) == 2
    nodes = {node["label"]: node for node in data["nodes"]}
    assert nodes["Paula Projekt"]["size"] == 1.0
    assert width(1.0) > width(nodes["Laden 1"]["size"])
    assert sum(1 for node in data["nodes"] if node.get("hub")) == 2
    at = {node["id"]: (node["x"], node["y"]) for node in data["nodes"]}
    radii = {node["id"]: width(node["size"]) / 2 for node in data["nodes"]}
    assert overlap(list(at.values()), list(radii.values())) <= 1.0
