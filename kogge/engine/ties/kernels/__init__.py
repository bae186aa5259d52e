"""Compiled loops over shortest paths: imported only when a network is large enough to need them (see `paths`).

Importing this module compiles it once per installation (some five seconds; `make setup` does it) and afterwards
loads the result from numba's cache beside these files, or in the user's cache folder if this one cannot be written.
The kernels free the interpreter lock and share nothing, so that threads may run them side by side.
"""

from __future__ import annotations

from kogge.engine.ties.kernels.components import components
from kogge.engine.ties.kernels.dependencies import LANES, dependencies

__all__ = ["LANES", "components", "dependencies"]
