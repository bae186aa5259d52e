"""Truck factor: the fewest people whose leaving orphans more than half of the tasks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

EXACT_UP_TO = 40  # people; beyond, greedy
SECONDS = 2.0  # for the proof; then the greedy bound is given, marked as such


@dataclass(frozen=True, slots=True)
class TruckFactor:
    """`people`: a smallest group found, in the order of their names; `exact`: no smaller group does it.

    `orphaned`: tasks that would have nobody without the group (those that have nobody today included), out
    of `tasks`. An empty group: more than half have nobody already.
    """

    people: tuple[str, ...]
    orphaned: int
    tasks: int
    exact: bool

    @property
    def size(self) -> int:
        return len(self.people)


def truck_factor(tasks: Iterable[Collection[str]]) -> TruckFactor | None:
    """The fewest people whose leaving orphans more than half of the tasks; None without tasks.

    `tasks`: for each task the people who can do it (who leads it, who stands in); empty: nobody. A task is
    orphaned when all of them leave.

    Exact for up to 40 people: a small integer programme (choose people, count a task as orphaned only if all
    of its people are chosen), proven by HiGHS. Beyond that, and where no proof is found within two seconds,
    greedy, an upper bound with `exact` False: again and again whoever, with the fewest others, orphans most.
    Source: Avelino, Passos, Hora, Valente 2016 (truck factor of files), applied to tasks.

    >>> truck_factor([["a", "b"], ["a", "b"], []]).size, truck_factor([[], ["a"], []]).size
    (2, 0)
    """
    groups = Counter(frozenset(people) for people in tasks)
    total = sum(groups.values())
    if not total:
        return None
    needed = total // 2 + 1 - groups.pop(frozenset(), 0)
    if needed <= 0:
        return _answer((), groups, total, exact=True)
    chosen = _greedy(groups, needed)
    if len({person for group in groups for person in group}) > EXACT_UP_TO:
        return _answer(chosen, groups, total, exact=len(chosen) == 1)
    best, proven = _fewest(groups, needed, chosen)
    return _answer(best, groups, total, exact=proven)


def _answer(people: Collection[str], groups: Counter[frozenset[str]], total: int, *, exact: bool) -> TruckFactor:
    gone = set(people)
    kept = sum(count for group, count in groups.items() if not group <= gone)
    return TruckFactor(tuple(sorted(gone)), total - kept, total, exact)


def _greedy(groups: Counter[frozenset[str]], needed: int) -> set[str]:
    """Take group after group, the one that orphans most tasks per further person, until it is enough."""
    gone: set[str] = set()
    while True:
        orphaned = sum(count for group, count in groups.items() if group <= gone)
        if orphaned >= needed:
            return gone
        more: Counter[frozenset[str]] = Counter()
        for group in groups:
            if rest := frozenset(group - gone):
                more[rest] = 0
        for rest in more:
            more[rest] = sum(count for group, count in groups.items() if group <= gone | rest and not group <= gone)
        gone |= set(min((-gain / len(rest), len(rest), sorted(rest)) for rest, gain in more.items())[2])


def _fewest(groups: Counter[frozenset[str]], needed: int, known: Collection[str]) -> tuple[Collection[str], bool]:
    """The smallest set of people that orphans `needed` tasks, and whether that is proven."""
    import highspy  # its import takes a moment: only when there is something to prove

    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.silent()
    model.setOptionValue("time_limit", SECONDS)
    model.setOptionValue("mip_rel_gap", 0.0)
    model.setOptionValue("random_seed", 1)
    leaves = {person: model.addBinary() for person in sorted({p for group in groups for p in group})}
    # orphaned is at most "leaves" of each of its people: it needs no integrality of its own
    ordered = sorted(groups.items(), key=lambda item: sorted(item[0]))
    orphaned = [model.addVariable(0, 1) for _ in ordered]
    for variable, (group, _count) in zip(orphaned, ordered, strict=True):
        for person in sorted(group):
            model.addConstr(variable <= leaves[person])
    model.addConstr(
        sum(count * variable for variable, (_group, count) in zip(orphaned, ordered, strict=True)) >= needed
    )
    model.minimize(sum(leaves.values()))
    proven = model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    if not proven:
        return known, False
    return {person for person, variable in leaves.items() if model.val(variable) > 0.5}, True
