"""What goes into the planning of walks and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from kogge.engine.said import Refusal

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class BadWalks(Refusal):
    """What was given cannot be planned."""


@dataclass(frozen=True, slots=True)
class Address:
    """A door to be visited. `lat`, `lon`: degrees (WGS 84), None where the place is not known."""

    id: str
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, eq=False)
class Network:
    """Paths that one may walk, both ways: straight pieces between nodes.

    lat, lon: degrees (WGS 84) of each node, shape (nodes,).
    start, end: numbers of the nodes each piece joins, shape (pieces,).
    metres: length of each piece, shape (pieces,).
    Raises `BadWalks` where these do not fit each other.
    """

    lat: Floats
    lon: Floats
    start: Ints
    end: Ints
    metres: Floats

    def __post_init__(self) -> None:
        nodes, pieces = len(self.lat), len(self.start)
        if len(self.lon) != nodes or len(self.end) != pieces or len(self.metres) != pieces:
            raise BadWalks(
                "the arrays of the path network differ in length; one value for each node or piece is needed"
            )
        if pieces and not (
            min(self.start.min(), self.end.min()) >= 0 and max(self.start.max(), self.end.max()) < nodes
        ):
            raise BadWalks("a piece of the path network joins a node that is not there; nodes are numbered from 0")
        finite = all(np.isfinite(part).all() for part in (self.lat, self.lon, self.metres))
        if not finite or (pieces and self.metres.min() < 0):
            raise BadWalks("a place or a length of the path network is no number from 0 on")

    @classmethod
    def of(cls, arrays: Mapping[str, npt.NDArray[np.generic]]) -> Network:
        """From arrays of any numeric type by name, as a file keeps them; further ones are left alone."""
        return cls(
            lat=np.asarray(arrays["lat"], np.float64),
            lon=np.asarray(arrays["lon"], np.float64),
            start=np.asarray(arrays["start"], np.int64),
            end=np.asarray(arrays["end"], np.int64),
            metres=np.asarray(arrays["metres"], np.float64),
        )


class Reason(StrEnum):
    """Why an address is in no walk."""

    NO_PLACE = "no_place"  # no latitude and longitude
    FAR = "far"  # no path within `distances.REACH` metres


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An address that is in no walk, and why."""

    id: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Door:
    """A door in a walk. `metres`: on foot from the door before, 0 at the first."""

    id: str
    metres: float


@dataclass(frozen=True, slots=True)
class Walk:
    """Doors in the order of walking. `metres` from the first to the last door, `minutes` with the visits.

    `shortest`: the order is proven to be the shortest of these doors.
    """

    doors: tuple[Door, ...]
    metres: float
    minutes: float
    shortest: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Walks that visit every address once, but for those left out.

    metres, minutes: of all walks together.
    fewest_walks: no plan has fewer walks (proven).
    least_metres: no plan with as many walks as this one is shorter (proven).
    optimal: fewest walks, and of those the shortest: proven.
    straight: distances are straight lines times a factor, since there was no path network.
    seconds: what planning took.
    """

    walks: tuple[Walk, ...]
    left_out: tuple[LeftOut, ...]
    metres: float
    minutes: float
    fewest_walks: int
    least_metres: float
    optimal: bool
    straight: bool
    seconds: float

    @property
    def gap(self) -> float:
        """How much longer at most than the shortest plan with as many walks: 0.1 is a tenth."""
        return 0.0 if self.metres <= self.least_metres else self.metres / max(self.least_metres, 1.0) - 1
