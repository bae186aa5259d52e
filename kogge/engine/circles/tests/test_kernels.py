"""The kernel that everything proven rests on, against trying every set."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kogge.engine.circles.kernels import best_of, top


@settings(max_examples=300, deadline=None)
@given(
    members=st.lists(st.tuples(st.integers(-5, 5), st.booleans()), min_size=1, max_size=8),
    lo=st.integers(1, 5),
    more=st.integers(0, 3),
)
def test_best_set_of_a_group(members: list[tuple[int, bool]], lo: int, more: int) -> None:
    value = np.array([v for v, _ in members], dtype=float)
    host = np.array([h for _, h in members], dtype=np.bool_)
    sets = [
        chosen
        for size in range(lo, min(lo + more, len(members)) + 1)
        for chosen in combinations(range(len(members)), size)
        if host[list(chosen)].any()
    ]
    chosen = np.empty(lo + more, dtype=np.int32)
    total, count = top(value, host, lo, lo + more, chosen)
    if not sets:
        assert total == -np.inf
    else:
        assert total == max(value[list(s)].sum() for s in sets) == value[chosen[:count]].sum()
        assert len(set(chosen[:count].tolist())) == count


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), lo=st.integers(1, 4))
def test_best_topics_of_a_group(seed: int, lo: int) -> None:
    draw = np.random.default_rng(seed)
    weight = draw.integers(0, 4, (9, 5)) * draw.integers(0, 2, (9, 5)).astype(float)
    price, host = draw.integers(0, 7, 9).astype(float), draw.random(9) < 0.3
    group = np.flatnonzero(draw.random(9) < 0.8)
    sets = np.array(list(combinations(range(5), 2)), dtype=np.int32)
    best, which = np.full(5, 1e-6), np.full(5, -1)
    best_of(group, weight, price, host, sets, lo, 6, True, best, which)
    for first in range(4):
        values = [1e-6]
        for topics in sets[sets[:, 0] == first]:
            surplus = weight[group][:, topics].sum(axis=1) - price[group]
            total, _count = top(surplus, host[group], lo, 6, np.empty(6, dtype=np.int32))
            values.append(total)
        assert best[first] == max(values)
