"""A town as arrays: who could sit together (groups), weights, no-go pairs."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kogge.engine.circles.model import EARTH_RADIUS_M, Town, Wishes

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
# More sets of topics than this are not listed: circles then come from the search, the bound from each member alone.
MOST_SETS = 120_000


@dataclass(frozen=True, slots=True)
class Arrays:
    """Members that can be in a circle at all, and the groups (slot, place, language) they can form.

    `group_start`, `group_member`: members of a group. `member_start`, `member_group`: groups of a member.
    `fits[g, i]`: member i is in group g. `bonus[i]`: what placing i counts beside topics. `sets`: topic sets.
    """

    town: Town
    index: Ints
    weight: Floats
    host: npt.NDArray[np.bool_]
    bonus: Floats
    groups: list[tuple[int, int, str]]
    group_start: Ints
    group_member: Ints
    member_start: Ints
    member_group: Ints
    fits: npt.NDArray[np.bool_]
    no_go: Ints
    no_go_start: Ints
    sets: npt.NDArray[np.int32]
    complete: bool

    def group(self, g: int) -> Ints:
        return self.group_member[self.group_start[g] : self.group_start[g + 1]]


def distances(town: Town) -> Floats:
    """Great-circle metres, members × places."""
    lat = np.radians([m.lat for m in town.members])[:, None]
    lon = np.radians([m.lon for m in town.members])[:, None]
    plat = np.radians([p.lat for p in town.places])[None, :]
    plon = np.radians([p.lon for p in town.places])[None, :]
    h = np.sin((plat - lat) / 2) ** 2 + np.cos(lat) * np.cos(plat) * np.sin((plon - lon) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, h))))


def can_join(town: Town, wishes: Wishes) -> list[int]:
    """Members with enough hours and fee who are neither kept in a circle nor kept out."""
    gone = wishes.out | {id_ for circle in wishes.keep for id_ in circle.members}
    meeting = town.meeting
    return [
        i
        for i, m in enumerate(town.members)
        if m.id not in gone and m.hours_per_month >= meeting.hours_per_month and m.max_fee >= meeting.fee
    ]


def _listed(rows: list[list[int]] | list[Ints]) -> tuple[Ints, Ints]:
    """Lists one behind the other: start and content."""
    start = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=start[1:])
    content = np.concatenate([np.asarray(row, dtype=np.int64) for row in rows] or [np.zeros(0, dtype=np.int64)])
    return start, content


def arrays_of(town: Town, wishes: Wishes) -> Arrays:
    """The arrays of a town; kept circles and those they hold are left aside."""
    index = can_join(town, wishes)
    members = [town.members[i] for i in index]
    at = {m.id: i for i, m in enumerate(members)}
    topic = {t: k for k, t in enumerate(town.topics)}
    weight = np.zeros((len(members), len(topic)))
    for i, m in enumerate(members):
        for t, w in m.topics.items():
            weight[i, topic[t]] = w
    host = np.array([m.host for m in members], dtype=np.bool_)
    near = distances(town)[index] <= np.array([m.max_walk_m for m in members]).reshape(-1, 1)
    groups: list[tuple[int, int, str]] = []
    rows: list[Ints] = []
    known: set[bytes] = set()
    speaks = {
        language: np.array([language in m.languages for m in members], dtype=np.bool_)
        for language in sorted({language for m in members for language in m.languages})
    }
    for s, slot in enumerate(town.slots):
        free = np.array([slot in m.slots for m in members], dtype=np.bool_)
        for p, place in enumerate(town.places):
            if slot not in place.slots or not members:
                continue
            for language, speaking in speaks.items():
                row = np.flatnonzero(free & near[:, p] & speaking)
                if len(row) >= town.size[0] and host[row].any() and row.tobytes() not in known:
                    known.add(row.tobytes())
                    groups.append((s, p, language))
                    rows.append(row)
    group_start, group_member = _listed(rows)
    fits = np.zeros((len(groups), len(members)), dtype=np.bool_)
    of_member: list[list[int]] = [[] for _ in members]
    for g, row in enumerate(rows):
        fits[g, row] = True
        for i in row.tolist():
            of_member[i].append(g)
    member_start, member_group = _listed(of_member)
    apart: list[set[int]] = [set() for _ in members]
    pairs = [(m.id, other) for m in members for other in m.no_go]
    for a, b in [*pairs, *(tuple(pair) for pair in wishes.apart if len(pair) == 2)]:
        if a in at and b in at and a != b:
            apart[at[a]].add(at[b])
            apart[at[b]].add(at[a])
    no_go_start, no_go = _listed([sorted(each) for each in apart])
    most = sum(sorted(weight.max(axis=0, initial=0.0))[-town.max_topics :]) if len(members) else 0.0
    must = 1.0 + most * len(members)
    used = [k for k in range(len(topic)) if len(members) and weight[:, k].any()] or [0]
    size = min(town.max_topics, len(used))
    complete = math.comb(len(used), size) <= MOST_SETS
    listed = list(itertools.combinations(used, size)) if complete else []
    return Arrays(
        town=town,
        index=np.array(index, dtype=np.int64),
        weight=weight,
        host=host,
        bonus=np.array([must if m.id in wishes.must else 0.0 for m in members]),
        groups=groups,
        group_start=group_start,
        group_member=group_member,
        member_start=member_start,
        member_group=member_group,
        fits=fits,
        no_go=no_go,
        no_go_start=no_go_start,
        sets=np.array(listed, dtype=np.int32).reshape(-1, size),
        complete=complete,
    )


def alone(arrays: Arrays) -> Floats:
    """The most a member can find in any circle: their best topics, where they are in a group at all."""
    most = np.sort(arrays.weight, axis=1)[:, -arrays.town.max_topics :].sum(axis=1)
    grouped = np.diff(arrays.member_start) > 0
    found: Any = np.where(grouped, most + arrays.bonus, 0.0)
    return np.asarray(found, dtype=np.float64)
