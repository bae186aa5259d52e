"""The kernels made ready on a town of three, so that preparing them the first time is not on anybody's clock."""

from __future__ import annotations

from time import perf_counter

from kogge.engine.circles.arrays import arrays_of
from kogge.engine.circles.closing import better
from kogge.engine.circles.generation import Generation
from kogge.engine.circles.model import Member, Place, Town, Wishes
from kogge.engine.circles.search import Search


def warm() -> None:
    """Compile the kernels, or load them from the cache beside the source (0.3 s)."""
    here = frozenset({"a"})
    members = tuple(Member(str(i), {"xy"[i % 2]: 1}, here, here, 0.0, 0.0, 1.0, host=True) for i in range(4))
    town = Town(members, (Place("p", 0.0, 0.0, here),), ("a",), ("x", "y"), size=(2, 3), max_topics=1)
    arrays = arrays_of(town, Wishes())
    search, generation = Search(arrays), Generation(arrays)
    search.run(perf_counter() + 60.0, lambda value: search.steps > 0, 1.0)
    search.finish()
    generation.run(search.contributions(), perf_counter() + 60.0)
    better(arrays, generation.prices, generation.bound, perf_counter() + 60.0)
