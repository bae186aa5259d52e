"""`kogge match AREA`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from click.testing import CliRunner

from kogge.cli.matching import match
from kogge.exchange.models import RingPlan
from kogge.places.models import Area

Make = Callable[..., Any]


def test_match_answers_with_the_plan_it_stored(area: Area, org: Make, need: Make, offer: Make) -> None:
    one, two, three = org("Bäckerei Sturm"), org("Kita Möwe"), org("Stumm", consent=False)
    offer(one, "brot"), need(two, "brot"), offer(two, "raum"), need(one, "raum"), need(three, "brot")

    found = CliRunner().invoke(match, [area.slug, "--json"])

    assert found.exit_code == 0
    data = json.loads(found.stdout)
    plan = RingPlan.objects.get()
    assert set(data) == {"area", "rings"}
    rings = data["rings"]
    assert (rings["plan"], rings["optimal"], rings["gap"]) == (plan.pk, True, 0)
    assert (rings["parties"], rings["needs"], rings["offers"], rings["without_consent"]) == (2, 2, 2, 1)
    (proposal,) = rings["proposals"]
    assert {(t["giver"], t["receiver"]) for t in proposal["transfers"]} == {
        ("Bäckerei Sturm", "Kita Möwe"),
        ("Kita Möwe", "Bäckerei Sturm"),
    }


def test_match_for_people_and_for_a_wrong_area(area: Area, org: Make, need: Make, offer: Make) -> None:
    one, two = org("Bäckerei Sturm"), org("Kita Möwe")
    offer(one, "brot", asks_nothing=True), need(two, "brot")
    found = CliRunner().invoke(match, [area.slug])
    assert "1 proposals from 1 needs and 1 offers of 2 organisations (proven best possible)." in found.stdout
    assert "chain: Bäckerei Sturm → Kita Möwe" in found.stdout

    wrong = CliRunner().invoke(match, ["nirgends", "--json"])
    assert wrong.exit_code == 2
    assert wrong.stdout == ""
    assert "no area 'nirgends'" in wrong.stderr
    assert "hafen" in wrong.stderr
