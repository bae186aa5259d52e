"""Reads of the handover; what later apps call stands here."""

from .remains import Remains, remains_of
from .tasks import Readiness, Risk, readiness, risk_of, tasks_of
from .trend import DayAfterLine, day_after_line, weeks

__all__ = [
    "DayAfterLine",
    "Readiness",
    "Remains",
    "Risk",
    "day_after_line",
    "readiness",
    "remains_of",
    "risk_of",
    "tasks_of",
    "weeks",
]
