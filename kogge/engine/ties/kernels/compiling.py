"""How the kernels become machine code."""

from __future__ import annotations

from typing import Any

import numba
from numba import float64, int32
from numba.core import config as _config

WHOLE, REAL = int32[::1], float64[::1]


def compiled(function: Any, signature: Any) -> Any:
    """The function in machine code; lanes beside each other need LLVM's packing of straight-line code."""
    config: Any = _config
    before = config.SLP_VECTORIZE
    config.SLP_VECTORIZE = 1
    try:
        try:
            return numba.njit(signature, cache=True, nogil=True, error_model="numpy")(function)
        except (RuntimeError, OSError):  # no folder where a cache could lie: compile for this process alone
            return numba.njit(signature, nogil=True, error_model="numpy")(function)
    finally:
        config.SLP_VECTORIZE = before
