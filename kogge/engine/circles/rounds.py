"""Compiled search over whole plans: dissolve a few circles, rebuild them with the best circles at today's prices, keep
what is better.

A new circle may take members from others as long as those keep `lo` members and a host; the price of a member is what
they contribute where they are.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from kogge.engine.circles.compiling import compiled
from kogge.engine.circles.kernels import best_of
from kogge.engine.circles.moves import found_circle, join, people_in, retopic, value_of, worth

LOCKED = 1e12
SAMPLES = 6


@compiled
def rounds(
    steps: int, seed: int, slack: float, weight: Any, bonus: Any, host: Any, lo: int, hi: int, least: int, sets: Any,
    anchor_start: Any, anchor_set: Any, group_start: Any, group_member: Any, member_start: Any,
    member_group: Any, fits: Any, no_go: Any, no_go_start: Any, heads: Any,
    cur: Any, in_group: Any, topics: Any, members: Any, number: Any,
    b_cur: Any, b_group: Any, b_topics: Any, b_members: Any, b_number: Any,
) -> float:  # fmt: skip
    """`steps` rounds from the given plan; the best plan is kept in the `b_` arrays. Its value."""
    np.random.seed(seed)
    n = len(cur)
    price = np.empty(n)
    value = value_of(weight, bonus, cur, topics)
    best_value = value_of(weight, bonus, b_cur, b_topics)
    best = np.zeros(weight.shape[1])
    which = np.zeros(weight.shape[1], dtype=np.int64)
    open_ = np.empty(len(number), dtype=np.int64)
    freed = np.empty(n, dtype=np.int64)
    tried = np.empty(SAMPLES + 4, dtype=np.int64)
    for _step in range(steps):
        s_cur, s_group, s_topics = cur.copy(), in_group.copy(), topics.copy()
        s_members, s_number = members.copy(), number.copy()
        count = 0
        for c in range(len(number)):
            if number[c] > 0:
                open_[count] = c
                count += 1
        f = 0
        old = 0
        for _ in range(np.random.randint(1, 4) if count else 0):
            if old == 0:
                c = open_[np.random.randint(count)]
            else:  # a circle that somebody of the first could sit in too
                i = freed[np.random.randint(f)]
                g = member_group[np.random.randint(member_start[i], member_start[i + 1])]
                c = cur[group_member[np.random.randint(group_start[g], group_start[g + 1])]]
            if c < 0 or number[c] == 0:
                continue
            tried[old] = in_group[c]
            old += 1
            for x in range(number[c]):
                freed[f] = members[c, x]
                f += 1
                cur[members[c, x]] = -1
            number[c] = 0
        known = old
        for _ in range(old + 2):
            for i in range(n):
                d = cur[i]
                if d < 0:
                    price[i] = -bonus[i]
                elif people_in(heads, members[d], number[d]) <= lo:
                    price[i] = LOCKED
                else:
                    price[i] = worth(weight, bonus, i, topics[d]) - bonus[i]
            best[0] = 1e-9
            from_group = -1
            from_set = 0
            for x in range(known + SAMPLES):
                # Topics are looked for around one member: sets that hold at least two of theirs.
                if x < known:
                    g = tried[x]
                    i = freed[np.random.randint(f)]
                else:
                    i = freed[np.random.randint(f)] if f and x % 3 else np.random.randint(n)
                    if member_start[i] == member_start[i + 1]:
                        continue
                    g = member_group[np.random.randint(member_start[i], member_start[i + 1])]
                before = best[0]
                group = group_member[group_start[g] : group_start[g + 1]]
                around = anchor_set[anchor_start[i] : anchor_start[i + 1]]
                best_of(group, weight, price, host, sets[around], least, hi, False, best, which)
                if best[0] > before:
                    from_group = g
                    from_set = around[which[0]]
            if from_group < 0:
                break
            group = group_member[group_start[from_group] : group_start[from_group + 1]]
            if found_circle(
                group, from_group, sets[from_set].astype(topics.dtype), weight, bonus, host, lo, hi, no_go, no_go_start,
                heads, cur, in_group, topics, members, number,
            ) < 0:  # fmt: skip
                break
        for x in range(f):
            join(
                freed[x], weight, bonus, host, lo, hi, fits, no_go, no_go_start, heads,
                cur, in_group, topics, members, number,
            )  # fmt: skip
        for _ in range(10):
            i = np.random.randint(n)
            join(
                i, weight, bonus, host, lo, hi, fits, no_go, no_go_start, heads,
                cur, in_group, topics, members, number,
            )  # fmt: skip
        for c in range(len(number)):
            if number[c] > 0 and (number[c] != s_number[c] or (members[c] != s_members[c]).any()):
                retopic(c, weight, topics, members, number)
        now = value_of(weight, bonus, cur, topics)
        if now >= value - slack * np.random.random():
            value = now
            if value > best_value:
                best_value = value
                b_cur[:], b_group[:], b_topics[:] = cur, in_group, topics
                b_members[:], b_number[:] = members, number
        else:
            cur[:], in_group[:], topics[:] = s_cur, s_group, s_topics
            members[:], number[:] = s_members, s_number
    return float(best_value)
