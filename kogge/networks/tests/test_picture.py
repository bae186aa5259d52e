"""The picture of the network can be read: nobody lies over anybody, groups lie apart, weight shows."""

from __future__ import annotations

import json
import math
from itertools import combinations
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from kogge.actors.models import Person
from kogge.networks.layout import layout
from kogge.networks.picture import width

from .factories import TODAY, days, make_organisation, relate, talk


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


def test_who_is_in_one_of_two_pictures_stands_around_the_other(area, two_clusters, alice, login):
    one, other = make_organisation(area, "Einst"), make_organisation(area, "Ehemals")
    relate(one, other, start=days(-90), end=days(-10))
    client = login(alice)
    then = json.loads(client.get(reverse("networks:picture", args=[area.slug]), {"month": "-2"}).content)
    far = [math.hypot(node["x"], node["y"]) for node in sorted(then["nodes"], key=lambda node: node["label"][0] == "E")]
    assert max(far[:-2]) < min(far[-2:])
    at = [(node["x"], node["y"]) for node in then["nodes"]]
    assert overlap(at, [width(node["size"]) / 2 for node in then["nodes"]]) <= 1.0


SPACE = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(("by", "legend"), [("kind", 2), ("sector", 1), ("district", 1), ("nonsense", 2)])
def test_the_file_holds_what_the_picture_holds(area, two_clusters, alice, login, by, legend):
    client = login(alice)
    answer = client.get(reverse("networks:picture_svg", args=[area.slug]), {"by": by})
    assert answer["Content-Type"] == "image/svg+xml"
    assert "attachment" in answer["Content-Disposition"]
    root = ElementTree.fromstring(answer.content)
    data = json.loads(client.get(reverse("networks:picture", args=[area.slug])).content)
    titles = [each.text for each in root.iter(f"{SPACE}title")]
    assert titles[1:] == [node["label"] for node in data["nodes"]]
    assert len(list(root.iter(f"{SPACE}path"))) == len(data["edges"])
    last = list(root)[-1]
    assert len(last.findall(f"{SPACE}text")) == legend


def test_the_file_keeps_strange_names_harmless(area, alice, login):
    relate(make_organisation(area, "<script>x</script> & Söhne"), make_organisation(area, "B"))
    body = login(alice).get(reverse("networks:picture_svg", args=[area.slug])).content
    assert b"<script" not in body
    assert "<script>x</script> & Söhne" in [each.text for each in ElementTree.fromstring(body).iter(f"{SPACE}title")]


def test_the_file_of_an_empty_network_opens(area, alice, login):
    ElementTree.fromstring(login(alice).get(reverse("networks:picture_svg", args=[area.slug])).content)


def test_colours_by_kind_sector_and_district_with_the_rest_together(area, district, alice, login):
    codes = ("10.71", "47.11", "96.02", "56.10", "41.20", "62.01", "69.20", "86.90", "85.53")
    shops = [make_organisation(area, f"Laden {i}", wz_code=code, district=district) for i, code in enumerate(codes)]
    for shop in shops[1:]:
        relate(shops[0], shop)
    data = json.loads(login(alice).get(reverse("networks:picture", args=[area.slug])).content)
    words = data["by"]["sector"]["words"]
    assert len(words) == 8
    assert list(words)[-1] == ""
    assert list(data["by"]["district"]["words"].values()) == [district.name]
    assert all(
        node.get("sector", "") in words and node["kind"] in data["by"]["kind"]["words"] for node in data["nodes"]
    )
    assert sum(1 for node in data["nodes"] if not node.get("sector")) == len(codes) - 7


@pytest.mark.parametrize("month", ["-9999999999999999999", "abc", "3", "-1e3", "", "-61"])
def test_what_is_no_month_back_is_today(area, two_clusters, alice, login, month):
    client = login(alice)
    now = client.get(reverse("networks:picture", args=[area.slug])).content
    assert client.get(reverse("networks:picture", args=[area.slug]), {"month": month}).content == now
    assert client.get(reverse("networks:ties", args=[area.slug]), {"month": month}).status_code == 200


def test_an_earlier_month_has_fewer(area, two_clusters, alice, login):
    one, other = make_organisation(area, "Neu"), two_clusters[0]
    relate(one, other, start=days(-10))
    client = login(alice)
    page = client.get(reverse("networks:ties", args=[area.slug]), {"month": "-1"})
    assert page.context["standing"].day < TODAY
    then = json.loads(client.get(reverse("networks:picture", args=[area.slug]), {"month": "-1"}).content)
    now = json.loads(client.get(reverse("networks:picture", args=[area.slug])).content)
    at = {node["id"]: (node["x"], node["y"]) for node in now["nodes"]}
    assert all((node["x"], node["y"]) == at[node["id"]] for node in then["nodes"])
    labels = {node["label"] for node in then["nodes"]}
    assert "Neu" not in labels
    assert "Paula Projekt" not in labels
    assert 'min="-60"' in page.content.decode()
