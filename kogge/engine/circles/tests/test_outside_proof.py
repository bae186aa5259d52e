"""The optimum of a real town, proven from outside: the engine gives prices, a solver of its own checks each of them.

Prices whose sum is below 98 prove that no plan is worth 98 when no circle is worth more than its members' prices. The
most that a circle of a slot, a place and a language is worth above its prices is asked of HiGHS as an integer program,
written from the town's JSON with all its rules, no-go pairs and hosts included. Nothing of the engine's pricing,
pruning or rounding takes part.
"""

from __future__ import annotations

import gzip
import json
from itertools import combinations
from time import perf_counter
from typing import Any

import highspy
import pytest

from kogge.engine.circles.arrays import arrays_of
from kogge.engine.circles.model import Wishes
from kogge.engine.circles.plan import _Work
from kogge.engine.circles.reading import read_town
from kogge.engine.circles.tests.checker import problems, walk, worth
from kogge.testing import shared_data

OPTIMUM = 97
TOLERANCE = 1e-6  # of HiGHS, for a row


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress(shared_data("circles", "town-40.json.gz").read_bytes()))
    return found


@pytest.fixture(scope="module")
def work(data: dict[str, Any]) -> _Work:
    """A solve with its prices still at hand."""
    arrays = arrays_of(read_town(data), Wishes())
    began = perf_counter()
    made = _Work(arrays, began, began + 60.0)
    made.columns, made.proven = made.solve()  # type: ignore[attr-defined]
    return made


def who_could(data: dict[str, Any], slot: str, place: dict[str, Any], language: str) -> list[dict[str, Any]]:
    """Members whose own conditions allow this slot, place and language."""
    cost = data["meeting"]
    return [
        m
        for m in data["members"]
        if slot in m["slots"]
        and language in m["languages"]
        and m["hours_per_month"] >= cost["hours_per_month"]
        and m["max_fee"] >= cost["fee"]
        and walk(m, place) <= m["max_walk_m"] + 1e-3
    ]


def surplus(data: dict[str, Any], inside: list[dict[str, Any]], price: dict[str, float]) -> float:
    """A proven upper bound of what any circle of these members is worth above their prices."""
    lo, hi = data["size"]
    model: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)
    model.setOptionValue("mip_rel_gap", 0.0)
    model.setOptionValue("mip_abs_gap", 1e-7)
    x = {m["id"]: model.addBinary(obj=-price[m["id"]]) for m in inside}
    y = {t: model.addBinary() for t in sorted({t for m in inside for t in m["topics"]})}
    for m in inside:
        for topic, weight in m["topics"].items():
            z = model.addVariable(lb=0, ub=1, obj=weight)
            model.addConstr(z <= x[m["id"]])
            model.addConstr(z <= y[topic])
    model.addConstr(sum(x.values()) >= lo)
    model.addConstr(sum(x.values()) <= hi)
    model.addConstr(sum(y.values()) <= data["max_topics"])
    model.addConstr(sum(x[m["id"]] for m in inside if m["host"]) >= 1)
    for a, b in combinations(inside, 2):
        if b["id"] in a["no_go"] or a["id"] in b["no_go"]:
            model.addConstr(x[a["id"]] + x[b["id"]] <= 1)
    model.setMaximize()
    model.run()
    status = model.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return 0.0
    assert status == highspy.HighsModelStatus.kOptimal, status
    return float(model.getInfo().mip_dual_bound)


def test_a_plan_of_97_exists(data: dict[str, Any], work: _Work) -> None:
    from kogge.engine.circles.plan import circle_of

    circles = [circle_of(work.arrays, column) for column in work.search.columns()]
    told = [
        {"slot": c.slot, "place": c.place, "language": c.language, "topics": list(c.topics),
         "members": list(c.members), "host": c.host}
        for c in circles
    ]  # fmt: skip
    assert problems(data, told) == []
    assert worth(data, told) == OPTIMUM


def most_above(data: dict[str, Any], price: dict[str, float]) -> tuple[float, int]:
    """The most that any circle is worth above its members' prices, and how many programs were solved."""
    lo = data["size"][0]
    asked: dict[frozenset[str], float] = {}
    for slot in data["slots"]:
        for place in data["places"]:
            if slot not in place["slots"]:
                continue
            for language in {language for m in data["members"] for language in m["languages"]}:
                inside = who_could(data, slot, place, language)
                key = frozenset(m["id"] for m in inside)
                if len(inside) >= lo and any(m["host"] for m in inside) and key not in asked:
                    asked[key] = surplus(data, inside, price)
    return max(0.0, *asked.values()), len(asked)


def prices_of(work: _Work) -> dict[str, float]:
    town = work.arrays.town
    assert all(len(unit) == 1 for unit in work.arrays.units)
    pairs = zip(work.arrays.units, work.generation.prices, strict=True)
    return {town.members[unit[0]].id: max(0.0, float(value)) for unit, value in pairs}


def test_no_plan_is_worth_more(data: dict[str, Any], work: _Work) -> None:
    price = {m["id"]: 0.0 for m in data["members"]} | prices_of(work)
    above, programs = most_above(data, price)
    most_circles = len(data["members"]) // data["size"][0]
    assert programs > 5
    assert sum(price.values()) + most_circles * (above + TOLERANCE) < OPTIMUM + 1


def test_prices_that_are_too_low_are_found_out(data: dict[str, Any], work: _Work) -> None:
    price = {m["id"]: 0.0 for m in data["members"]} | {id_: 0.9 * value for id_, value in prices_of(work).items()}
    assert most_above(data, price)[0] > 0.5
