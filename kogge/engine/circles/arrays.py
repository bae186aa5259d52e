"""A town as arrays: who could sit together (groups), weights, no-go pairs."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from kogge.engine.circles.model import EARTH_RADIUS_M, Member, Town, Wishes

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
# More sets of topics than this are not listed: the search then looks for circles around smaller sets, and the bound
# comes from each member alone.
MOST_SETS = 120_000


@dataclass(frozen=True, slots=True)
class Arrays:
    """Members that can be in a circle at all, and the groups (slot, place, language) they can form.

    `group_start`, `group_member`: members of a group. `member_start`, `member_group`: groups of a member.
    Members who go only together are one here
    (`units[i]`: their places in the town, `heads[i]`: how many). `least`: so few of these can be enough for a circle.
    `fits[g, i]`: member i is in group g. `bonus[i]`: what placing i counts beside topics. `sets`: topic sets;
    `anchor_set`: for each member those that hold at least two topics of theirs (or all, where they have fewer).
    """

    town: Town
    units: list[tuple[int, ...]]
    heads: Ints
    least: int
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
    anchor_start: Ints
    anchor_set: Ints
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


def units_of(town: Town, wishes: Wishes) -> list[tuple[int, ...]]:
    """Members by who goes only together; without those who could not sit in one circle."""
    joining = can_join(town, wishes)
    at = {m.id: i for i, m in enumerate(town.members)}
    root = list(range(len(town.members)))
    for pair in wishes.together:
        a, b = (at[id_] for id_ in (min(pair), max(pair)))
        old, new = root[a], root[b]
        root = [new if r == old else r for r in root]
    found: dict[int, list[int]] = {}
    for i, r in enumerate(root):
        found.setdefault(r, []).append(i)
    free = set(joining)
    apart = {frozenset((m.id, other)) for m in town.members for other in m.no_go} | wishes.apart
    return [
        tuple(unit)
        for unit in found.values()
        if free.issuperset(unit)
        and len(unit) <= town.size[1]
        and not any(frozenset((town.members[a].id, town.members[b].id)) in apart for a in unit for b in unit if a < b)
    ]


def can_join(town: Town, wishes: Wishes) -> list[int]:
    """Members with enough hours and fee who are neither kept in a circle nor kept out."""
    gone = wishes.out | {id_ for circle in wishes.keep for id_ in circle.members}
    meeting = town.meeting
    return [
        i
        for i, m in enumerate(town.members)
        if m.id not in gone and m.hours_per_month >= meeting.hours_per_month and m.max_fee >= meeting.fee
    ]


def _as_one(members: list[Member]) -> Member:
    """Several who go only together as one: free when all are, with the topics of all."""
    first = members[0]
    topics: Counter[str] = Counter()
    for m in members:
        topics.update(m.topics)
    return replace(
        first,
        topics=topics,
        slots=frozenset.intersection(*(m.slots for m in members)),
        languages=frozenset.intersection(*(m.languages for m in members)),
        host=any(m.host for m in members),
    )


def _listed(rows: list[list[int]] | list[Ints]) -> tuple[Ints, Ints]:
    """Lists one behind the other: start and content."""
    start = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=start[1:])
    content = np.concatenate([np.asarray(row, dtype=np.int64) for row in rows] or [np.zeros(0, dtype=np.int64)])
    return start, content


def arrays_of(town: Town, wishes: Wishes) -> Arrays:
    """The arrays of a town; kept circles and those they hold are left aside."""
    units = units_of(town, wishes)
    members = [_as_one([town.members[k] for k in unit]) for unit in units]
    at = {town.members[k].id: i for i, unit in enumerate(units) for k in unit}
    heads = np.array([len(unit) for unit in units], dtype=np.int64)
    topic = {t: k for k, t in enumerate(town.topics)}
    weight = np.zeros((len(members), len(topic)))
    for i, m in enumerate(members):
        for t, w in m.topics.items():
            weight[i, topic[t]] = w
    host = np.array([m.host for m in members], dtype=np.bool_)
    near_each = distances(town) <= np.array([m.max_walk_m for m in town.members]).reshape(-1, 1)
    near = np.array([near_each[list(unit)].all(axis=0) for unit in units]).reshape(len(units), len(town.places))
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
                if heads[row].sum() >= town.size[0] and host[row].any() and row.tobytes() not in known:
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
    pairs = [(m.id, other) for m in town.members for other in m.no_go]
    for a, b in [*pairs, *(tuple(pair) for pair in wishes.apart if len(pair) == 2)]:
        if a in at and b in at and at[a] != at[b]:
            apart[at[a]].add(at[b])
            apart[at[b]].add(at[a])
    no_go_start, no_go = _listed([sorted(each) for each in apart])
    most = sum(sorted(weight.max(axis=0, initial=0.0))[-town.max_topics :]) if len(members) else 0.0
    must = 1.0 + most * len(members)
    used = [k for k in range(len(topic)) if len(members) and weight[:, k].any()] or [0]
    size = min(town.max_topics, len(used))
    complete = math.comb(len(used), size) <= MOST_SETS
    while math.comb(len(used), size) > MOST_SETS:
        size -= 1
    listed = list(itertools.combinations(used, size))
    sets = np.array(listed, dtype=np.int32).reshape(-1, size)
    anchor_start, anchor_set = _anchors(weight, sets)
    return Arrays(
        town=town,
        units=units,
        heads=heads,
        least=max(1, town.size[0] - int((heads - 1).sum())),
        weight=weight,
        host=host,
        bonus=np.array([must * sum(town.members[k].id in wishes.must for k in unit) for unit in units], dtype=float),
        groups=groups,
        group_start=group_start,
        group_member=group_member,
        member_start=member_start,
        member_group=member_group,
        fits=fits,
        no_go=no_go,
        no_go_start=no_go_start,
        sets=sets,
        anchor_start=anchor_start,
        anchor_set=anchor_set,
        complete=complete,
    )


def _anchors(weight: Floats, sets: npt.NDArray[np.int32]) -> tuple[Ints, Ints]:
    """For each member the sets with at least two of their topics: start and content."""
    if not weight.shape[1]:  # nobody names a topic
        return _listed([np.zeros(0, dtype=np.int64) for _member in weight])
    has = np.zeros((len(sets), weight.shape[1]), dtype=np.float32)
    np.put_along_axis(has, sets, 1.0, axis=1)
    rows: list[Ints] = []
    for wanted in (weight > 0).astype(np.float32):
        least = min(2, sets.shape[1], int(wanted.sum()))
        rows.append(np.flatnonzero(has @ wanted >= least - 0.5) if least else np.zeros(0, dtype=np.int64))
    return _listed(rows)


def alone(arrays: Arrays) -> Floats:
    """The most a member can find in any circle: their best topics, where they are in a group at all."""
    most = np.sort(arrays.weight, axis=1)[:, -arrays.town.max_topics :].sum(axis=1)
    grouped = np.diff(arrays.member_start) > 0
    found: Any = np.where(grouped, most + arrays.bonus, 0.0)
    return np.asarray(found, dtype=np.float64)
