"""Which offer could serve which need: candidates by topic and words, scores, and reasons for and against.

The score is a product of parts in [0, 1] that a person can follow: how close the topics are, the way between
the two, common times, languages and formats, cost, how fresh the record is, broken promises, urgency. What
is unknown costs a little, what is known to be bad costs more; only no-go pairs and remembered rejections
exclude. All weights stand in `scoring.Weights`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kogge.engine.rings.model import Arc, BadProblem, Node, Problem
from kogge.engine.rings.offers import Board, Match, Need, Offer, Party, Topic
from kogge.engine.rings.reasons import explain
from kogge.engine.rings.scoring import GROUP, RELATED, SAME, WORDS, Facts, Floats, Ints, Weights
from kogge.engine.rings.words import shared


def match(
    board: Board, *, weights: Weights | None = None, least: float = 0.2, most_each: int = 12
) -> tuple[Match, ...]:
    """The matches worth proposing, best first.

    Kept are pairs scoring at least `least` that are among the `most_each` best of their need or of their
    offer: on a large board a need has hundreds of so-so offers, and a ring is looked for among the good
    ones. Raises BadProblem for double ids and unknown parties.
    """
    weights = weights or Weights()
    people = _indexed(board.parties, "party")
    offers, needs = _indexed(board.offers, "offer"), _indexed(board.needs, "need")
    for kind, entries in (("offer", board.offers), ("need", board.needs)):
        for entry in entries:
            if entry.party not in people:
                raise BadProblem(
                    "%(kind)s %(id)s: there is no party %(party)s", kind=kind, id=entry.id, party=entry.party
                )
    if not offers or not needs:
        return ()
    words = shared([n.text for n in board.needs], [o.text for o in board.offers])
    need, offer, relation = _candidates(board, words)
    giver = np.array([people[o.party] for o in board.offers])[offer]
    receiver = np.array([people[n.party] for n in board.needs])[need]
    allowed = (giver != receiver) & ~_forbidden(board, people, offers, needs, giver, receiver, offer, need)
    need, offer, relation = need[allowed], offer[allowed], relation[allowed]
    giver, receiver = giver[allowed], receiver[allowed]
    count = _word_counts(words, need, offer, len(offers))
    facts = Facts(board, weights)
    metres = facts.metres(giver, receiver)
    score = facts.score(need, offer, relation, count, giver, receiver, metres)
    keep = _best(need, offer, score, least, most_each)
    keep = keep[np.lexsort((offer[keep], need[keep], -score[keep]))]
    return tuple(
        Match(
            board.offers[o].id,
            board.needs[n].id,
            board.parties[g].id,
            board.parties[r].id,
            round(float(s), 4),
            *explain(
                board.offers[o],
                board.needs[n],
                board.parties[g],
                board.parties[r],
                int(rel),
                words.get((n, o), []),
                None if np.isnan(m) else float(m),
                weights,
            ),
            None if np.isnan(m) else round(float(m)),
        )
        for o, n, g, r, s, rel, m in zip(
            offer[keep].tolist(),
            need[keep].tolist(),
            giver[keep].tolist(),
            receiver[keep].tolist(),
            score[keep],
            relation[keep],
            metres[keep],
            strict=True,
        )
    )


def problem_of(board: Board, matches: Sequence[Match], *, scores: bool = True, success: float = 0.7) -> Problem:
    """The ring problem of matches: an arc's weight is its score, or 1 for each participant without `scores`.

    Each arc keeps its offer and need (`label` "offer → need") and draws on both, so none is used more often
    than it is there; several arcs between the same two parties stay beside each other where that can matter
    (`candidates.undominated`). Pairs that exclude each other are kept out of each other's rings altogether.
    `success`: the chance that an agreement is kept.
    """
    offers = {o.id: o for o in board.offers}
    limits = {f"offer {o.id}": o.quantity for o in board.offers}
    limits.update({f"need {n.id}": n.quantity for n in board.needs})
    return Problem(
        nodes=tuple(Node(p.id, p.times, 0.0 if scores else 1.0) for p in board.parties),
        arcs=tuple(
            Arc(
                m.giver,
                m.receiver,
                m.score if scores else 1.0,
                success,
                offers[m.offer].starts_chain,
                (f"offer {m.offer}", f"need {m.need}"),
                f"{m.offer} → {m.need}",
            )
            for m in matches
        ),
        limits=limits,
        apart=frozenset(frozenset((p.id, other)) for p in board.parties for other in p.no_go if other != p.id),
    )


def _indexed(entries: Sequence[Party] | Sequence[Offer] | Sequence[Need], kind: str) -> dict[str, int]:
    ids = [entry.id for entry in entries]
    index = {id_: number for number, id_ in enumerate(ids)}
    if len(index) < len(ids):
        double = next(i for i in ids if ids.count(i) > 1)
        raise BadProblem("%(kind)s %(double)s is there twice; ids must differ", kind=kind, double=double)
    return index


def _candidates(board: Board, words: dict[tuple[int, int], list[str]]) -> tuple[Ints, Ints, Ints]:
    """(need, offer, relation) of all pairs with the same or a related topic or telling words in common."""
    topics = {t.code: t for t in board.topics}
    by_topic: dict[str, list[int]] = defaultdict(list)
    for number, offer in enumerate(board.offers):
        by_topic[offer.topic].append(number)
    near = {code: set(t.related) for code, t in topics.items()}
    for code, topic in topics.items():  # being related works both ways, whoever wrote it down
        for other in topic.related:
            near.setdefault(other, set()).add(code)
    wanted: dict[str, list[int]] = defaultdict(list)
    for number, need in enumerate(board.needs):
        wanted[need.topic].append(number)
    many = len(board.offers)
    # A pair is one number, need · many + offer; whole topics are crossed at once.
    blocks, kinds = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for topic_code, looking in wanted.items():
        related = sorted(near.get(topic_code, set()) - {topic_code})
        for code, relation in ((topic_code, SAME), *((c, RELATED) for c in related)):
            if code in by_topic:
                block = np.add.outer(np.array(looking) * many, np.array(by_topic[code])).ravel()
                blocks.append(block)
                kinds.append(np.full(len(block), relation))
    keys, relations = np.concatenate(blocks), np.concatenate(kinds)
    spoken = np.array([n * many + o for n, o in words], dtype=np.int64)
    only = set(spoken[~np.isin(spoken, keys)].tolist())
    more: dict[int, int] = {}
    for (n, o), telling in words.items():
        if n * many + o in only:
            same = _group(topics, board.needs[n].topic) == _group(topics, board.offers[o].topic)
            # Across groups one word is chance ("Platz", "alt"); two are worth a question.
            if same or len(telling) >= 2:
                more[n * many + o] = GROUP if same else WORDS
    keys = np.concatenate([keys, np.array(list(more), dtype=np.int64)])
    relations = np.concatenate([relations, np.array(list(more.values()), dtype=np.int64)])
    return keys // many, keys % many, relations


def _word_counts(words: dict[tuple[int, int], list[str]], need: Ints, offer: Ints, many: int) -> Ints:
    """How many telling words each pair shares."""
    if not words:
        return np.zeros(len(need), dtype=np.int64)
    keys = np.array([n * many + o for n, o in words], dtype=np.int64)
    counts = np.array([len(w) for w in words.values()], dtype=np.int64)
    order = np.argsort(keys)
    keys, counts = keys[order], counts[order]
    pairs = need * many + offer
    at = np.minimum(np.searchsorted(keys, pairs), len(keys) - 1)
    return np.where(keys[at] == pairs, counts[at], 0)


def _group(topics: dict[str, Topic], code: str) -> str:
    return topics[code].group if code in topics else code


def _forbidden(
    board: Board,
    people: dict[str, int],
    offers: dict[str, int],
    needs: dict[str, int],
    giver: Ints,
    receiver: Ints,
    offer: Ints,
    need: Ints,
) -> npt.NDArray[np.bool_]:
    """No-go pairs (one side saying so is enough) and what was refused before."""
    many = len(people)
    pairs = {(people[p.id], people[o]) for p in board.parties for o in p.no_go if o in people}
    refused: set[tuple[int, int]] = set()
    for rejection in board.rejections:
        if rejection.parties:
            a, b = rejection.parties
            if a in people and b in people:
                pairs.add((people[a], people[b]))
        elif rejection.offer in offers and rejection.need in needs:
            refused.add((offers[rejection.offer], needs[rejection.need]))
    apart = np.array(sorted({k for a, b in pairs for k in (a * many + b, b * many + a)}), dtype=np.int64)
    known = np.array(sorted(o * len(needs) + n for o, n in refused), dtype=np.int64)
    result: npt.NDArray[np.bool_] = np.isin(giver * many + receiver, apart) | np.isin(offer * len(needs) + need, known)
    return result


def _best(need: Ints, offer: Ints, score: Floats, least: float, most: int) -> Ints:
    """Pairs of at least `least` among the `most` best of their need or of their offer."""
    good = np.flatnonzero(score >= least)
    chosen = np.zeros(len(good), dtype=bool)
    for side, other in ((need[good], offer[good]), (offer[good], need[good])):
        order = np.lexsort((other, -score[good], side))
        in_order = side[order]
        rank = np.arange(len(order)) - np.searchsorted(in_order, in_order)
        chosen[order[rank < most]] = True
    return good[chosen]
