"""Coordination tasks and those who can do them → how many people it takes to lose most of them.

>>> truck_factor([{"Ayla"}, {"Ayla"}, {"Ayla", "Bernd"}, {"Cem"}]).people
('Ayla', 'Bernd')
"""

from kogge.engine.tasks.truck import TruckFactor, truck_factor

__all__ = ["TruckFactor", "truck_factor"]
