"""Compiled search over whole plans: dissolve a few circles, rebuild them with the best circles at today's
prices, keep what is better.

A plan is held in arrays: `cur[i]` the circle of member i or −1; of circle c its group, topics, members and
number (0: free place for a circle). A new circle may take members from others as long as those keep `lo`
members and a host; the price of a member is what they contribute where they are.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from kogge.engine.circles.kernels import best_of, compiled

LOCKED = 1e12
SAMPLES = 6


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
