"""Relationships → who holds the network together, what would remain after some leave, whom to introduce.

>>> network = Network.of(("bakery", "project"), ("project", "school"), ("school", "club"))
>>> figures(network).articulation_points
('project', 'school')
>>> after = day_after(network, ["project"], introductions=1)
>>> after.orphans, [(tie.a, tie.b) for tie in after.introductions]
(('bakery',), [('school', 'bakery')])
"""

from kogge.engine.ties.departure import day_after
from kogge.engine.ties.figures import figures
from kogge.engine.ties.governance import Governance, governance
from kogge.engine.ties.losses import Attack, Loss, attack
from kogge.engine.ties.model import (
    Candidate,
    DayAfter,
    Edge,
    Figures,
    Introduction,
    Network,
    Node,
    Reason,
)
from kogge.engine.ties.rating import Rating, Score, Scores, scores
from kogge.engine.ties.rifts import Rift, bridges
from kogge.engine.ties.waves import Comparison, Moment, compare, over_time

__all__ = [
    "Attack",
    "Candidate",
    "Comparison",
    "DayAfter",
    "Edge",
    "Figures",
    "Governance",
    "Introduction",
    "Loss",
    "Moment",
    "Network",
    "Node",
    "Rating",
    "Reason",
    "Rift",
    "Score",
    "Scores",
    "attack",
    "bridges",
    "compare",
    "day_after",
    "figures",
    "governance",
    "over_time",
    "scores",
]
