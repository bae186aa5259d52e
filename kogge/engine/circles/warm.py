"""The kernels made ready on a town of three, so that preparing them the first time is not on anybody's clock."""

from __future__ import annotations

from kogge.engine.circles.model import Member, Place, Town
from kogge.engine.circles.plan import solve


def warm() -> None:
    """Compile the kernels, or load them from the cache beside the source (0.3 s)."""
    here = frozenset({"a"})
    members = tuple(
        Member(str(i), {topic: 1}, here, here, 0.0, 0.0, 1.0, host=True) for i in range(4) for topic in ("xy"[i % 2],)
    )
    town = Town(members, (Place("p", 0.0, 0.0, here),), ("a",), ("x", "y"), size=(2, 3), max_topics=1)
    solve(town, seconds=5.0)
