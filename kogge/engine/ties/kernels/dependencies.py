"""Brandes' dependencies, many sources at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import int64, void

from kogge.engine.ties.kernels.compiling import REAL, WHOLE, compiled

LANES = 16  # sources worked on at once; the kernel's scalars a0 … a15 are its lanes


def _dependencies(
    ins: Any, comes: Any, outs: Any, goes: Any, sources: Any, first: int, step: int, out: Any, reached: Any
) -> None:
    """Add to `out` the dependencies of every `step`-th batch of sixteen sources, from batch `first` on.

    Brandes 2001 for sixteen sources at a time, level by level. The row of a node on a level holds, for each of the
    sixteen, the number of shortest paths to it if it lies on that level, else 0: a node of the next level needs
    only the sum of its neighbours' rows, sixteen additions side by side and no branch. Nodes that are not on the
    level share row 0, which is empty. On the way back the rows become (1 + dependency) / paths, and the same
    sum times the node's own paths is its dependency.

    ins, comes: where the arcs into node v begin (n + 1), and from whom they come; outs, goes: arcs out of v.
    out: n values, added to. reached[d]: added how many nodes were found at distance d.
    """
    n = ins.size - 1
    paths = np.zeros((n, 16))
    rows = np.empty((16 * n + 17, 16))
    rows[0] = 0.0
    slot = np.zeros(n, np.int32)  # where in `rows` a node of the level just done stands, 0 for all others
    nodes = np.empty(17 * n + 17, np.int32)  # whose rows these are; candidates for the next level stand behind them
    begins = np.empty(n + 2, np.int64)
    found = np.zeros(n, np.int32)
    stamp = np.zeros(n, np.int64)
    now = 0
    for batch in range(first, (sources.size + 15) // 16, step):
        lanes = min(16, sources.size - 16 * batch)
        k = 1
        for lane in range(lanes):
            s = np.uintp(sources[16 * batch + lane])
            rows[k] = 0.0
            rows[k, lane] = 1.0
            slot[s] = k
            paths[s, lane] = 1.0
            found[s] += 1
            nodes[k] = s
            k += 1
        begins[0] = 1
        begins[1] = k
        d = 0
        while True:
            low = begins[d]
            high = begins[d + 1]
            k = high
            everyone = 3 * (high - low) > n
            count = n
            if not everyone:
                now += 1
                count = 0
                for i in range(np.uintp(low), np.uintp(high)):
                    v = np.uintp(nodes[i])
                    for e in range(np.uintp(outs[v]), np.uintp(outs[v + np.uintp(1)])):
                        w = np.uintp(goes[e])
                        if stamp[w] != now:
                            stamp[w] = now
                            if found[w] < lanes:
                                nodes[high + count] = w
                                count += 1
            total = np.int32(0)
            for i in range(count):
                w = np.uintp(i) if everyone else np.uintp(nodes[high + i])
                if found[w] == lanes:
                    continue
                a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = a8 = a9 = a10 = a11 = a12 = a13 = a14 = a15 = 0.0
                for e in range(np.uintp(ins[w]), np.uintp(ins[w + np.uintp(1)])):
                    r = np.uintp(slot[np.uintp(comes[e])])
                    a0 += rows[r, 0]
                    a1 += rows[r, 1]
                    a2 += rows[r, 2]
                    a3 += rows[r, 3]
                    a4 += rows[r, 4]
                    a5 += rows[r, 5]
                    a6 += rows[r, 6]
                    a7 += rows[r, 7]
                    a8 += rows[r, 8]
                    a9 += rows[r, 9]
                    a10 += rows[r, 10]
                    a11 += rows[r, 11]
                    a12 += rows[r, 12]
                    a13 += rows[r, 13]
                    a14 += rows[r, 14]
                    a15 += rows[r, 15]
                a0 = a0 if paths[w, 0] == 0 else 0.0
                a1 = a1 if paths[w, 1] == 0 else 0.0
                a2 = a2 if paths[w, 2] == 0 else 0.0
                a3 = a3 if paths[w, 3] == 0 else 0.0
                a4 = a4 if paths[w, 4] == 0 else 0.0
                a5 = a5 if paths[w, 5] == 0 else 0.0
                a6 = a6 if paths[w, 6] == 0 else 0.0
                a7 = a7 if paths[w, 7] == 0 else 0.0
                a8 = a8 if paths[w, 8] == 0 else 0.0
                a9 = a9 if paths[w, 9] == 0 else 0.0
                a10 = a10 if paths[w, 10] == 0 else 0.0
                a11 = a11 if paths[w, 11] == 0 else 0.0
                a12 = a12 if paths[w, 12] == 0 else 0.0
                a13 = a13 if paths[w, 13] == 0 else 0.0
                a14 = a14 if paths[w, 14] == 0 else 0.0
                a15 = a15 if paths[w, 15] == 0 else 0.0
                h0, h1, h2, h3 = (
                    1.0 if a0 > 0 else 0.0,
                    1.0 if a1 > 0 else 0.0,
                    1.0 if a2 > 0 else 0.0,
                    1.0 if a3 > 0 else 0.0,
                )
                h4, h5, h6, h7 = (
                    1.0 if a4 > 0 else 0.0,
                    1.0 if a5 > 0 else 0.0,
                    1.0 if a6 > 0 else 0.0,
                    1.0 if a7 > 0 else 0.0,
                )
                h8, h9, h10, h11 = (
                    1.0 if a8 > 0 else 0.0,
                    1.0 if a9 > 0 else 0.0,
                    1.0 if a10 > 0 else 0.0,
                    1.0 if a11 > 0 else 0.0,
                )
                h12, h13, h14, h15 = (
                    1.0 if a12 > 0 else 0.0,
                    1.0 if a13 > 0 else 0.0,
                    1.0 if a14 > 0 else 0.0,
                    1.0 if a15 > 0 else 0.0,
                )
                pairs = ((h0 + h8) + (h1 + h9)) + ((h2 + h10) + (h3 + h11))  # in this order they are added side by side
                hits = np.int32(pairs + (((h4 + h12) + (h5 + h13)) + ((h6 + h14) + (h7 + h15))))
                if hits:
                    found[w] += hits
                    total += hits
                    row = np.uintp(k)
                    paths[w, 0] += a0
                    paths[w, 1] += a1
                    paths[w, 2] += a2
                    paths[w, 3] += a3
                    paths[w, 4] += a4
                    paths[w, 5] += a5
                    paths[w, 6] += a6
                    paths[w, 7] += a7
                    paths[w, 8] += a8
                    paths[w, 9] += a9
                    paths[w, 10] += a10
                    paths[w, 11] += a11
                    paths[w, 12] += a12
                    paths[w, 13] += a13
                    paths[w, 14] += a14
                    paths[w, 15] += a15
                    rows[row, 0] = a0
                    rows[row, 1] = a1
                    rows[row, 2] = a2
                    rows[row, 3] = a3
                    rows[row, 4] = a4
                    rows[row, 5] = a5
                    rows[row, 6] = a6
                    rows[row, 7] = a7
                    rows[row, 8] = a8
                    rows[row, 9] = a9
                    rows[row, 10] = a10
                    rows[row, 11] = a11
                    rows[row, 12] = a12
                    rows[row, 13] = a13
                    rows[row, 14] = a14
                    rows[row, 15] = a15
                    nodes[row] = w
                    k += 1
            for i in range(np.uintp(low), np.uintp(high)):
                slot[np.uintp(nodes[i])] = 0
            for i in range(np.uintp(high), np.uintp(k)):
                slot[np.uintp(nodes[i])] = i
            d += 1
            reached[d] += total
            begins[d + 1] = k
            if k == high:
                break
        for back in range(d - 1, 0, -1):
            low = begins[back]
            high = begins[back + 1]
            for i in range(np.uintp(low), np.uintp(high)):
                v = np.uintp(nodes[i])
                a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = a8 = a9 = a10 = a11 = a12 = a13 = a14 = a15 = 0.0
                for e in range(np.uintp(outs[v]), np.uintp(outs[v + np.uintp(1)])):
                    r = np.uintp(slot[np.uintp(goes[e])])
                    a0 += rows[r, 0]
                    a1 += rows[r, 1]
                    a2 += rows[r, 2]
                    a3 += rows[r, 3]
                    a4 += rows[r, 4]
                    a5 += rows[r, 5]
                    a6 += rows[r, 6]
                    a7 += rows[r, 7]
                    a8 += rows[r, 8]
                    a9 += rows[r, 9]
                    a10 += rows[r, 10]
                    a11 += rows[r, 11]
                    a12 += rows[r, 12]
                    a13 += rows[r, 13]
                    a14 += rows[r, 14]
                    a15 += rows[r, 15]
                s0, s1, s2, s3 = rows[i, 0], rows[i, 1], rows[i, 2], rows[i, 3]
                s4, s5, s6, s7 = rows[i, 4], rows[i, 5], rows[i, 6], rows[i, 7]
                s8, s9, s10, s11 = rows[i, 8], rows[i, 9], rows[i, 10], rows[i, 11]
                s12, s13, s14, s15 = rows[i, 12], rows[i, 13], rows[i, 14], rows[i, 15]
                a0 *= s0
                a1 *= s1
                a2 *= s2
                a3 *= s3
                a4 *= s4
                a5 *= s5
                a6 *= s6
                a7 *= s7
                a8 *= s8
                a9 *= s9
                a10 *= s10
                a11 *= s11
                a12 *= s12
                a13 *= s13
                a14 *= s14
                a15 *= s15
                out[v] += ((a0 + a1) + (a2 + a3)) + ((a4 + a5) + (a6 + a7))
                out[v] += ((a8 + a9) + (a10 + a11)) + ((a12 + a13) + (a14 + a15))
                rows[i, 0] = (1.0 + a0) / s0 if s0 > 0 else 0.0
                rows[i, 1] = (1.0 + a1) / s1 if s1 > 0 else 0.0
                rows[i, 2] = (1.0 + a2) / s2 if s2 > 0 else 0.0
                rows[i, 3] = (1.0 + a3) / s3 if s3 > 0 else 0.0
                rows[i, 4] = (1.0 + a4) / s4 if s4 > 0 else 0.0
                rows[i, 5] = (1.0 + a5) / s5 if s5 > 0 else 0.0
                rows[i, 6] = (1.0 + a6) / s6 if s6 > 0 else 0.0
                rows[i, 7] = (1.0 + a7) / s7 if s7 > 0 else 0.0
                rows[i, 8] = (1.0 + a8) / s8 if s8 > 0 else 0.0
                rows[i, 9] = (1.0 + a9) / s9 if s9 > 0 else 0.0
                rows[i, 10] = (1.0 + a10) / s10 if s10 > 0 else 0.0
                rows[i, 11] = (1.0 + a11) / s11 if s11 > 0 else 0.0
                rows[i, 12] = (1.0 + a12) / s12 if s12 > 0 else 0.0
                rows[i, 13] = (1.0 + a13) / s13 if s13 > 0 else 0.0
                rows[i, 14] = (1.0 + a14) / s14 if s14 > 0 else 0.0
                rows[i, 15] = (1.0 + a15) / s15 if s15 > 0 else 0.0
            for i in range(np.uintp(high), np.uintp(begins[back + 2])):
                slot[np.uintp(nodes[i])] = 0
            for i in range(np.uintp(low), np.uintp(high)):
                slot[np.uintp(nodes[i])] = i
        for i in range(np.uintp(begins[1]), np.uintp(begins[2])):
            slot[np.uintp(nodes[i])] = 0
        if k > n:  # each node stands in the list once for every level on which it was found
            found[:] = 0
            paths[:] = 0.0
        else:
            for i in range(np.uintp(1), np.uintp(k)):
                v = np.uintp(nodes[i])
                found[v] = 0
                for lane in range(16):
                    paths[v, lane] = 0.0


dependencies = compiled(_dependencies, void(WHOLE, WHOLE, WHOLE, WHOLE, WHOLE, int64, int64, REAL, int64[::1]))
