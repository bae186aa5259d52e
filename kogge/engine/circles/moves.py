"""Compiled moves in a whole plan: open a circle, join one, choose its topics anew.

A plan is held in arrays: `cur[i]` the circle of member i or −1; of circle c its group, topics, members and number
(0: free place for a circle). `heads[i]`: how many people i stands for.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from kogge.engine.circles.compiling import compiled


@compiled
def worth(weight: Any, bonus: Any, i: int, topics: Any) -> float:
    """What member i contributes in a circle with these topics."""
    total = bonus[i]
    for t in topics:
        total += weight[i, t]
    return float(total)


@compiled
def hosts_in(host: Any, members: Any, n: int) -> int:
    found = 0
    for x in range(n):
        if host[members[x]]:
            found += 1
    return found


@compiled
def people_in(heads: Any, members: Any, n: int) -> int:
    found = 0
    for x in range(n):
        found += heads[members[x]]
    return found


@compiled
def leave(i: int, cur: Any, members: Any, number: Any) -> None:
    """Take i out of its circle."""
    c = cur[i]
    n = number[c]
    for x in range(n):
        if members[c, x] == i:
            members[c, x] = members[c, n - 1]
            break
    number[c] = n - 1
    cur[i] = -1


@compiled
def clashes(i: int, c: int, members: Any, number: Any, no_go: Any, no_go_start: Any) -> bool:
    for e in range(no_go_start[i], no_go_start[i + 1]):
        for x in range(number[c]):
            if members[c, x] == no_go[e]:
                return True
    return False


@compiled
def retopic(c: int, weight: Any, topics: Any, members: Any, number: Any) -> None:
    """The topics with the largest sums over the members: the best for these members."""
    sums = np.zeros(weight.shape[1])
    for x in range(number[c]):
        for t in range(weight.shape[1]):
            sums[t] += weight[members[c, x], t]
    for x in range(topics.shape[1]):
        best = 0
        for t in range(weight.shape[1]):
            if sums[t] > sums[best]:
                best = t
        topics[c, x] = best
        sums[best] = -1.0


@compiled
def value_of(weight: Any, bonus: Any, cur: Any, topics: Any) -> float:
    total = 0.0
    for i in range(len(cur)):
        if cur[i] >= 0:
            total += worth(weight, bonus, i, topics[cur[i]])
    return total


@compiled
def found_circle(
    group: Any, g: int, chosen: Any, weight: Any, bonus: Any, host: Any, lo: int, hi: int,
    no_go: Any, no_go_start: Any, heads: Any,
    cur: Any, in_group: Any, topics: Any, members: Any, number: Any,
) -> int:  # fmt: skip
    """Open a circle of group g with these topics if that gains; its place, or −1 (then nothing is changed)."""
    m = len(group)
    gain = np.empty(m)
    for j in range(m):
        i = group[j]
        gain[j] = worth(weight, bonus, i, chosen)
        if cur[i] >= 0:
            gain[j] -= worth(weight, bonus, i, topics[cur[i]])
    order = np.argsort(-gain)
    c = 0
    while number[c] > 0:
        c += 1
    taken = np.empty(hi, dtype=np.int64)
    n = 0
    here = 0
    hosts = 0
    total = 0.0
    lost = np.zeros(len(number), dtype=np.int64)
    lost_hosts = np.zeros(len(number), dtype=np.int64)
    for j in order:
        i = group[j]
        if here == hi or (here >= lo and gain[j] <= 0.0 and hosts > 0):
            break
        if here + heads[i] > hi or (here + heads[i] == hi and hosts == 0 and not host[i]):
            continue
        if here + heads[i] >= lo and gain[j] <= 0.0 and hosts == 0 and not host[i]:
            continue
        if here >= lo and gain[j] <= 0.0 and not host[i]:
            continue
        d = cur[i]
        if d >= 0:
            if people_in(heads, members[d], number[d]) - lost[d] - heads[i] < lo:
                continue
            if host[i] and hosts_in(host, members[d], number[d]) - lost_hosts[d] <= 1:
                continue
        clash = False
        for e in range(no_go_start[i], no_go_start[i + 1]):
            for x in range(n):
                clash = clash or taken[x] == no_go[e]
        if clash:
            continue
        taken[n] = i
        n += 1
        here += heads[i]
        total += gain[j]
        if host[i]:
            hosts += 1
        if d >= 0:
            lost[d] += heads[i]
            if host[i]:
                lost_hosts[d] += 1
    if here < lo or hosts == 0 or total <= 0.0:
        return -1
    for x in range(n):
        if cur[taken[x]] >= 0:
            leave(taken[x], cur, members, number)
    for x in range(n):
        members[c, x] = taken[x]
        cur[taken[x]] = c
    number[c] = n
    in_group[c] = g
    topics[c] = chosen
    retopic(c, weight, topics, members, number)
    return c


@compiled
def join(
    i: int, weight: Any, bonus: Any, host: Any, lo: int, hi: int, fits: Any, no_go: Any, no_go_start: Any, heads: Any,
    cur: Any, in_group: Any, topics: Any, members: Any, number: Any,
) -> bool:  # fmt: skip
    """Put i where they find most, leaving a circle that can spare them; whether anything changed."""
    now = 0.0
    d = cur[i]
    if d >= 0:
        if people_in(heads, members[d], number[d]) - heads[i] < lo or (
            host[i] and hosts_in(host, members[d], number[d]) <= 1
        ):
            return False
        now = worth(weight, bonus, i, topics[d])
    best = -1
    for c in range(len(number)):
        if number[c] == 0 or c == d or not fits[in_group[c], i]:
            continue
        if people_in(heads, members[c], number[c]) + heads[i] > hi:
            continue
        w = worth(weight, bonus, i, topics[c])
        if w > now and not clashes(i, c, members, number, no_go, no_go_start):
            now = w
            best = c
    if best < 0:
        return False
    if d >= 0:
        leave(i, cur, members, number)
    members[best, number[best]] = i
    number[best] += 1
    cur[i] = best
    return True


@compiled
def fill(
    weight: Any, bonus: Any, host: Any, lo: int, hi: int, fits: Any, no_go: Any, no_go_start: Any, heads: Any,
    cur: Any, in_group: Any, topics: Any, members: Any, number: Any,
) -> None:  # fmt: skip
    """Bring in everybody who still fits into a circle, and everybody to where they find more, until nothing changes."""
    changed = True
    while changed:
        changed = False
        for i in range(len(cur)):
            changed = (
                join(
                    i, weight, bonus, host, lo, hi, fits, no_go, no_go_start, heads,
                    cur, in_group, topics, members, number,
                )
                or changed
            )  # fmt: skip
