"""Small towns for tests, drawn from a seed or by Hypothesis."""

from __future__ import annotations

import random
from typing import Any

SLOTS, TOPICS, LANGUAGES = ["mon", "tue", "wed"], ["a", "b", "c", "d", "e"], ["de", "ar"]


def town(
    count: int, seed: int, *, size: tuple[int, int] = (2, 4), max_topics: int = 2, places: int = 2
) -> dict[str, Any]:
    """A town of so many members within two kilometres."""
    draw = random.Random(seed)
    ids = [f"m{i}" for i in range(count)]

    def some(of: list[str], most: int) -> list[str]:
        return draw.sample(of, draw.randint(1, min(most, len(of))))

    return {
        "size": list(size),
        "max_topics": max_topics,
        "slots": SLOTS,
        "topics": TOPICS,
        "meeting": {"hours_per_month": 1, "fee": 5},
        "places": [
            {
                "id": f"p{k}",
                "lat": 54.1 + draw.random() * 0.01,
                "lon": 12.1 + draw.random() * 0.01,
                "slots": some(SLOTS, 3),
            }
            for k in range(places)
        ],
        "members": [
            {
                "id": id_,
                "topics": {t: draw.randint(1, 3) for t in some(TOPICS, 3)},
                "slots": some(SLOTS, 3),
                "host": draw.random() < 0.5,
                "hours_per_month": draw.choice([0, 1, 2, 2, 4]),
                "max_fee": draw.choice([0, 5, 10, 10, 20]),
                "max_walk_m": draw.choice([500, 1500, 5000, 5000]),
                "languages": draw.choice([["de"], ["de"], ["de"], ["ar"], ["de", "ar"]]),
                "lat": 54.1 + draw.random() * 0.01,
                "lon": 12.1 + draw.random() * 0.01,
                "no_go": draw.sample([i for i in ids if i != id_], 1) if count > 1 and draw.random() < 0.2 else [],
            }
            for id_ in ids
        ],
    }
