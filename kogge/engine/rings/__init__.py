"""Exchange rings: who could serve whom (`matching`), and the best plan of rings and chains with a proof (`solve`)."""

from kogge.engine.rings.model import Arc, BadProblem, Node, Plan, Problem, Ring
from kogge.engine.rings.solve import solve

__all__ = ["Arc", "BadProblem", "Node", "Plan", "Problem", "Ring", "solve"]
