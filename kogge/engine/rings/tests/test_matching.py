"""What fits what: topics, words, conditions, exclusions, reasons."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import Any

import pytest

from kogge.engine.rings import (
    BadProblem,
    Board,
    Match,
    Need,
    Offer,
    Party,
    Rejection,
    Topic,
    match,
    problem_of,
    solve,
)
from kogge.engine.rings.reasons import CODES
from kogge.engine.rings.tests.oracle import complaints

TOPICS = (
    Topic("storage", "rooms", ("cold-storage",)),
    Topic("cold-storage", "rooms"),
    Topic("hall", "rooms"),
    Topic("van", "transport"),
)
BAKER = Party("baker", 54.14, 12.10)
SCHOOL = Party("school", 54.141, 12.10)


def one(giver: Party = BAKER, receiver: Party = SCHOOL, **board: Any) -> list[Match]:
    offer = board.pop("offer", Offer("o", giver.id, "storage"))
    need = board.pop("need", Need("n", receiver.id, "storage"))
    return list(match(Board((giver, receiver), (offer,), (need,), TOPICS, **board), least=0.0))


def codes(found: Match) -> tuple[set[str], set[str]]:
    return {r.code for r in found.reasons}, {r.code for r in found.against}


def test_same_topic_nearby_says_so_with_metres() -> None:
    [found] = one()
    assert (found.giver, found.receiver) == ("baker", "school")
    assert codes(found) == ({"same_topic", "near"}, set())
    # A thousandth of a degree of latitude on a sphere of 6,371,008.8 m.
    assert found.metres == round(math.radians(0.001) * 6_371_008.8)


def test_nearer_topics_score_higher() -> None:
    scores = [
        one(need=Need("n", "school", topic, text), offer=Offer("o", "baker", "storage", "Kühles Kellerlager"))[0].score
        for topic, text in [("storage", ""), ("cold-storage", ""), ("hall", "Keller"), ("van", "Keller kühl")]
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


def test_unrelated_topics_without_words_are_no_match() -> None:
    assert one(need=Need("n", "school", "van", "Transporter am Montag")) == []


def test_words_meet_across_inflection_and_compounds() -> None:
    [found] = one(
        offer=Offer("o", "baker", "hall", "Biete trockenen Lagerraum im Keller"),
        need=Need("n", "school", "storage", "Wir suchen ein Lager, gern einen Kellerraum"),
    )
    shared = next(r for r in found.reasons if r.code == "shared_words")
    assert set(str(shared.values["words"]).split(", ")) == {"Lager", "Kellerraum"}


def test_conditions_lower_the_score_and_give_their_reason() -> None:
    [plain] = one()
    mine, yours = frozenset({"x"}), frozenset({"y"})
    cases: list[tuple[str, Party, Party]] = [
        ("far", BAKER, replace(SCHOOL, lat=54.2)),
        ("no_common_times", replace(BAKER, slots=mine), replace(SCHOOL, slots=yours)),
        ("no_common_language", replace(BAKER, languages=mine), replace(SCHOOL, languages=yours)),
        ("no_common_format", replace(BAKER, formats=mine), replace(SCHOOL, formats=yours)),
        ("long_unverified", replace(BAKER, days_since_verified=900), SCHOOL),
        ("past_broken_promise", replace(BAKER, broken=2), SCHOOL),
    ]
    for code, giver, receiver in cases:
        [found] = one(giver, receiver)
        assert code in codes(found)[1], code
        assert found.score < plain.score, code


def test_common_conditions_are_reasons_for() -> None:
    both: Any = {
        "slots": frozenset({"mo", "fr"}),
        "languages": frozenset({"de"}),
        "formats": frozenset({"visit"}),
    }
    [found] = one(replace(BAKER, **both), replace(SCHOOL, **both))
    assert {"common_times", "common_language", "common_format"} <= codes(found)[0]
    assert next(r for r in found.reasons if r.code == "common_times").values["slots"] == "fr, mo"


def test_fee_and_hours_beyond_what_was_said_speak_against() -> None:
    [found] = one(
        replace(BAKER, hours_per_month=2.0),
        replace(SCHOOL, max_fee=10.0),
        offer=Offer("o", "baker", "storage", hours=5.0, fee=20.0),
    )
    assert {"over_budget", "too_many_hours"} <= codes(found)[1]


@pytest.mark.parametrize("who", ["giver", "receiver"])
def test_one_sided_no_go_excludes(who: str) -> None:
    giver = replace(BAKER, no_go=frozenset({"school"} if who == "giver" else ()))
    receiver = replace(SCHOOL, no_go=frozenset({"baker"} if who == "receiver" else ()))
    assert one(giver, receiver) == []


@pytest.mark.parametrize(
    "rejection",
    [Rejection("o", "n"), Rejection(parties=("baker", "school")), Rejection(parties=("school", "baker"))],
)
def test_refused_before_is_not_proposed_again(rejection: Rejection) -> None:
    assert one(rejections=(rejection,)) == []
    assert len(one(rejections=(Rejection("other", "n"),))) == 1


def test_nobody_serves_themselves() -> None:
    assert one(need=Need("n", "baker", "storage")) == []


def test_unknown_party_is_named() -> None:
    with pytest.raises(BadProblem, match="offer o: there is no party smith"):
        one(offer=Offer("o", "smith", "storage"))


def test_every_reason_has_exactly_the_parameters_written_down() -> None:
    for found in match(generated(120)):
        for reason in (*found.reasons, *found.against):
            assert tuple(reason.values) == CODES[reason.code]
        assert 0 <= found.score <= 1


def generated(size: int) -> Board:
    """A board of a town: places, slots, languages, a few enemies and givers."""
    rng = random.Random(size)
    topics = tuple(Topic(f"t{i}", f"g{i // 8}", tuple(f"t{rng.randrange(40)}" for _ in range(3))) for i in range(40))
    words = ["Lager", "Keller", "Transporter", "Kühlraum", "Saal", "Flyer", "Beamer", "Grill", "Garten"]
    parties = tuple(
        Party(
            f"p{i}",
            54.08 + rng.random() * 0.08,
            12.05 + rng.random() * 0.12,
            frozenset(rng.sample(["de", "ru", "ar", "en"], rng.randrange(3))),
            frozenset(rng.sample(["mo", "di", "mi", "do", "fr"], rng.randrange(4))),
            no_go=frozenset({f"p{rng.randrange(size)}"} - {f"p{i}"} if rng.random() < 0.1 else ()),
            times=rng.choice([1, 1, 2]),
            days_since_verified=rng.choice([None, 30, 800]),
            broken=rng.choice([0, 0, 1]),
        )
        for i in range(size)
    )
    offers = tuple(
        Offer(f"o{i}", f"p{i}", f"t{rng.randrange(40)}", rng.choice(words), rng.choice([1, 2]), i % 12 == 0)
        for i in range(size)
    )
    needs = tuple(
        Need(f"n{i}", f"p{i}", f"t{rng.randrange(40)}", rng.choice(words), rng.choice([1, 2, 3])) for i in range(size)
    )
    return Board(parties, offers, needs, topics)


@pytest.mark.parametrize("scores", [True, False])
def test_a_board_becomes_a_checked_plan_without_enemies_in_a_ring(scores: bool) -> None:
    board = generated(120)
    found = match(board)
    problem = problem_of(board, found, scores=scores, success=0.7)
    plan = solve(problem, cycle=3, chain=3)
    assert complaints(problem, plan, 3, 3) == []
    assert plan.optimal
    enemies = {(p.id, other) for p in board.parties for other in p.no_go}
    for ring in (*plan.rings, *plan.chains):
        assert not any((a, b) in enemies for a in ring.parties for b in ring.parties)
    labels = {f"{m.offer} → {m.need}" for m in found}
    assert all(arc.label in labels for ring in plan.rings for arc in ring.arcs)


def test_only_the_best_of_many_offers_are_kept() -> None:
    board = Board(
        (SCHOOL, *(Party(f"p{i}", 54.141 + i / 1000, 12.1) for i in range(30))),
        tuple(Offer(f"o{i}", f"p{i}", "van") for i in range(30)),
        (Need("n", "school", "van"), Need("m", "school", "van", urgency=3)),
        TOPICS,
    )
    found = match(board, most_each=1, least=0.0)
    assert {m.need for m in found} == {"n", "m"}
    assert len(found) == 31  # for each offer its best need, and the nearest offer for the less urgent one
