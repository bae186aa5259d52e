"""Compiled kernels: the best circle of a group of members at given prices, and prices raised until none pays.

A group is everybody who could sit together as far as slot, place and language go. `weight[i, t]` is the
weight of topic t for member i, `price[i]` what taking member i costs. For fixed topics T the best circle
takes the members with the highest weight(T) − price, at least `lo`, at most `hi`, one of them a host. No-go
pairs are left aside here: that can only make the value larger, so what is proven from it holds.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from kogge.engine.circles.compiling import compiled

TINY = 1e-9
ATTEMPTS = 6  # of the greedy choice, each without one who kept out too much


@compiled
def top(value: Any, host: Any, lo: int, hi: int, chosen: Any) -> tuple[float, int]:
    """Value and size of the best set by `value` (one per member of the group); indices go into `chosen`."""
    m = len(value)
    n = 0
    best_host = -1
    for j in range(m):
        v = value[j]
        if host[j] and (best_host < 0 or v > value[best_host]):
            best_host = j
        if v <= 0.0 and n >= lo and v <= value[chosen[lo - 1]]:
            continue  # but one who costs less takes the place of one who costs more among those that are needed
        if n < hi:
            n += 1
        elif v <= value[chosen[n - 1]]:
            continue
        k = n - 1
        while k > 0 and value[chosen[k - 1]] < v:
            chosen[k] = chosen[k - 1]
            k -= 1
        chosen[k] = j
    while n > lo and value[chosen[n - 1]] <= 0.0:
        n -= 1
    if n < lo or best_host < 0:
        return -np.inf, 0
    hosted = False
    total = 0.0
    for k in range(n):
        total += value[chosen[k]]
        hosted = hosted or host[chosen[k]]
    if not hosted:
        if n < hi and (n >= lo and value[chosen[n - 1]] > 0.0):
            n += 1
        else:
            total -= value[chosen[n - 1]]
        chosen[n - 1] = best_host
        total += value[best_host]
    return total, n


@compiled
def prices_of(group: Any, weight: Any, price: Any, host: Any) -> tuple[Any, Any, Any, Any]:
    """The group's own arrays: price, host, and per topic who has it (start, member)."""
    m, topics = len(group), weight.shape[1]
    own = np.empty(m)
    hosts = np.empty(m, dtype=np.bool_)
    start = np.zeros(topics + 1, dtype=np.int32)
    for j in range(m):
        own[j] = price[group[j]]
        hosts[j] = host[group[j]]
        for t in range(topics):
            if weight[group[j], t] > 0.0:
                start[t + 1] += 1
    for t in range(topics):
        start[t + 1] += start[t]
    fill = start[:-1].copy()
    having = np.empty(start[topics], dtype=np.int32)
    for j in range(m):
        for t in range(topics):
            if weight[group[j], t] > 0.0:
                having[fill[t]] = j
                fill[t] += 1
    return own, hosts, start, having


@compiled
def best_of(
    group: Any, weight: Any, price: Any, host: Any, sets: Any, lo: int, hi: int, spread: bool, best: Any, which: Any
) -> None:
    """Best value and topic set per first topic (`spread`) or of the whole group (entry 0), above what `best` holds."""
    own, hosts, start, having = prices_of(group, weight, price, host)
    m, k = len(group), sets.shape[1]
    base = np.empty(m)
    value = np.empty(m)
    chosen = np.empty(hi, dtype=np.int32)
    core = 0.0
    for s in range(len(sets)):
        changed = s == 0
        for x in range(k - 1):
            changed = changed or sets[s, x] != sets[s - 1, x]
        if changed:
            core = 0.0
            for j in range(m):
                base[j] = -own[j]
            for x in range(k - 1):
                t = sets[s, x]
                for e in range(start[t], start[t + 1]):
                    base[having[e]] += weight[group[having[e]], t]
            n = 0  # the sum of the `hi` largest: no circle has more
            for j in range(m):
                v = base[j]
                if v > 0.0 and (n < hi or v > value[n - 1]):
                    n = min(n + 1, hi)
                    x = n - 1
                    while x > 0 and value[x - 1] < v:
                        value[x] = value[x - 1]
                        x -= 1
                    value[x] = v
            for x in range(n):
                core += value[x]
        last = sets[s, k - 1]
        most = core
        for e in range(start[last], start[last + 1]):
            j = having[e]
            w = weight[group[j], last]
            if base[j] > 0.0:
                most += w
            elif base[j] + w > 0.0:
                most += base[j] + w
        at = sets[s, 0] if spread else 0
        if most <= best[at]:
            continue
        for j in range(m):
            value[j] = base[j]
        for e in range(start[last], start[last + 1]):
            value[having[e]] += weight[group[having[e]], last]
        total, _n = top(value, hosts, lo, hi, chosen)
        if total > best[at]:
            best[at] = total
            which[at] = s


@compiled
def raise_prices(group: Any, weight: Any, price: Any, host: Any, sets: Any, lo: int, hi: int) -> float:
    """Raise the prices until no circle of this group pays; what was added in all."""
    own, hosts, start, having = prices_of(group, weight, price, host)
    m, k = len(group), sets.shape[1]
    base = np.empty(m)
    value = np.empty(m)
    chosen = np.empty(hi, dtype=np.int32)
    added = 0.0
    core = 0.0
    stale = True
    for s in range(len(sets)):
        changed = s == 0 or stale
        for x in range(k - 1):
            changed = changed or sets[s, x] != sets[s - 1, x]
        if changed:
            stale = False
            core = 0.0
            for j in range(m):
                base[j] = -own[j]
            for x in range(k - 1):
                t = sets[s, x]
                for e in range(start[t], start[t + 1]):
                    base[having[e]] += weight[group[having[e]], t]
            for j in range(m):
                if base[j] > 0.0:
                    core += base[j]
        last = sets[s, k - 1]
        most = core
        for e in range(start[last], start[last + 1]):
            j = having[e]
            w = weight[group[j], last]
            if base[j] > 0.0:
                most += w
            elif base[j] + w > 0.0:
                most += base[j] + w
        if most <= TINY:
            continue
        for j in range(m):
            value[j] = base[j]
        for e in range(start[last], start[last + 1]):
            value[having[e]] += weight[group[having[e]], last]
        while True:
            total, n = top(value, hosts, lo, hi, chosen)
            if total <= TINY:
                break
            gained = 0.0
            for x in range(n):
                gained += max(0.0, value[chosen[x]])
            share = min(1.0, total / gained)
            for x in range(n):
                j = chosen[x]
                if value[j] > 0.0:
                    step = value[j] * share + TINY
                    value[j] -= step
                    own[j] += step
                    price[group[j]] += step
                    added += step
            stale = True
    return added


@compiled
def members_of(
    group: Any,
    weight: Any,
    price: Any,
    host: Any,
    topics: Any,
    lo: int,
    hi: int,
    no_go: Any,
    no_go_start: Any,
    heads: Any,
) -> tuple[float, Any]:
    """The best circle for these topics without no-go pairs (greedy where there are any): its value and its members."""
    m = len(group)
    value = np.empty(m)
    for j in range(m):
        value[j] = -price[group[j]]
        for t in topics:
            value[j] += weight[group[j], t]
    order = np.argsort(-value)
    taken = np.empty(hi, dtype=np.int64)
    lost = np.empty(hi)  # worth of those who are kept out by each one taken
    barred = np.zeros(m, dtype=np.bool_)
    place = np.empty(hi, dtype=np.int64)
    best = -np.inf
    best_taken = taken[:0].copy()
    for _attempt in range(ATTEMPTS):
        n = 0
        here = 0
        hosts = 0
        total = 0.0
        for j in order:
            i = group[j]
            if barred[j]:
                continue
            if here == hi or (here >= lo and value[j] <= 0.0 and hosts > 0):
                break
            if here + heads[i] > hi or (here + heads[i] == hi and hosts == 0 and not host[i]):
                continue
            if here + heads[i] >= lo and value[j] <= 0.0 and hosts == 0 and not host[i]:
                continue
            clash = False
            for e in range(no_go_start[i], no_go_start[i + 1]):
                for x in range(n):
                    if taken[x] == no_go[e]:
                        clash = True
                        lost[x] += max(value[j], TINY)
            if clash or (here >= lo and value[j] <= 0.0 and not host[i]):
                continue
            taken[n] = i
            place[n] = j
            lost[n] = 0.0
            n += 1
            here += heads[i]
            total += value[j]
            if host[i]:
                hosts += 1
        feasible = here >= lo and hosts > 0
        if feasible and total > best:
            best = total
            best_taken = taken[:n].copy()
        # Whoever keeps out more than they bring is left aside, and all is tried again.
        worst = -1
        most = -np.inf if not feasible else 0.0
        for x in range(n):
            bought = lost[x] - max(value[place[x]], 0.0)
            if lost[x] > 0.0 and bought > most:
                worst, most = x, bought
        if worst < 0:
            break
        barred[place[worst]] = True
    return best, best_taken


@compiled
def near_to(group: Any, weight: Any, price: Any, host: Any, sets: Any, lo: int, hi: int, limit: float) -> Any:
    """Which topic sets have a circle of this group with a surplus of at least `limit`."""
    own, hosts, start, having = prices_of(group, weight, price, host)
    m, k = len(group), sets.shape[1]
    value = np.empty(m)
    chosen = np.empty(hi, dtype=np.int32)
    near = np.zeros(len(sets), dtype=np.bool_)
    for s in range(len(sets)):
        for j in range(m):
            value[j] = -own[j]
        for x in range(k):
            t = sets[s, x]
            for e in range(start[t], start[t + 1]):
                value[having[e]] += weight[group[having[e]], t]
        total, _n = top(value, hosts, lo, hi, chosen)
        near[s] = total >= limit
    return np.flatnonzero(near)
