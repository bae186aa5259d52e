"""The day after: what would remain without those who leave, and which introductions would help most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from kogge.engine.ties.graphs import component_labels, fragmentation
from kogge.engine.ties.groups import Groups, most_pairs_connected
from kogge.engine.ties.model import Candidate, DayAfter, Introduction, Network, Reason
from kogge.engine.ties.plausible import Anyone, Asked, Asks, Listed, Pair, Source, ordered

WELL_CONNECTED = 3  # ties that remain, from which a proposal names them as a reason


def day_after(
    network: Network,
    leavers: Iterable[str],
    introductions: int = 10,
    plausible: Iterable[Candidate] | Asks | None = None,
    no_go: Iterable[tuple[str, str]] = (),
) -> DayAfter:
    """Take `leavers` out of the network and see what remains. Direction is ignored: any tie joins.

    leavers: ids of nodes, or of people who carry ties (`Edge.through`) without being nodes.
    plausible: None: any two organisations that stay (no staff); or candidates `(a, b, score, reasons)`,
        and no other pair; or a function from the ids of two groups to candidates between them.
    no_go: pairs never to be introduced, whichever way round.

    A tie between groups of p and q nodes lowers F by 2pq / (n(n−1)) wherever it is placed, so the gain
    depends on the two groups alone and plausibility decides between pairs of equal gain.

    Guarantee. One introduction: exact, no allowed pair gains more. Several: greedy, each the best given
    those before. If any two remaining groups may be joined (no `plausible`, no `no_go`) greedy is optimal:
    it joins the k+1 largest groups (proof at `groups.most_pairs_connected`). With a restricted choice there
    is no constant factor: two large groups that can be joined only through a tiny one may be missed.
    `introductions_bound` therefore gives a proven upper bound for the very case, and `introductions_optimal`
    says whether the plan reaches it.

    Raises `ValueError` for unknown ids and a negative number of introductions.
    Source: Borgatti 2006 (fragmentation); definitions of the other figures at `DayAfter`.
    """
    if introductions < 0:
        raise ValueError("the number of introductions cannot be negative")
    state = _remaining(network, list(dict.fromkeys(leavers)))
    groups = Groups(state.label)
    sizes = sorted((len(nodes) for nodes in groups.members.values()), reverse=True)
    today = Counter(state.label_today)
    staff_only = tuple(
        (network.nodes[i].id, network.nodes[j].id)
        for (i, j), stays in state.ties.items()
        if not stays and not (state.leaves[i] and state.leaves[j])
    )
    before, after = fragmentation(today.values()), fragmentation(sizes)
    orphans = [i for i in state.staying if state.degree_today[i] and not state.degree[i]]
    plan, gained, bound = _introduce(network, state, groups, set(orphans), introductions, plausible, no_go)
    n = len(state.staying)
    pairs = n * (n - 1) / 2 or 1
    return DayAfter(
        leavers=state.leavers,
        nodes_after=n,
        fragmentation_today=before,
        fragmentation_after=after,
        fragmentation_change=None if before is None or after is None else after - before,
        components_today=len(today),
        components_after=len(sizes),
        component_sizes_after=tuple(sizes),
        orphans=tuple(network.nodes[i].id for i in orphans),
        cut_off=tuple(network.nodes[i].id for i in _cut_off(state)),
        ties_today=len(state.ties),
        ties_after=sum(state.ties.values()),
        staff_only=staff_only,
        staff_only_ties=len(staff_only) / len(state.ties) if state.ties else None,
        introductions=tuple(plan),
        introductions_gain=gained / pairs,
        introductions_bound=bound / pairs,
        introductions_optimal=gained == bound,
    )


class _State(NamedTuple):
    """The network before and after, over node positions. `ties`: each tied pair once → whether it remains."""

    leavers: tuple[str, ...]
    leaves: list[bool]
    staying: list[int]
    ties: dict[Pair, bool]
    label_today: list[int]
    label: list[int]
    degree_today: list[int]
    degree: list[int]
    knows: list[dict[str, None]]


def _remaining(network: Network, leavers: list[str]) -> _State:
    index = network.index
    gone = set(leavers)
    carriers = {name for edge in network.edges for name in edge.through}
    for name in leavers:
        if name not in index and name not in carriers:
            raise ValueError(f"the leaver {name!r} is not in the network")
    n = len(network.nodes)
    leaves = [node.id in gone for node in network.nodes]
    ties: dict[Pair, bool] = {}
    knows: list[dict[str, None]] = [{} for _ in range(n)]
    for edge in network.edges:
        i, j = index[edge.source], index[edge.target]
        if i == j:
            continue
        stays = not (leaves[i] or leaves[j] or (edge.through and gone.issuperset(edge.through)))
        pair = ordered(i, j)
        ties[pair] = ties.get(pair, False) or stays
        if leaves[i]:
            knows[j][edge.source] = None
        if leaves[j]:
            knows[i][edge.target] = None
        for name in edge.through:
            if name in gone:
                knows[i][name] = knows[j][name] = None
    degree_today, degree = [0] * n, [0] * n
    for (i, j), stays in ties.items():
        degree_today[i] += 1
        degree_today[j] += 1
        degree[i] += stays
        degree[j] += stays
    label = component_labels(n, [pair for pair, stays in ties.items() if stays])
    return _State(
        leavers=tuple(leavers),
        leaves=leaves,
        staying=[i for i in range(n) if not leaves[i]],
        ties=ties,
        label_today=component_labels(n, ties),
        label=[-1 if leaves[i] else label[i] for i in range(n)],
        degree_today=degree_today,
        degree=degree,
        knows=knows,
    )


def _cut_off(state: _State) -> list[int]:
    """Those who keep a tie but lose the main part: the largest remaining piece of today's main component."""
    if not state.label_today:
        return []
    main = _largest(state.label_today)
    pieces = [state.label[i] for i in state.staying if state.label_today[i] == main]
    rest = _largest(pieces) if pieces else -1
    return [i for i in state.staying if state.label_today[i] == main and state.label[i] != rest and state.degree[i]]


def _largest(labels: list[int]) -> int:
    """The most frequent label; of equals the one that comes first."""
    return Counter(labels).most_common(1)[0][0]


def _introduce(
    network: Network,
    state: _State,
    groups: Groups,
    orphans: set[int],
    count: int,
    plausible: Iterable[Candidate] | Asks | None,
    no_go: Iterable[tuple[str, str]],
) -> tuple[list[Introduction], int, int]:
    """The plan, the pairs of nodes it connects, and an upper bound on what as many could connect."""
    ids = [node.id for node in network.nodes]
    source = _source(network, state, groups, plausible, no_go)
    classes = source.reachable(groups)
    n = len(state.staying)
    plan: list[Introduction] = []
    gained = 0
    for _ in range(count):
        choice = source.best(groups)
        if choice is None:
            break
        a, b = choice.a, choice.b
        if groups.size(groups.label[a]) < groups.size(groups.label[b]):
            a, b = b, a
        large, small = groups.size(groups.label[a]), groups.size(groups.label[b])
        reasons = list(choice.reasons)
        if shared := [name for name in state.knows[a] if name in state.knows[b]]:
            reasons.append(Reason("shared_contact_leaves", {"leavers": tuple(shared)}))
        reasons += [Reason("loses_all_ties", {"node": ids[i]}) for i in (a, b) if i in orphans]
        reasons.append(Reason("joins_groups", {"larger": large, "smaller": small}))
        reasons += [
            Reason("well_connected", {"node": ids[i], "ties": state.degree[i]})
            for i in (a, b)
            if state.degree[i] >= WELL_CONNECTED
        ]
        plan.append(Introduction(ids[a], ids[b], 2 * large * small / (n * (n - 1)), (large, small), tuple(reasons)))
        gained += large * small
        groups.join(a, b)
    # a single introduction is the best allowed one; nothing can beat it
    bound = gained if count <= 1 else most_pairs_connected(classes, count)
    return plan, gained, bound


def _source(
    network: Network,
    state: _State,
    groups: Groups,
    plausible: Iterable[Candidate] | Asks | None,
    no_go: Iterable[tuple[str, str]],
) -> Source:
    index = network.index

    def position(name: str) -> int:
        if name not in index:
            raise ValueError(f"the pair names {name!r}, which is not in the network")
        return index[name]

    refused = {ordered(position(a), position(b)) for a, b in no_go}
    if callable(plausible):
        ids = [node.id for node in network.nodes]
        return Asked(plausible, groups, ids, index, refused)
    if plausible is not None:
        kept = []
        for item in plausible:
            candidate = Candidate(*item)
            i, j = position(candidate.a), position(candidate.b)
            if not (state.leaves[i] or state.leaves[j]) and ordered(i, j) not in refused:
                kept.append(candidate)
        return Listed(kept, index)
    numbers = {name: number for number, name in enumerate(state.leavers)}
    knows = [[numbers[name] for name in names] for names in state.knows]
    known_by: dict[int, list[int]] = {number: [] for number in numbers.values()}
    for i in state.staying:
        for number in knows[i]:
            known_by[number].append(i)
    eligible = [not node.staff and not gone for node, gone in zip(network.nodes, state.leaves, strict=True)]
    return Anyone(eligible, knows, known_by, state.degree, refused)
