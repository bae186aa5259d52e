"""Circles keep every rule, the bound is above the true optimum, and `optimal` is only said where it is."""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kogge.engine.circles import BadTown, Circle, Plan, Wishes, openings, solve
from kogge.engine.circles.reading import read_town
from kogge.engine.circles.tests.checker import optimum, problems, worth
from kogge.engine.circles.tests.towns import town

DATA = Path(__file__).resolve().parents[5] / "shared" / "data" / "circles"


def solved(data: dict[str, Any], seconds: float = 10.0, wishes: Wishes | None = None) -> tuple[Plan, dict[str, Any]]:
    plan = solve(read_town(data), seconds=seconds, wishes=wishes)
    left = [{"id": out.id, "code": out.reason.code, "values": dict(out.reason.values)} for out in plan.left_out]
    circles = [{name: _plain(value) for name, value in asdict(circle).items()} for circle in plan.circles]
    return plan, {"objective": plan.objective, "bound": plan.bound, "circles": circles, "left_out": left}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def sound(data: dict[str, Any], told: dict[str, Any]) -> None:
    assert problems(data, told["circles"]) == []
    assert worth(data, told["circles"]) == told["objective"] <= told["bound"]
    inside = [i for c in told["circles"] for i in c["members"]]
    assert sorted([*inside, *(left["id"] for left in told["left_out"])]) == sorted(m["id"] for m in data["members"])


@settings(max_examples=25, deadline=None)
@given(count=st.integers(0, 9), seed=st.integers(0, 10_000), topics=st.integers(1, 3), lo=st.integers(1, 4))
def test_small_towns_against_every_packing(count: int, seed: int, topics: int, lo: int) -> None:
    data = town(count, seed, size=(lo, 5), max_topics=topics)
    plan, told = solved(data, 1.0)
    sound(data, told)
    best = optimum(data)
    assert plan.objective <= best <= plan.bound
    if plan.optimal:
        assert plan.objective == best


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_rules_hold_in_a_larger_town(seed: int) -> None:
    data = town(40, seed, size=(3, 6))
    sound(data, solved(data, 0.5)[1])


@pytest.mark.parametrize("name", ["town-40", "town-200"])
def test_generated_towns(name: str) -> None:
    path = DATA / f"{name}.json.gz"
    if not path.exists():
        pytest.skip("the generated towns are not beside this checkout")
    data = json.loads(gzip.decompress(path.read_bytes()))
    plan, told = solved(data, 20.0 if name == "town-40" else 3.0)
    sound(data, told)
    if name == "town-40":
        assert plan.optimal


def test_reasons_are_true() -> None:
    """Each reason is checked against the data by itself."""
    data = town(60, 3, size=(3, 5))
    _plan, told = solved(data, 2.0)
    members = {m["id"]: m for m in data["members"]}
    assert told["left_out"]
    for left in told["left_out"]:
        m, circles = members[left["id"]], told["circles"]
        if left["code"] == "hours":
            assert m["hours_per_month"] < 1
        elif left["code"] == "fee":
            assert m["max_fee"] < 5
        elif "circle" in left["values"]:
            circle = circles[left["values"]["circle"] - 1]
            assert circle["slot"] in m["slots"]
            assert circle["language"] in m["languages"]
            finds = sum(m["topics"].get(t, 0) for t in circle["topics"])
            assert (finds == 0) == (left["code"] == "no_shared_topic")
            if left["code"] == "full":
                assert len(circle["members"]) == 5
            if left["code"] == "no_go":
                other = members[left["values"]["other"]]
                assert other["id"] in m["no_go"] or m["id"] in other["no_go"]


def pair_town() -> dict[str, Any]:
    """Four who can all sit together, sizes 2-2."""
    data = town(4, 1, size=(2, 2), max_topics=1, places=1)
    data["places"][0]["slots"] = ["mon"]
    for m, weights in zip(data["members"], ({"a": 3}, {"a": 3}, {"a": 1, "b": 1}, {"b": 1}), strict=True):
        m |= {"topics": weights, "slots": ["mon"], "languages": ["de"], "max_walk_m": 9000, "no_go": [], "host": True}
        m |= {"hours_per_month": 2, "max_fee": 9}
    return data


def test_wishes_are_kept() -> None:
    data = pair_town()
    assert solved(data)[0].objective == 8
    plan, told = solved(data, wishes=Wishes(apart=frozenset({frozenset({"m0", "m1"})})))
    assert "m1" not in next(c["members"] for c in told["circles"] if "m0" in c["members"])
    assert plan.objective == plan.bound == 7
    plan, told = solved(data, wishes=Wishes(out=frozenset({"m0", "m3"})))
    assert [c["members"] for c in told["circles"]] == [["m1", "m2"]]
    assert {left["id"]: left["code"] for left in told["left_out"]} == {"m0": "wished_out", "m3": "wished_out"}
    kept = Circle("mon", "p0", "de", ("a",), ("m0", "m3"), "m0")
    plan, told = solved(data, wishes=Wishes(keep=(kept,)))
    assert plan.circles[0] == kept
    assert plan.objective == plan.bound == 3 + 4


def test_must_be_placed_counts_before_all_else() -> None:
    data = pair_town()
    data["members"] = data["members"][:3]
    plan, told = solved(data, wishes=Wishes(must=frozenset({"m2"})))
    assert (plan.objective, plan.bound) == (4, 4)
    assert "m2" in told["circles"][0]["members"]


def test_together_or_not_at_all() -> None:
    data = pair_town()
    plan, told = solved(data, wishes=Wishes(together=frozenset({frozenset({"m0", "m3"})})))
    for circle in told["circles"]:
        assert ("m0" in circle["members"]) == ("m3" in circle["members"])
    assert plan.objective <= 7 <= plan.bound


@pytest.mark.parametrize(
    "wishes, said",
    [
        (Wishes(out=frozenset({"zz"})), "a wish names zz, who is not in the town"),
        (
            Wishes(out=frozenset({"m0"}), must=frozenset({"m0"})),
            "m0 is wished both in a circle and out of all; choose one",
        ),
        (
            Wishes(keep=(Circle("tue", "p0", "de", ("a",), ("m0", "m1"), "m0"),)),
            "kept circle 1: place p0 is not open in slot tue",
        ),
    ],
)
def test_wishes_that_cannot_be(wishes: Wishes, said: str) -> None:
    with pytest.raises(BadTown) as caught:
        solved(pair_town(), wishes=wishes)
    assert str(caught.value) == said


def test_single_changes_that_bring_somebody_in() -> None:
    data = pair_town()
    data["size"] = [2, 3]
    data["members"][2] |= {"slots": ["tue"]}
    data["members"][3] |= {"topics": {"b": 1}}
    town_ = read_town(data)
    plan = solve(town_)
    found = openings(town_, plan, "m2")
    assert [(o.change, o.value, o.gain) for o in found] == [("slot", "mon", 1)]
    data["members"][2]["slots"] = ["mon"]
    assert solve(read_town(data)).objective >= plan.objective + found[0].gain


def test_one_more_place_is_told_as_full() -> None:
    data = pair_town()
    data["members"][3]["topics"] = {"c": 1}
    data["members"] = data["members"][:3]
    plan, told = solved(data)
    assert [(left["id"], left["code"]) for left in told["left_out"]] == [("m2", "full")]
    assert [o.change for o in openings(read_town(data), plan, "m2")] == ["size"]


def test_more_topic_sets_than_can_be_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kogge.engine.circles.arrays.MOST_SETS", 5)
    data = town(14, 4, size=(2, 4), max_topics=3)
    plan, told = solved(data, 0.5)
    sound(data, told)
    assert plan.objective > 0


def test_nobody_stands_beside_a_circle_with_room() -> None:
    data = town(60, 11, size=(3, 5))
    told = solved(data, 1.0)[1]
    assert all(left["code"] != "room" for left in told["left_out"])


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), first=st.integers(0, 7), second=st.integers(0, 7))
def test_pairs_are_together_and_the_bound_holds(seed: int, first: int, second: int) -> None:
    data = town(9, seed, size=(2, 4))
    pair = frozenset({f"m{first}", f"m{second}"})
    plan, told = solved(data, 0.5, Wishes(together=frozenset({pair})))
    sound(data, told)
    for circle in told["circles"]:
        assert len(pair & set(circle["members"])) in (0, len(pair))
    alone = {**data, "members": [m for m in data["members"] if m["id"] not in pair]}
    for m in alone["members"]:
        m["no_go"] = [i for i in m["no_go"] if i not in pair]
    assert plan.bound >= optimum(alone)


def _six(**first: Any) -> dict[str, Any]:
    here = {"slots": ["mon"], "lat": 54.1, "lon": 12.1}
    members = [
        {"id": f"m{i}", "topics": {"a": 2}, "host": True, "hours_per_month": 2, "max_fee": 9, "max_walk_m": 500,
         "languages": ["de"], "no_go": [], **here}
        for i in range(6)
    ]  # fmt: skip
    members[0] |= first
    return {"size": [2, 6], "max_topics": 2, "slots": ["mon"], "topics": ["a"], "places": [{"id": "p", **here}],
            "meeting": {"hours_per_month": 1, "fee": 0}, "members": members}  # fmt: skip


def test_one_who_sits_with_nobody_does_not_keep_the_others_apart() -> None:
    plan, told = solved(_six(no_go=["m1", "m2", "m3", "m4", "m5"]), seconds=3)
    assert (plan.objective, plan.bound) == (10, 10)
    assert told["left_out"] == [{"id": "m0", "code": "no_go", "values": {"circle": 1, "other": "m1"}}]


@pytest.mark.parametrize("nothing", ["places", "members", "topics"])
def test_a_town_that_lacks_something_has_no_circle(nothing: str) -> None:
    data = _six()
    data[nothing] = []
    if nothing == "topics":
        data["members"] = [m | {"topics": {}} for m in data["members"]]
    plan, _told = solved(data, seconds=2)
    assert (plan.objective, plan.bound, plan.circles) == (0, 0, ())
